package journey_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/journey/journeytest"
	"wend/internal/problem"
)

func column(t testing.TB, ix *journey.Index, path string, zone *time.Location) journey.Column {
	p, err := event.ParsePath(path)
	if err != nil {
		t.Fatal(err)
	}
	c, err := ix.Column(t.Context(), p, zone)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// valuesOf reads a column along one customer's journey.
func valuesOf(ix *journey.Index, c journey.Customer, column journey.Column) (values []any) {
	ix.View(c, func(j journey.Journey) {
		for row := j.Lo; row < j.Hi; row++ {
			values = append(values, column.Value(column.Code(j, row)).JSON())
		}
	})
	return values
}

func TestPropertyColumnsKeepTheirValues(t *testing.T) {
	values := []any{"shoes", 12.5, true, false, nil, []any{"a", "b"}, "12.5", "", map[string]any{"k": 1}}
	var events []journeytest.Event
	for i, v := range values {
		events = append(events, journeytest.Event{Customer: 3, Time: int64(i), Name: "X", Properties: map[string]any{"p": map[string]any{"q": v}}})
	}
	events = append(events, journeytest.Event{Customer: 3, Time: 99, Name: "X"})
	ix := journeytest.New(events[:4])
	c := column(t, ix.Index, "properties.p.q", nil)
	ix.Add(events[4:]...) // the rest comes by Append
	want := `[shoes 12.5 true false <nil> ["a","b"] 12.5  {"k":1} <nil>]`
	got := valuesOf(ix.Index, 3, c)
	for i, v := range got {
		if raw, ok := v.(interface{ MarshalJSON() ([]byte, error) }); ok {
			text, _ := raw.MarshalJSON()
			got[i] = string(text)
		}
	}
	if fmt.Sprint(got) != want {
		t.Fatalf("got %v, want %v", got, want)
	}
}

func TestContextAndTraitColumns(t *testing.T) {
	ix := journeytest.New([]journeytest.Event{
		{Customer: 3, Time: 1, Name: "X", Context: map[string]any{"app": map[string]any{"version": "2.1"}}},
		{Customer: 9000, Time: 1, Name: "X"},
	}, func(o *journey.Options) { o.Traits = journeytest.Traits{3: {"plan": "pro"}} })
	if got := valuesOf(ix.Index, 3, column(t, ix.Index, "context.app.version", nil)); fmt.Sprint(got) != "[2.1]" {
		t.Error(got)
	}
	plan := column(t, ix.Index, "traits.plan", nil)
	if got := valuesOf(ix.Index, 3, plan); fmt.Sprint(got) != "[pro]" {
		t.Error(got)
	}
	if got := valuesOf(ix.Index, 9000, plan); fmt.Sprint(got) != "[<nil>]" {
		t.Error(got)
	}
}

// Codes grow from one byte to four, and nothing is mistaken for anything else.
func TestManyDistinctValues(t *testing.T) {
	const n = 70_000 + 50
	ix := journeytest.New(nil)
	c := column(t, ix.Index, "properties.id", nil)
	for i := range n {
		ix.Add(journeytest.Event{Customer: 1, Time: int64(i), Name: "X", Properties: map[string]any{"id": i}})
	}
	filled := column(t, journeytest.New(nil, func(o *journey.Options) { o.History = ix.History }).Index, "properties.id", nil)
	if filled.Size() != 1 {
		t.Fatalf("an index without events has %d values", filled.Size())
	}
	for i, v := range valuesOf(ix.Index, 1, c) {
		if v != float64(i) {
			t.Fatalf("event %d has value %v", i, v)
		}
	}
	if c.Size() != n+1 {
		t.Fatalf("%d codes", c.Size())
	}
}

func TestHoursAndWeekdaysAreThoseOfTheZone(t *testing.T) {
	zones := []string{"UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Kiritimati"}
	var events []journeytest.Event
	start := time.Date(1969, 12, 28, 0, 0, 0, 0, time.UTC)
	for i := range 3000 {
		events = append(events, journeytest.Event{Customer: 1, Time: start.Add(time.Duration(i) * 263 * time.Hour).UnixMilli(), Name: "X"})
	}
	for i := range 400 { // around a change of the clock
		events = append(events, journeytest.Event{Customer: 1, Time: time.Date(2024, 3, 30, 12, 0, 0, 0, time.UTC).Add(time.Duration(i) * 15 * time.Minute).UnixMilli(), Name: "X"})
	}
	ix := journeytest.New(events)
	for _, name := range zones {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		hour, weekday := column(t, ix.Index, "hour", zone), column(t, ix.Index, "weekday", zone)
		ix.View(1, func(j journey.Journey) {
			for row := j.Lo; row < j.Hi; row++ {
				at := time.UnixMilli(j.Columns.Time[row]).In(zone)
				wantDay := float64((int(at.Weekday())+6)%7 + 1)
				if h, d := hour.Value(hour.Code(j, row)).Num, weekday.Value(weekday.Code(j, row)).Num; h != float64(at.Hour()) || d != wantDay {
					t.Fatalf("%s: hour %v, weekday %v", at, h, d)
				}
			}
		})
	}
}

// slowHistory gives its events when told to.
type slowHistory struct {
	journeytest.History
	began   chan struct{}
	release chan struct{}
	mu      sync.Mutex
	reads   int
}

func (h *slowHistory) Events(ctx context.Context, from, to uint64, fn func(*event.Event) error) error {
	h.mu.Lock()
	h.reads++
	h.mu.Unlock()
	h.began <- struct{}{}
	select {
	case <-h.release:
		return h.History.Events(ctx, from, to, fn)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// While a column is read from history, events keep coming; two who ask for it
// cause one reading; whoever gives up does not spoil it for the other.
func TestColumnIsFilledOnceAndWithoutGaps(t *testing.T) {
	history := &slowHistory{began: make(chan struct{}, 10), release: make(chan struct{})}
	ix := journey.New(journey.Options{History: history})
	add := func(i int) {
		e := journeytest.Event{Customer: 1, Time: int64(i), Name: "X", Properties: map[string]any{"n": i % 300}}.Event(uint64(i + 1))
		ix.Append(1, 1, e)
	}
	const before = 1000
	for i := range before {
		e := journeytest.Event{Customer: 1, Time: int64(i), Name: "X", Properties: map[string]any{"n": i % 300}}.Event(uint64(i + 1))
		history.History = append(history.History, e)
		ix.Append(1, 1, e)
	}
	path := event.Path{Root: event.InProperties, Keys: []string{"n"}}
	first, giveUp := context.WithCancel(t.Context())
	gaveUp := make(chan error)
	go func() {
		_, err := ix.Column(first, path, nil)
		gaveUp <- err
	}()
	<-history.began
	columns := make(chan journey.Column, 2)
	for range 2 {
		go func() {
			c, err := ix.Column(t.Context(), path, nil)
			if err != nil {
				t.Error(err)
			}
			columns <- c
		}()
	}
	giveUp()
	if err := <-gaveUp; !errors.Is(err, context.Canceled) {
		t.Fatalf("who gave up got %v", err)
	}
	<-history.began // the next one took over
	for i := range 1000 {
		add(before + i)
	}
	close(history.release)
	for range 2 {
		c := <-columns
		for i, v := range valuesOf(ix, 1, c) {
			if v != float64(i%300) {
				t.Fatalf("event %d has value %v", i, v)
			}
		}
	}
	if history.reads != 2 {
		t.Errorf("history was read %d times", history.reads)
	}
}

func TestColumnsStayWithinTheirMemory(t *testing.T) {
	var events []journeytest.Event
	for i := range 20_000 {
		events = append(events, journeytest.Event{Customer: 1, Time: int64(i), Name: "X", Properties: map[string]any{
			"a": i % 7, "b": i % 7, "c": i % 7, "unique": fmt.Sprintf("%0100d", i),
		}})
	}
	ix := journeytest.New(events, func(o *journey.Options) { o.MemoryLimit = 80_000 })
	for _, name := range []string{"a", "b", "a", "c", "b"} {
		column(t, ix.Index, "properties."+name, nil)
	}
	_, err := ix.Column(t.Context(), event.Path{Root: event.InProperties, Keys: []string{"unique"}}, nil)
	if problem.Status(err) != 422 {
		t.Errorf("a column beyond the limit: %v", err)
	}
	// What nobody reads any more goes: two of the three fit.
	for range 1000 {
		runtime.GC()
		column(t, ix.Index, "properties.c", nil)
		if ix.Stats().Columns <= 2 {
			break
		}
	}
	if st := ix.Stats(); st.Columns > 2 {
		t.Errorf("%d columns stay", st.Columns)
	}
	// The refused one left nothing behind, and the others still answer.
	if got := valuesOf(ix.Index, 1, column(t, ix.Index, "properties.c", nil)); got[6] != 6.0 {
		t.Errorf("got %v", got[6])
	}
}

// A stage's rule holds its column; a flood of values does not grow it for ever.
func TestColumnsInUseAreBounded(t *testing.T) {
	ix := journeytest.New(nil, func(o *journey.Options) { o.MemoryLimit = 1 << 20 })
	c := column(t, ix.Index, "properties.id", nil)
	for i := range 40_000 {
		ix.Append(1, 1, journeytest.Event{Time: int64(i), Name: "X", Properties: map[string]any{"id": fmt.Sprint("value ", i)}}.Event(uint64(i+1)))
	}
	values := valuesOf(ix.Index, 1, c)
	if values[10] != "value 10" || values[len(values)-1] != journey.Other {
		t.Errorf("first %v, last %v", values[10], values[len(values)-1])
	}
	if st := ix.Stats(); st.Bytes > 8<<20 {
		t.Errorf("holds %d bytes", st.Bytes)
	}
}

func TestHostileNamesShareOneCode(t *testing.T) {
	ix := journey.New(journey.Options{})
	for i := range 1<<16 + 100 {
		ix.Append(1, 1, journeytest.Event{
			Time: int64(i), Name: fmt.Sprint("event ", i),
			Facts: event.Facts{Device: fmt.Sprint(i), Country: fmt.Sprint(i), Page: fmt.Sprint(i), Source: fmt.Sprint(i)},
		}.Event(uint64(i+1)))
	}
	if _, ok := ix.EventCode("event 70000"); ok {
		t.Error("there is no room for so many names")
	}
	ix.View(1, func(j journey.Journey) {
		if got := ix.EventName(j.Columns.Event[j.Hi-1]); got != journey.Other {
			t.Errorf("the last event is called %q", got)
		}
		if got := ix.EventName(j.Columns.Event[5]); got != "event 5" {
			t.Errorf("the fifth event is called %q", got)
		}
		for name, want := range map[string]string{"device": journey.Other, "country": journey.Other, "page": fmt.Sprint(1<<16 + 99), "source": fmt.Sprint(1<<16 + 99)} {
			c := column(t, ix, name, nil)
			if got := c.Value(c.Code(j, j.Hi-1)).Text; got != want {
				t.Errorf("the last %s is %q", name, got)
			}
		}
	})
}
