package files

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"wend/internal/collect/orders"
	"wend/internal/event"
)

// importText imports a file's text on a road that may know some of it already,
// and answers what it added.
func importText(t *testing.T, road *memoryRoad, text string) (added []string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "orders.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	before := len(road.events)
	if _, err := Import(t.Context(), path, Options{Road: road, Source: "s", Defaults: Defaults{Timezone: "Europe/Berlin", Currency: "EUR"}}); err != nil {
		t.Fatal(err)
	}
	for _, e := range road.events[before:] {
		if e.Type != event.Identify {
			added = append(added, told(e))
		}
	}
	slices.Sort(added)
	return added
}

// Money that was given back after an order was first imported is found in a
// newer export, once, whatever shop wrote it.
func TestANewerExportBringsTheRefund(t *testing.T) {
	for _, c := range []struct {
		name, header, before, after, refund string
	}{
		{"Shopify, wholly", "Name,Email,Financial Status,Created at,Total,Refunded Amount,Lineitem name,Lineitem quantity",
			"#1,ada@example.com,paid,2025-03-01 10:00:00 +0100,50,0.00,Apron,1", "#1,ada@example.com,refunded,2025-03-01 10:00:00 +0100,50,50.00,Apron,1",
			"2025-03-01T09:00 Order Refunded email=ada@example.com -50.00"},
		{"Shopify, in part", "Name,Email,Financial Status,Created at,Total,Refunded Amount,Lineitem name,Lineitem quantity",
			"#1,ada@example.com,paid,2025-03-01 10:00:00 +0100,50,0.00,Apron,1", "#1,ada@example.com,partially_refunded,2025-03-01 10:00:00 +0100,50,12.50,Apron,1",
			"2025-03-01T09:00 Order Refunded email=ada@example.com -12.50"},
		{"WooCommerce", "order_id,order_number,order_date,status,order_total,billing_email,refund_items",
			"7,7,2025-03-01 10:00:00,completed,50.00,ada@example.com,", "7,7,2025-03-01 10:00:00,completed,50.00,ada@example.com,amount:12.50|reason:broken|date:2025-03-04 08:30:00",
			"2025-03-04T08:30 Order Refunded email=ada@example.com -12.50"},
		{"WooCommerce, by its sum", "order_id,order_number,order_date,status,order_total,billing_email,refunded_total",
			"7,7,2025-03-01 10:00:00,completed,50.00,ada@example.com,0", "7,7,2025-03-01 10:00:00,completed,50.00,ada@example.com,12.50",
			"2025-03-01T09:00 Order Refunded email=ada@example.com -12.50"},
		{"WooCommerce, by its state", "order_id,order_number,order_date,status,order_total,billing_email",
			"7,7,2025-03-01 10:00:00,wc-completed,50.00,ada@example.com", "7,7,2025-03-01 10:00:00,wc-refunded,50.00,ada@example.com",
			"2025-03-01T09:00 Order Refunded email=ada@example.com -50.00"},
		{"Advanced Order Export", "Order Number,Order Status,Order Date,Email (Billing),Order Total Amount,Order Refund Amount",
			"7,Completed,2025-03-01 10:00,ada@example.com,50.00,", "7,Completed,2025-03-01 10:00,ada@example.com,50.00,-12.50",
			"2025-03-01T09:00 Order Refunded email=ada@example.com -12.50"},
		{"Stripe", "id,Created (UTC),Amount,Amount Refunded,Currency,Status,Customer Email,Refunded date (UTC)",
			"ch_1,2025-03-01 10:00,50.00,0.00,eur,Paid,ada@example.com,", "ch_1,2025-03-01 10:00,50.00,50.00,eur,Refunded,ada@example.com,2025-03-09 12:00",
			"2025-03-09T12:00 Order Refunded email=ada@example.com -50.00"},
		{"Square Online", "Order,Order Date,Order Status,Order Total,Order Refunded Amount,Recipient Email,Currency",
			"A1,03/01/2025 10:00,Completed,$50.00,$0.00,ada@example.com,USD", "A1,03/01/2025 10:00,Completed,$50.00,$12.50,ada@example.com,USD",
			"2025-03-01T09:00 Order Refunded email=ada@example.com -12.50"},
		{"Square transactions", "Date,Time,Time Zone,Gross Sales,Net Sales,Total Collected,Partial Refunds,Transaction ID,Customer ID",
			"03/01/2025,10:00:00,Eastern Time (US & Canada),$50.00,$50.00,$50.00,$0.00,t1,C1", "03/01/2025,10:00:00,Eastern Time (US & Canada),$50.00,$50.00,$50.00,($12.50),t1,C1",
			"2025-03-01T15:00 Order Refunded square_customer_id=C1 -12.50"},
		{"Lightspeed eCom", "Order number;Created at;Payment status;Customer email;Total incl. VAT;Currency",
			"L1;01-03-2025 10:00;paid;ada@example.com;€ 50,00;EUR", "L1;01-03-2025 10:00;refunded;ada@example.com;€ 50,00;EUR",
			"2025-03-01T09:00 Order Refunded email=ada@example.com -50.00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			road := &memoryRoad{}
			first := importText(t, road, c.header+"\n"+c.before+"\n")
			if len(first) != 1 || !strings.Contains(first[0], " Order Completed ") || !strings.HasSuffix(first[0], " 50.00") {
				t.Fatalf("the order is %q", first)
			}
			if added := importText(t, road, c.header+"\n"+c.after+"\n"); !slices.Equal(added, []string{c.refund}) {
				t.Errorf("the newer export adds %q, not %q", added, c.refund)
			}
			if added := importText(t, road, c.header+"\n"+c.after+"\n"); len(added) > 0 {
				t.Errorf("the same again adds %q", added)
			}
			fresh := importText(t, &memoryRoad{}, c.header+"\n"+c.after+"\n")
			if want := []string{first[0], c.refund}; !slices.Equal(fresh, slices.Sorted(slices.Values(want))) {
				t.Errorf("the newer export by itself says %q", fresh)
			}
		})
	}
}

