package kits

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"pgregory.net/rapid"
)

var (
	march = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	april = time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
)

func TestNamesThatAreMeantForAnother(t *testing.T) {
	for _, c := range []struct {
		planned, sent string
		want          Differs // empty: not meant
	}{
		{"Order Completed", "order_completed", inWriting},
		{"Order Completed", "orderCompleted", inWriting},
		{"Order Completed", "ORDER-COMPLETED", inWriting},
		{"Order Completed", "Order Complete", inOrder},
		{"Order Completed", "Completed Order", inOrder},
		{"Order Completed", "complete_orders", inOrder},
		{"Order Completed", "Oder Completed", inSpelling},
		{"Order Completed", "Order Compelted", inSpelling},
		{"Order Completed", "Bestellung", inWord},
		{"Order Completed", "bestellung_abgeschlossen", inWord},
		{"Order Completed", "Purchase", inWord},
		{"Order Completed", "Order Cancelled", ""},
		{"Order Completed", "Order Updated", ""},
		{"Product Added", "AddToCart", inWord},
		{"Product Added", "add-to-cart", inWord},
		{"Product Added", "Product Rated", ""},
		{"Product Viewed", "View Product", inOrder},
		{"Product Viewed", "ViewContent", inWord},
		{"Product Viewed", "Product List Viewed", ""},
		{"Product Viewed", "Products Viewed", inOrder},
		{"Signed Up", "sign_up", inOrder},
		{"Signed Up", "Signed In", ""},
		{"Signed Up", "Signed Out", ""},
		{"Payment Info Entered", "zahlungsart_gewaehlt", inWord}, // ä is ae
		{"Deal Won", "Deal Now", ""},                             // short names mean what they say
		{"Page Viewed", "Cart Viewed", ""},
		{"Trial Started", "Trial Ended", ""},
		{"Booking Completed", "Termin gebucht", inWord},
		{"Order Completed", "", ""},
		{"Order Completed", "!!!", ""},
	} {
		differs, _, ok := closeness(c.planned, c.sent)
		if ok != (c.want != "") || ok && differs != c.want {
			t.Errorf("%q for %q: %q, want %q", c.sent, c.planned, differs, c.want)
		}
	}
}

func TestThePlanBesideWhatWasReceived(t *testing.T) {
	plan := []PlannedEvent{
		{Event: "Order Completed", Properties: []PlannedProperty{
			{Name: "order_id", Type: "text"}, {Name: "revenue", Type: "number"}, {Name: "currency", Type: "text"}, {Name: "products", Type: "list"},
		}},
		{Event: "Product Added"}, {Event: "Product Viewed"}, {Event: "Checkout Started"},
	}
	checked := Check(plan, map[string]bool{"Checkout Started": true}, []Seen{
		{Event: "Order Completed", Count: 40, FirstSeen: march, LastSeen: april, Properties: map[string]SeenProperty{
			"order_id": {Count: 40, Types: []string{"text"}}, "revenue": {Count: 30, Types: []string{"text", "number"}}, "currency": {Count: 10, Types: []string{"text"}},
			"products": {Count: 40}, // always null
		}},
		{Event: "Bestellung", Count: 3},
		{Event: "addToCart", Count: 5}, {Event: "product_add", Count: 9},
		{Event: "Signed In", Count: 7}, {Event: "Balloon Popped", Count: 7},
	})
	order := checked[0]
	if order.State != Received || order.Count != 40 || !order.FirstSeen.Equal(march) || !order.LastSeen.Equal(april) {
		t.Errorf("the order is %+v", order)
	}
	for i, want := range []CheckedProperty{{State: Received, Share: 1}, {State: WrongType, Share: 0.75, Received: "text"}, {State: Received, Share: 0.25}, {State: Missing}} {
		if got := order.Properties[i]; got.State != want.State || got.Share != want.Share || got.Received != want.Received {
			t.Errorf("%s is %s in %v of the calls, as %q; want %+v", got.Name, got.State, got.Share, got.Received, want)
		}
	}
	for i, want := range []struct {
		state State
		own   bool
		like  []Lookalike
	}{
		{Received, false, []Lookalike{{"Bestellung", 3, inWord}}},
		{Misspelt, false, []Lookalike{{"product_add", 9, inOrder}, {"addToCart", 5, inWord}}},
		{NotYet, false, []Lookalike{}},
		{NotYet, true, []Lookalike{}},
	} {
		if got := checked[i]; got.State != want.state || got.Own != want.own || !slices.Equal(got.Lookalikes, want.like) {
			t.Errorf("%s: %s, own %v, like %v", got.Event, got.State, got.Own, got.Lookalikes)
		}
	}
}

