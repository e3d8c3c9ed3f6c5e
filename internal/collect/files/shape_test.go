package files

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"wend/internal/collect/costs"
	"wend/internal/event"
)

// memoryBook keeps costs.
type memoryBook struct{ lines []costs.Line }

func (b *memoryBook) Put(_ context.Context, _ string, lines []costs.Line) (stored int, err error) {
	for _, l := range lines {
		if err := l.Check(); err != nil {
			return 0, err
		}
		if !slices.Contains(b.lines, l) {
			b.lines = append(b.lines, l)
			stored++
		}
	}
	return stored, nil
}

// told is an event as these tests look at it: name, time, who, value, and what
// is asked for of its properties.
func told(e *event.Event) string {
	var who []string
	for _, id := range e.Identifiers {
		who = append(who, id.Kind+"="+id.Value)
	}
	value := ""
	if e.Facts.HasValue {
		value = fmt.Sprintf(" %.2f", e.Facts.Value)
	}
	name := e.Name
	if name == "" {
		name = e.Type.String()
	}
	return fmt.Sprintf("%s %s %s%s", time.UnixMilli(e.Time).UTC().Format("2006-01-02T15:04"), name, strings.Join(who, ","), value)
}

// testRun imports a copy of a file from testdata.
func testRun(t *testing.T, name string, kind Kind) (*Reading, []*event.Event, []costs.Line, Progress, []rejectedRow) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	road, book := &memoryRoad{}, &memoryBook{}
	var reading *Reading
	options := Options{Road: road, Costs: book, Source: "s", Kind: kind, Recognised: func(r *Reading) { reading = r }, Defaults: Defaults{Timezone: "Europe/Berlin", Currency: "EUR"}}
	progress, err := Import(t.Context(), path, options)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	rejected := rejections(t, path)
	if progress.Rows != progress.Stored+progress.Duplicates+progress.Rejected+progress.Joined && len(book.lines) == 0 {
		t.Errorf("%s: the rows do not add up: %+v", name, progress)
	}
	again, err := Import(t.Context(), path, options)
	if err != nil || again.Stored != 0 {
		t.Errorf("%s: a second time stored %d: %v", name, again.Stored, err)
	}
	return reading, road.events, book.lines, progress, rejected
}

