package orders

import (
	"math"
	"strconv"
	"strings"
)

// The ends of the message ids of what became of an order.
const (
	refundSuffix = ":refund"
	fromPart     = refundSuffix + ":from:"
	cancelSuffix = ":cancelled"
)

// unit is the smallest part of an amount that is told apart: a millionth.
const unit = 1_000_000

// mostUnits bounds amounts, so that nothing overflows.
const mostUnits = 1 << 61

// Units is an amount in millionths; what is no amount is none.
func Units(amount float64) int64 {
	units := math.Round(math.Abs(amount) * unit)
	if units != units {
		return 0
	}
	return int64(min(units, mostUnits))
}

// Amount is a number of millionths as an amount.
func Amount(units int64) float64 { return float64(units) / unit }

// RefundID is the message id of the refund of an order that begins where so
// many millionths were given back before.
func RefundID(order string, from int64) string {
	if from == 0 {
		return order + refundSuffix
	}
	return order + fromPart + strconv.FormatInt(from, 10)
}

// ParseRefundID takes a refund's message id apart.
func ParseRefundID(id string) (order string, from int64, ok bool) {
	if order, ok = strings.CutSuffix(id, refundSuffix); ok {
		return order, 0, true
	}
	at := strings.LastIndex(id, fromPart)
	if at < 0 {
		return "", 0, false
	}
	digits := id[at+len(fromPart):]
	from, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || from <= 0 || from > mostUnits || strconv.FormatInt(from, 10) != digits {
		return "", 0, false
	}
	return id[:at], from, true
}

// CancelID is the message id of the cancellation of an order that was
// completed before.
func CancelID(order string) string { return order + cancelSuffix }

// IsAftermath tells whether a message id is that of a refund or a cancellation
// of an order that has a message of its own.
func IsAftermath(id string) bool {
	_, _, refund := ParseRefundID(id)
	return refund || strings.HasSuffix(id, cancelSuffix)
}
