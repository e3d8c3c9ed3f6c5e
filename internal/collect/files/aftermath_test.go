package files

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"wend/internal/collect/orders"
	"wend/internal/event"
)

// forget takes out what a source brought, as undoing an import does.
func (r *memoryRoad) forget(source string) {
	left := r.events
	r.events, r.ids, r.ledger = nil, map[string]bool{}, orders.NewLedger()
	for _, e := range left {
		if e.Source != source {
			r.ids[e.MessageID] = true
			r.events = append(r.events, e)
			r.ledger.Observe(e)
		}
	}
}

var errKilled = errors.New("killed")

// mortalRoad is a road that ends under an import, or lets others go first.
type mortalRoad struct {
	road *memoryRoad
	left int  // stored groups until it ends; negative: it does not
	late bool // it ends when the last group is stored and that is not answered

	others func() // go before this many more calls
	after  int
}

func (r *mortalRoad) Accept(ctx context.Context, events []*event.Event) (int, error) {
	r.wait()
	if r.left == 0 {
		if r.late {
			_, _ = r.road.Accept(ctx, events)
		}
		return 0, errKilled
	}
	r.left--
	return r.road.Accept(ctx, events)
}

func (r *mortalRoad) Orders(ctx context.Context, ids []string) ([]orders.Known, error) {
	r.wait()
	return r.road.Orders(ctx, ids)
}

func (r *mortalRoad) wait() {
	if r.after--; r.after == -1 && r.others != nil {
		r.others()
	}
}

// standing is how an order stands when a file is exported: an amount was given
// back, all of it at once or in parts that the file tells one by one.
type standing struct {
	total, given int
	parts        []int
	cancelled    bool
}

func (s standing) row(number int) string {
	status, sum, list := "paid", "", ""
	if s.cancelled {
		status = "cancelled"
	}
	for i, part := range s.parts {
		list += fmt.Sprintf("amount:%d|date:2025-03-%02d 10:00:00;", part, i+2)
	}
	if s.parts == nil && s.given > 0 {
		sum = fmt.Sprint(s.given)
	}
	return fmt.Sprintf("%d,2025-03-01T10:00:00Z,c%d@example.com,%d,%s,%s,%s\n", number, number, s.total, status, sum, list)
}

const standingHeader = "number,time,mail,total,status,refunded,refunds\n"

var standingMap = &Map{Columns: map[string]string{"number": OrderID, "time": Time, "mail": Email, "total": Total, "status": Status, "refunded": Refunded, "refunds": Refunds}}

const ordersDrawn = 3

// drawExports draws exports of the same orders, the later the newer.
func drawExports(t *rapid.T) (exports [][ordersDrawn]standing) {
	var now [ordersDrawn]standing
	var parts [ordersDrawn][]int
	for i := range now {
		now[i].total = rapid.IntRange(0, 30).Draw(t, "total")
	}
	for range rapid.IntRange(1, 5).Draw(t, "exports") {
		for i := range now {
			if part := rapid.IntRange(-10, 12).Draw(t, "given back"); part > 0 && now[i].given+part <= now[i].total {
				now[i].given += part
				parts[i] = append(parts[i], part)
			}
			now[i].cancelled = now[i].cancelled || rapid.IntRange(0, 9).Draw(t, "cancelled") == 0
			if now[i].parts = nil; rapid.Bool().Draw(t, "one by one") {
				now[i].parts = slices.Clone(parts[i])
			}
		}
		exports = append(exports, now)
	}
	return exports
}