func TestKnownShapes(t *testing.T) {
	for _, c := range []struct {
		file, shape string
		stored      int64
		rejected    []string // a part of each reason
		events      []string
	}{
		{"shopify_orders.csv", "shopify_orders", 9, []string{"no customer"}, []string{
			"2025-03-01T09:00 Order Completed email=ada@example.com,phone=49301234567 54.90",
			"2025-03-01T09:00 identify email=ada@example.com,phone=49301234567",
			"2025-03-05T17:30 Order Completed email=ben@example.com 18.00",
			"2025-03-05T17:30 identify email=ben@example.com",
			"2025-04-11T07:15 Order Completed email=ada@example.com 34.90",
			"2025-04-11T07:15 Order Refunded email=ada@example.com -10.00",
			"2025-04-11T07:15 identify email=ada@example.com",
			"2025-04-20T10:00 Order Completed email=cy@example.com 44.90",
			"2025-04-20T10:00 identify email=cy@example.com",
			"2025-04-21T10:00 Order Cancelled email=dee@example.com",
			"2025-04-21T10:00 identify email=dee@example.com",
			"2025-05-02T18:00 Order Completed email=ben@example.com 14.90",
			"2025-05-02T18:00 identify email=ben@example.com",
			"2025-05-03T06:00 Order Completed email=eve@example.com 20.00",
			"2025-05-03T06:00 Order Refunded email=eve@example.com -20.00",
			"2025-05-03T06:00 identify email=eve@example.com",
			"2025-06-01T05:00 Order Completed email=ada@example.com 60.00",
			"2025-06-01T05:00 identify email=ada@example.com",
			"2025-06-02T05:00 Order Completed email=fay@example.com 14.90",
			"2025-06-02T05:00 identify email=fay@example.com",
		}},
		{"woocommerce_orders.csv", "woocommerce_orders", 2, []string{"never paid"}, []string{
			"2024-09-06T04:29 Order Completed email=ida@example.com,phone=01712345678,woocommerce_customer_id=12 23.80",
			"2024-09-06T04:29 identify email=ida@example.com,phone=01712345678,woocommerce_customer_id=12",
			"2024-09-16T16:05 Order Completed email=jon@example.com 10.90",
			"2024-09-16T16:05 identify email=jon@example.com",
		}},
		{"woocommerce_orders_advanced.csv", "woocommerce_orders_advanced", 2, nil, []string{
			"2024-10-01T07:12 Order Completed email=lea@example.com 1234.50",
			"2024-10-01T07:12 identify email=lea@example.com",
			"2024-10-02T07:12 Order Cancelled email=max@example.com",
			"2024-10-02T07:12 identify email=max@example.com",
		}},
		{"stripe_payments.csv", "stripe_payments", 2, []string{"never paid"}, []string{
			"2025-01-10T12:00 Order Completed email=gil@example.com,stripe_customer_id=cus_A 80.00",
			"2025-01-10T12:00 identify email=gil@example.com,stripe_customer_id=cus_A",
			"2025-01-12T08:30 Order Completed email=hal@example.com,stripe_customer_id=cus_B 1120.50",
			"2025-01-12T08:30 identify email=hal@example.com,stripe_customer_id=cus_B",
			"2025-02-01T10:00 Order Refunded email=hal@example.com,stripe_customer_id=cus_B -20.50",
		}},
		{"square_transactions.csv", "square_transactions", 3, []string{"no customer"}, []string{
			"2025-10-05T18:30 Order Completed square_customer_id=SQC1 1296.00",
			"2025-10-05T18:30 identify square_customer_id=SQC1",
			"2025-10-06T13:05 Order Completed square_customer_id=SQC2 21.60",
			"2025-10-06T13:05 identify square_customer_id=SQC2",
			"2025-10-07T13:05 Order Refunded square_customer_id=SQC2 -21.60",
			"2025-10-07T13:05 identify square_customer_id=SQC2",
		}},
		{"square_items.csv", "square_items", 1, nil, []string{
			"2025-10-05T15:40 Order Completed square_customer_id=SQC9 61.06",
			"2025-10-05T15:40 identify square_customer_id=SQC9",
		}},
		{"square_orders.csv", "square_orders", 1, nil, []string{
			"2025-10-12T22:00 Order Completed email=nia@example.com,phone=15550100 27.00",
			"2025-10-12T22:00 identify email=nia@example.com,phone=15550100",
		}},
		{"lightspeed_sales.csv", "lightspeed_sales", 2, []string{"left out"}, []string{
			"2025-02-03T10:20 Order Completed lightspeed_customer_code=PIA-1 36.00",
			"2025-02-03T10:20 identify lightspeed_customer_code=PIA-1",
			"2025-02-04T11:00 Order Cancelled lightspeed_customer_code=PIA-1",
			"2025-02-04T11:00 identify lightspeed_customer_code=PIA-1",
		}},
		{"lightspeed_orders.csv", "lightspeed_orders", 1, []string{"never paid"}, []string{
			"2025-02-14T09:00 Order Completed email=rik@example.com 121.00",
			"2025-02-14T09:00 identify email=rik@example.com",
		}},
		{"hubspot_contacts.csv", "hubspot_contacts", 3, nil, []string{
			"2025-01-02T09:00 identify email=tea@example.com,phone=4989998877,hubspot_contact_id=101",
			"2025-01-03T09:00 identify email=uwe@example.com,hubspot_contact_id=102",
			"2025-01-03T09:00 identify hubspot_contact_id=103",
		}},
		{"subscribed_email_audience_export_1a2b.csv", "mailchimp_contacts", 1, nil, []string{
			"2023-03-01T10:00 identify email=val@example.com,mailchimp_id=ab12",
		}},
		{"klaviyo_profiles.csv", "klaviyo_profiles", 1, nil, []string{
			"2025-02-01T08:00 identify email=xan@example.com,phone=15550123,klaviyo_id=01HX1",
		}},
		{"ga4_events.jsonl", "ga4_events", 2, []string{"event_timestamp"}, []string{
			"2025-01-05T09:00 Page Viewed anonymous_id=111.222",
			"2025-01-05T09:01 Order Completed user_id=u7,anonymous_id=111.222 42.50",
		}},
		{"ga4_events_flat.csv", "ga4_events_flat", 2, nil, []string{
			"2025-01-05T09:00 Page Viewed anonymous_id=333.444",
			"2025-01-05T09:01 Order Completed anonymous_id=333.444 19.90",
		}},
	} {
		t.Run(c.file, func(t *testing.T) {
			reading, events, _, progress, rejected := testRun(t, c.file, "")
			if reading.Shape == nil || reading.Shape.Name != c.shape {
				t.Fatalf("taken for %+v", reading.Shape)
			}
			if progress.Stored != c.stored || len(rejected) != len(c.rejected) {
				t.Errorf("%+v, rejected %+v", progress, rejected)
			}
			for i, part := range c.rejected {
				if i < len(rejected) && !strings.Contains(rejected[i].Reason, part) {
					t.Errorf("rejected because %q, want %q", rejected[i].Reason, part)
				}
			}
			var got []string
			for _, e := range events {
				got = append(got, told(e))
			}
			slices.Sort(got)
			slices.Sort(c.events)
			if !slices.Equal(got, c.events) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.events, "\n"))
			}
		})
	}
}