// Refunds that are told one by one come one by one.
func TestRefundsOneByOne(t *testing.T) {
	const header = "order_id,order_number,order_date,status,order_total,billing_email,refund_items\n7,7,2025-03-01 10:00:00,completed,50.00,ada@example.com,"
	const first, second = "amount:5|reason:a;b|date:2025-03-04 08:30:00", "amount:7.5|reason:|date:2025-03-06 08:30:00"
	road := &memoryRoad{}
	importText(t, road, header+first+"\n")
	if added := importText(t, road, header+second+";"+first+"\n"); !slices.Equal(added, []string{"2025-03-06T08:30 Order Refunded email=ada@example.com -7.50"}) {
		t.Errorf("the second refund adds %q", added)
	}
	for _, e := range road.events {
		if e.Name == "Order Refunded" && !orders.IsAftermath(e.MessageID) {
			t.Errorf("%s counts as a row of its own", e.MessageID)
		}
	}
	if _, err := readRefunds("amount:nothing"); err == nil {
		t.Error("a refund of nothing that can be read is taken")
	}
}

// WooCommerce writes the shop's local time without saying where that is: the
// workspace's zone is taken, summer and winter, and the preview says so.
func TestWooCommerceTimesAreTheWorkspaces(t *testing.T) {
	const text = "order_id,order_number,order_date,paid_date,status,order_total,billing_email\n" +
		"1,1,2025-01-15 10:00:00,2025-01-15T10:00:05+01:00,completed,5.00,ada@example.com\n2,2,2025-07-15 10:00:00,,completed,5.00,ada@example.com\n"
	got := importText(t, &memoryRoad{}, text)
	if want := []string{"2025-01-15T09:00 Order Completed email=ada@example.com 5.00", "2025-07-15T08:00 Order Completed email=ada@example.com 5.00"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	for zone, says := range map[string]string{"Europe/Berlin": "times of Europe/Berlin, the time zone of your workspace", "": "times of UTC, the time zone of your workspace"} {
		p, err := LookAt(t.TempDir(), []byte(text), "orders.csv", "", nil, Defaults{Timezone: zone, Currency: "EUR"}, time.Now())
		if err != nil || !strings.Contains(fmt.Sprint(p.Problems), says) {
			t.Errorf("in %q: %v, %v", zone, p.Problems, err)
		}
	}
	with := strings.ReplaceAll(text, ":00:00,", ":00:00Z,")
	if p, err := LookAt(t.TempDir(), []byte(with), "orders.csv", "", nil, Defaults{Timezone: "Europe/Berlin", Currency: "EUR"}, time.Now()); err != nil || len(p.Problems) > 0 {
		t.Errorf("times that say where they are meant are warned of: %v, %v", p.Problems, err)
	}
}

// WooCommerce's own table has no identifier: the preview says what to do instead.
func TestWooCommerceAnalyticsSaysWhatItLacks(t *testing.T) {
	const text = "Date,\"Order #\",\"N. Revenue (formatted)\",Status,Customer,\"Customer type\",Product(s),\"Items sold\",Coupon(s),\"Net Sales\",Attribution\n" +
		"\"2025-03-01 10:00:00\",7,\"€50.00\",completed,\"Ada Lind\",new,\"1× Apron\",1,,50,Direct\n"
	p, err := LookAt(t.TempDir(), []byte(text), "wc-orders-report-export.csv", "", nil, Defaults{}, time.Now())
	if err != nil || p.Reading.Shape == nil || p.Reading.Shape.Name != "woocommerce_analytics" || !strings.Contains(fmt.Sprint(p.Problems), "Order Export & Order Import") {
		t.Errorf("%+v, %v", p, err)
	}
	withAddress := strings.Replace(strings.Replace(text, ",Attribution", ",Attribution,Email", 1), ",Direct", ",Direct,ada@example.com", 1)
	if got := importText(t, &memoryRoad{}, withAddress); !slices.Equal(got, []string{"2025-03-01T09:00 Order Completed email=ada@example.com 50.00"}) {
		t.Errorf("with an address that a filter added: %q", got)
	}
}