func writeExport(t *rapid.T, folder string, export [ordersDrawn]standing) string {
	text := standingHeader
	for i, s := range export {
		text += s.row(i)
	}
	path := filepath.Join(folder, "orders.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func importExport(ctx context.Context, path, source string, road Road) error {
	_, err := Import(ctx, path, Options{Road: road, Source: source, Kind: Orders, Map: standingMap, Rejected: path + source + ".rejected"})
	return err
}

// fact is what is stored of an order, and by whom: worth is what its events
// come to for the customer.
type fact struct{ order, name, source string }

func facts(road *memoryRoad) map[fact]int {
	sums := map[fact]int{}
	for _, e := range road.events {
		order := event.ParseValue(event.Get(e.Properties, "order_id")).String()
		amount := e.Facts.Value
		if e.Name == "Order Cancelled" {
			amount, _ = event.ParseValue(event.Get(e.Properties, "amount")).Float()
		}
		sums[fact{order, e.Name, e.Source}] += int(amount)
	}
	return sums
}

// ledgerOfCoins is the reference: every coin of an order's money has at most
// one import that told that it was given back.
type ledgerOfCoins struct {
	completed, never, cancelled string // by which import
	total                       int
	coins                       map[int]string
}

func (l *ledgerOfCoins) take(s standing, source string) {
	if l.completed == "" && l.never == "" {
		l.total = s.total
		if s.cancelled {
			l.never = source
		} else {
			l.completed = source
		}
	}
	if l.never != "" {
		return
	}
	given := s.given
	if s.cancelled {
		given = s.total
		if l.cancelled == "" {
			l.cancelled = source
		}
	}
	for coin := range given {
		if l.coins[coin] == "" {
			l.coins[coin] = source
		}
	}
}

func (l *ledgerOfCoins) undo(source string) {
	for _, by := range []*string{&l.completed, &l.never, &l.cancelled} {
		if *by == source {
			*by = ""
		}
	}
	maps.DeleteFunc(l.coins, func(_ int, by string) bool { return by == source })
}

func (l *ledgerOfCoins) facts(order string, sums map[fact]int) {
	for name, by := range map[string]string{"Order Completed": l.completed, "Order Cancelled": l.never} {
		if by != "" {
			sums[fact{order, name, by}] += l.total
		}
	}
	if l.cancelled != "" {
		sums[fact{order, "Order Cancelled", l.cancelled}] += l.total
	}
	for _, by := range l.coins {
		sums[fact{order, "Order Refunded", by}]--
	}
}

// Exports of orders as they stand, in any order, again and again, cut off and
// begun anew, some undone: what is stored is what a child with coins would say.
func TestExportsOfGrowingOrders(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		exports := drawExports(t)
		road := &memoryRoad{}
		var reference [ordersDrawn]ledgerOfCoins
		for i := range reference {
			reference[i].coins = map[int]string{}
		}
		var done []string
		for step := range rapid.IntRange(1, 8).Draw(t, "steps") {
			if len(done) > 0 && rapid.IntRange(0, 3).Draw(t, "undo") == 0 {
				source := rapid.SampledFrom(done).Draw(t, "undone")
				road.forget(source)
				for i := range reference {
					reference[i].undo(source)
				}
			} else {
				source, export := fmt.Sprint("import", step), rapid.SampledFrom(exports).Draw(t, "export")
				path := writeExport(t, folder, export)
				for range rapid.IntRange(0, 2).Draw(t, "kills") {
					mortal := &mortalRoad{road: road, left: rapid.IntRange(0, 5).Draw(t, "calls"), late: rapid.Bool().Draw(t, "late")}
					if err := importExport(t.Context(), path, source, mortal); err != nil && !errors.Is(err, errKilled) {
						t.Fatal(err)
					}
				}
				if err := importExport(t.Context(), path, source, road); err != nil {
					t.Fatal(err)
				}
				for i := range reference {
					reference[i].take(export[i], source)
				}
				done = append(done, source)
			}
			want := map[fact]int{}
			for i := range reference {
				reference[i].facts(fmt.Sprint(i), want)
			}
			if got := facts(road); !maps.Equal(got, want) {
				t.Fatalf("after step %d of %+v\ngot  %v\nwant %v", step, exports, got, want)
			}
		}
	})
}

// Several at once, each standing still anywhere while others go, some cut off
// and done again only after those: an order comes to its total less the largest
// sum that any export told, or to nothing where any told that it was cancelled.
func TestExportsAtOnce(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		exports := drawExports(t)
		road := &memoryRoad{}
		said := rapid.SliceOfN(rapid.IntRange(0, len(exports)-1), 1, 4).Draw(t, "exports")
		roads := make([]*mortalRoad, len(said))
		for i := range roads {
			roads[i] = &mortalRoad{road: road, left: rapid.IntRange(-1, 4).Draw(t, "groups"), late: rapid.Bool().Draw(t, "late"), after: rapid.IntRange(0, 6).Draw(t, "calls")}
		}
		var from func(at int)
		from = func(at int) {
			if at == len(said) {
				return
			}
			own, source := filepath.Join(folder, fmt.Sprint(at)), fmt.Sprint("import", at)
			if err := os.MkdirAll(own, 0o700); err != nil {
				t.Fatal(err)
			}
			path := writeExport(t, own, exports[said[at]])
			went := false
			roads[at].others = func() { went = true; from(at + 1) }
			err := importExport(t.Context(), path, source, roads[at])
			if !went {
				from(at + 1)
			}
			if errors.Is(err, errKilled) {
				err = importExport(t.Context(), path, source, road)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		from(0)
		got := map[string]int{}
		for f, sum := range facts(road) {
			if f.name != "Order Cancelled" {
				got[f.order] += sum
			}
		}
		for i := range ordersDrawn {
			given, cancelled := 0, false
			for _, which := range said {
				given, cancelled = max(given, exports[which][i].given), cancelled || exports[which][i].cancelled
			}
			want := exports[0][i].total - given
			if cancelled {
				want = 0
			}
			if got[fmt.Sprint(i)] != want {
				t.Fatalf("order %d of %v of %+v comes to %d, not %d: %v", i, said, exports, got[fmt.Sprint(i)], want, facts(road))
			}
		}
	})
}