func TestLinesOfAnOrderAreOneEvent(t *testing.T) {
	_, events, _, _, _ := testRun(t, "shopify_orders.csv", Orders)
	var order struct {
		ID       string  `json:"order_id"`
		Value    float64 `json:"value"`
		Currency string  `json:"currency"`
		Shipping float64 `json:"shipping"`
		Coupon   string  `json:"coupon"`
		Discount float64 `json:"discount"`
		Products []struct {
			Name, SKU       string
			Price, Quantity float64
		}
	}
	if err := json.Unmarshal(events[0].Properties, &order); err != nil {
		t.Fatal(err)
	}
	if order.ID != "#1001" || order.Value != 54.9 || order.Currency != "EUR" || order.Shipping != 4.9 || len(order.Products) != 2 ||
		order.Products[1].Name != "Tea towel" || order.Products[0].Quantity != 2 || order.Products[0].SKU != "APR-1" || order.Products[0].Price != 20 {
		t.Errorf("%s", events[0].Properties)
	}
	for _, e := range events {
		if strings.Contains(string(e.Properties), "#1002") && e.Name == "Order Completed" {
			if err := json.Unmarshal(e.Properties, &order); err != nil || order.Coupon != "SPRING10" || order.Discount != 2 {
				t.Errorf("%s", e.Properties)
			}
		}
		if e.Type == event.Identify && strings.Contains(string(e.Traits), "Ada Lind") && !strings.Contains(string(e.Context), `"email_marketing":true`) {
			t.Errorf("consent is lost: %s", e.Context)
		}
	}
}

