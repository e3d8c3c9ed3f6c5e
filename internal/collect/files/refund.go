package files

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// refund is money that was given back of a completed order.
type refund struct {
	amount float64
	at     int64 // 0: the file does not say when
}

// given are the refunds that the file tells of, the oldest first. Where it tells
// the sum only, they are one.
func (o *order) given() []refund {
	if len(o.refunds) > 0 {
		return o.refunds
	}
	if sum := math.Abs(o.amounts[Refunded]); sum > 0 {
		return []refund{{sum, o.refundedAt}}
	}
	if value, ok := o.value(); ok && value != 0 && o.state() == refunded {
		return []refund{{math.Abs(value), o.refundedAt}}
	}
	return nil
}

// mostRefunds bounds the refunds of one order that keep a date of their own.
const mostRefunds = 100

// readRefunds reads the refunds of one order as the Order Export plugin for
// WooCommerce writes them: amount:5.00|reason:broken|date:2025-03-01 10:00:00,
// with semicolons between several. Unlike the order's own time, these are UTC.
func readRefunds(text string) ([]refund, error) {
	var list []refund
	for _, part := range strings.Split(text, ";") {
		var r refund
		told := false
		for _, field := range strings.Split(part, "|") {
			name, value, _ := strings.Cut(strings.TrimSpace(field), ":")
			switch value = strings.TrimSpace(value); name {
			case "amount":
				amount, err := strconv.ParseFloat(value, 64)
				if err != nil || math.IsNaN(amount) || math.IsInf(amount, 0) {
					return nil, fmt.Errorf("the refund %q cannot be read", shortened(part))
				}
				r.amount, told = math.Abs(amount), true
			case "date":
				if at, ok := readMoment(value, "", time.UTC); ok {
					r.at = at
				}
			}
		}
		if told && r.amount > 0 {
			list = append(list, r)
		} else if last := len(list) - 1; last >= 0 && !told && list[last].at == 0 {
			list[last].at = r.at // the reason before it had a semicolon
		}
	}
	slices.SortStableFunc(list, func(a, b refund) int { return cmp.Compare(a.at, b.at) })
	for len(list) > mostRefunds {
		last := len(list) - 1
		list[last-1].amount += list[last].amount
		list = list[:last]
	}
	return list, nil
}