// However a name of the plan is written, it is recognised.
func TestAnyWayOfWritingIsRecognised(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kit := rapid.SampledFrom(All()).Draw(t, "kit")
		planned := rapid.SampledFrom(kit.Plan).Draw(t, "event")
		words := strings.Fields(planned.Event)
		for i, word := range words {
			words[i] = rapid.SampledFrom([]func(string) string{strings.ToLower, strings.ToUpper, func(s string) string { return s }}).Draw(t, "case")(word)
		}
		sent := strings.Join(words, rapid.SampledFrom([]string{" ", "_", "-", ".", "  ", ": "}).Draw(t, "separator"))
		checked := find(t, Check(kit.Plan, nil, []Seen{{Event: sent, Count: 1}}), planned.Event)
		if sent == planned.Event {
			if checked.State != Received || len(checked.Lookalikes) > 0 {
				t.Fatalf("%q is %s", sent, checked.State)
			}
			return
		}
		if checked.State != Misspelt || checked.Lookalikes[0].Name != sent || checked.Lookalikes[0].Differs != inWriting {
			t.Fatalf("%q for %q: %s %v", sent, planned.Event, checked.State, checked.Lookalikes)
		}
	})
}

// What must hold whatever was received: every row keeps its place, a name is
// taken for at most one planned event, and never one that is planned or has a
// meaning of its own.
func TestChecksOfAnything(t *testing.T) {
	name := rapid.OneOf(rapid.String(), rapid.SampledFrom(everyName()), rapid.Map(rapid.SampledFrom(everyName()), func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) {
				return -1
			}
			return r
		}, s)
	}))
	rapid.Check(t, func(t *rapid.T) {
		kit := rapid.SampledFrom(All()).Draw(t, "kit")
		seen := rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) Seen {
			return Seen{Event: name.Draw(t, "name"), Count: rapid.Int64Range(1, 5).Draw(t, "count")}
		}), 0, 12, func(s Seen) string { return s.Event }).Draw(t, "seen")
		checked := Check(kit.Plan, nil, seen)
		taken := map[string]bool{}
		for i, c := range checked {
			if c.Event != kit.Plan[i].Event {
				t.Fatalf("row %d is %q, want %q", i, c.Event, kit.Plan[i].Event)
			}
			there := slices.ContainsFunc(seen, func(s Seen) bool { return s.Event == c.Event })
			if (c.State == Received) != there || (c.State == Misspelt) != (!there && len(c.Lookalikes) > 0) {
				t.Fatalf("%q is %s", c.Event, c.State)
			}
			for _, like := range c.Lookalikes {
				if taken[like.Name] || isKnownName(like.Name) {
					t.Fatalf("%q is taken for %q", like.Name, c.Event)
				}
				taken[like.Name] = true
			}
		}
	})
}

func find(t *rapid.T, checked []Checked, name string) Checked {
	for _, c := range checked {
		if c.Event == name {
			return c
		}
	}
	t.Fatalf("%q is not in the plan", name)
	return Checked{}
}

func everyName() (names []string) {
	for name, others := range synonyms() {
		names = append(append(names, name), others...)
	}
	slices.Sort(names)
	return names
}

// A canonical name is no misspelling of another canonical one, in any kit.
func TestCanonicalNamesAreFarApart(t *testing.T) {
	for name := range synonyms() {
		for other, list := range synonyms() {
			for _, synonym := range list {
				if synonym == name && other != name {
					t.Errorf("%q is canonical and a synonym of %q", name, other)
				}
			}
		}
	}
}

func TestCodeIsWhatThePlanSays(t *testing.T) {
	code := CodeFor(PlannedEvent{Event: `Ann's "Order"`, Properties: []PlannedProperty{
		{Name: "order_id", Type: "text", Example: json.RawMessage(`"1001"`)},
		{Name: "gift wrap", Type: "boolean"},
		{Name: "products", Type: "list", Example: json.RawMessage(`[{"name":"a \"b\": <c>","price":59.90}]`)},
	}})
	if want := "wend.track(\"Ann's \\\"Order\\\"\", {\n  order_id: \"1001\",\n  \"gift wrap\": true,\n  products: [{ name: \"a \\\"b\\\": <c>\", price: 59.90 }],\n});"; code.Browser != want {
		t.Errorf("for the browser:\n%s\nwant\n%s", code.Browser, want)
	}
	for _, part := range []string{"curl -u WRITE_KEY:", "BASE_URL/v1/track", `"event": "Ann'\''s \"Order\""`, `"gift wrap": true`} {
		if !strings.Contains(code.Server, part) {
			t.Errorf("for a server:\n%s\nlacks %s", code.Server, part)
		}
	}
	if page := CodeFor(PlannedEvent{Event: "Page Viewed", Type: "page"}); !strings.Contains(page.Server, "/v1/page") || !strings.Contains(page.Browser, "wend.page()") {
		t.Errorf("a page view is %+v", page)
	}
	if bare := CodeFor(PlannedEvent{Event: "Signed In"}); bare.Browser != `wend.track("Signed In");` || strings.Contains(bare.Server, "properties") {
		t.Errorf("an event without properties is %+v", bare)
	}
}