func TestCostReports(t *testing.T) {
	for _, c := range []struct {
		file, shape string
		rejected    int
		want        []costs.Line
	}{
		{"google_ads_costs.csv", "google_ads_costs", 2, []costs.Line{
			{Day: "2025-01-01", Source: "google", Medium: "cpc", Campaign: "Brand", Cost: 1014.5, Currency: "EUR", Clicks: 502, Impressions: 10050},
			{Day: "2025-01-02", Source: "google", Medium: "cpc", Campaign: "Spring, sale", Cost: 0.5, Currency: "EUR", Impressions: 5},
		}},
		{"google_ads_costs_utf16.csv", "google_ads_costs", 1, []costs.Line{
			{Day: "2025-01-01", Source: "google", Medium: "cpc", Campaign: "Möbel", Cost: 1010.25, Currency: "EUR", Clicks: 500, Impressions: 10000},
		}},
		{"meta_ads_costs.csv", "meta_ads_costs", 1, []costs.Line{
			{Day: "2025-01-01", Source: "facebook", Medium: "paid_social", Campaign: "Winter", Cost: 15, Currency: "EUR", Clicks: 60, Impressions: 1500},
			{Day: "2025-01-02", Source: "facebook", Medium: "paid_social", Campaign: "Winter", Cost: 15, Currency: "EUR", Clicks: 60, Impressions: 1500},
		}},
	} {
		reading, _, lines, _, rejected := testRun(t, c.file, "")
		if reading.Shape == nil || reading.Shape.Name != c.shape || len(rejected) != c.rejected {
			t.Errorf("%s: %+v, rejected %+v", c.file, reading.Shape, rejected)
		}
		if !slices.Equal(lines, c.want) {
			t.Errorf("%s: %+v", c.file, lines)
		}
	}
}

// Where a report has only the clicks on links, those are its clicks.
func TestClicksOnLinksCountWhereThereAreNoOthers(t *testing.T) {
	for header, want := range map[string]int64{
		"Campaign name,Day,Amount spent (EUR),Impressions,Link clicks":                                   90,
		"Campaign name,Day,Amount spent (EUR),Impressions,Link Clicks,Clicks (all)":                      120,
		"Campaign name,Day,Amount spent (EUR),Impressions,Results":                                       0,
		"Campaign name,Reporting starts,Reporting ends,Amount spent (EUR),Impressions,Link clicks":       90,
		"Campaign name,Reporting starts,Reporting ends,Amount spent (EUR),Impressions,Link clicks,Reach": 90,
	} {
		values := map[string]string{"Campaign name": "Winter", "Day": "2025-01-01", "Reporting starts": "2025-01-01", "Reporting ends": "2025-01-01",
			"Amount spent (EUR)": "30", "Impressions": "3000", "Link clicks": "90", "Link Clicks": "90", "Clicks (all)": "120", "Results": "7", "Reach": "8"}
		var row []string
		for _, name := range strings.Split(header, ",") {
			row = append(row, values[name])
		}
		path := write(t, "meta.csv", []byte(header+"\n"+strings.Join(row, ",")+"\n"))
		book := &memoryBook{}
		if _, err := Import(t.Context(), path, Options{Road: &memoryRoad{}, Costs: book, Source: "s", Defaults: Defaults{Currency: "EUR"}}); err != nil {
			t.Fatal(err)
		}
		if len(book.lines) != 1 || book.lines[0].Clicks != want {
			t.Errorf("%s: %+v, want %d clicks", header, book.lines, want)
		}
	}
}

func TestUnknownOrdersInAnotherLanguage(t *testing.T) {
	reading, events, _, _, rejected := testRun(t, "orders_windows1252.csv", "")
	if reading.Shape != nil || reading.Kind != Orders || len(rejected) > 0 {
		t.Fatalf("%+v %+v", reading, rejected)
	}
	var got []string
	for _, e := range events {
		got = append(got, told(e))
	}
	want := []string{"2025-04-03T14:20 Order Completed email=zoe@example.com 1234.50", "2025-04-13T22:00 Order Completed email=ann@example.com 9.90",
		"2025-04-03T14:20 identify email=zoe@example.com", "2025-04-13T22:00 identify email=ann@example.com"}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	if !strings.Contains(string(events[2].Traits), "Zoë") {
		t.Errorf("%s", events[2].Traits)
	}
	for name, meaning := range map[string]string{"Bestellnummer": OrderID, "Bestelldatum": Time, "E-Mail-Adresse": Email, "Vorname": "trait:firstName", "Gesamtbetrag": Total, "Währung": Currency} {
		if reading.Map.Columns[name] != meaning {
			t.Errorf("%s was taken for %s (%s)", name, reading.Map.Columns[name], reading.Reasons[name])
		}
	}
}