// Of two that have both seen that nothing was given back, one tells parts and
// the other their sum.
func TestPartsAndTheirSumAtOnce(t *testing.T) {
	for _, parts := range [][2][]int{{{5, 7}, nil}, {nil, {5, 7}}, {{5, 7}, {3, 4, 5}}} {
		for after := range 6 {
			road, failed := &memoryRoad{}, error(nil)
			path := func(own string, parts []int) string {
				text := standingHeader + standing{total: 50, given: 12, parts: parts}.row(0)
				return write(t, own, []byte(text))
			}
			first, second := path("first.csv", parts[0]), path("second.csv", parts[1])
			slow := &mortalRoad{road: road, left: -1, after: after, others: func() { failed = importExport(t.Context(), second, "second", road) }}
			if err := errors.Join(importExport(t.Context(), first, "first", slow), failed); err != nil {
				t.Fatal(err)
			}
			sum := 0
			for f, worth := range facts(road) {
				if f.name == "Order Refunded" {
					sum += worth
				}
			}
			if sum != -12 {
				t.Errorf("%v, the second after %d calls: %d", parts, after, sum)
			}
		}
	}
}

// A cancellation that a newer export of a shop tells of takes the order's worth
// back, once; an older export brings nothing back.
func TestANewerExportBringsTheCancellation(t *testing.T) {
	const header = "Name,Email,Financial Status,Created at,Cancelled at,Total,Refunded Amount,Lineitem name,Lineitem quantity\n"
	const before, after = "#1,ada@example.com,paid,2025-03-01 10:00:00 +0100,,50,0.00,Apron,1\n", "#1,ada@example.com,voided,2025-03-01 10:00:00 +0100,2025-03-03 10:00:00 +0100,50,0.00,Apron,1\n"
	completed, cancelled := "2025-03-01T09:00 Order Completed email=ada@example.com 50.00", "2025-03-03T09:00 Order Cancelled email=ada@example.com"
	road := &memoryRoad{}
	for i, c := range []struct {
		text string
		want []string
	}{
		{before, []string{completed}}, {before, nil},
		{after, []string{cancelled, "2025-03-03T09:00 Order Refunded email=ada@example.com -50.00"}},
		{after, nil}, {before, nil}, {strings.Replace(before, "0.00", "20", 1), nil},
	} {
		if got := importText(t, road, header+c.text); !slices.Equal(got, c.want) {
			t.Errorf("%d: %q adds %q, not %q", i, c.text, got, c.want)
		}
	}
	never := &memoryRoad{}
	if got := importText(t, never, header+after); len(got) != 1 || !strings.Contains(got[0], "Order Cancelled") {
		t.Errorf("an order that was never completed: %q", got)
	}
	for _, text := range []string{after, before} {
		if got := importText(t, never, header+text); len(got) > 0 {
			t.Errorf("of an order that was never completed comes %q", got)
		}
	}
}

// A second refund of which an export tells only in its sum is the difference.
func TestASecondRefundIsTheDifference(t *testing.T) {
	const header = "Name,Email,Financial Status,Created at,Total,Refunded Amount,Lineitem name,Lineitem quantity\n#1,ada@example.com,partially_refunded,2025-03-01 10:00:00 +0100,50,"
	road := &memoryRoad{}
	for i, c := range []struct{ sum, want string }{
		{"10", "-10.00"}, {"25", "-15.00"}, {"25", ""}, {"10", ""}, {"25.10", "-0.10"}, {"0", ""}, {"50", "-24.90"},
	} {
		var got []string
		for _, one := range importText(t, road, header+c.sum+",Apron,1\n") {
			if name, amount, _ := strings.Cut(one, "email=ada@example.com "); strings.Contains(name, "Order Refunded") {
				got = append(got, amount)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%d: a sum of %s adds %q, not %q", i, c.sum, got, c.want)
		}
	}
}
