package maps_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"testing"
	"time"

	"wend/internal/maps"
	"wend/internal/problem"
	"wend/internal/store"
	"wend/internal/understand/conformance"
	"wend/internal/understand/query"
	"wend/internal/understand/querytest"
)

var moment = querytest.Origin.Add(2 * time.Hour)

func open(t *testing.T) *maps.Service {
	t.Helper()
	migrations, err := fs.Sub(maps.Migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	state, err := store.Open(t.Context(), t.TempDir(), store.Options{
		Migrations: []store.Migrations{{Room: "maps", FS: migrations}}, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = state.Close() })
	world := querytest.Of([]querytest.Did{
		{Customer: 1, Name: "A", Device: "mobile"}, {Customer: 1, Name: "B", Device: "mobile", After: time.Minute},
		{Customer: 2, Name: "A", Device: "desktop", After: time.Hour}})
	return maps.New(state, world.Index.Index, func() time.Time { return moment })
}

func body() maps.Body {
	return maps.Body{
		Name: " Buying ", Personas: []maps.Persona{
			{Key: "all", Name: "Everybody"},
			{Key: "buyers", Name: "Buyers", Segment: json.RawMessage(`{"event":"B"}`)},
		},
		Cells: []maps.Cell{
			{Persona: "all", Stage: "aware", Actions: []string{"looks around"}, Touchpoints: []maps.Touchpoint{{Name: "Poster"}, {Name: "Site", Selector: query.Selector{Event: "A"}}}},
			{Persona: "all", Stage: "forgotten", Pains: []string{"was a stage once"}},
		},
		Ideal: &conformance.Ideal{Steps: []conformance.Step{{Selector: query.Selector{Event: "A"}}}},
	}
}

func TestKeepsAndRestores(t *testing.T) {
	s := open(t)
	made, err := s.Put(t.Context(), "Ada", "", body())
	if err != nil || made.Name != "Buying" || made.CreatedBy != "Ada" {
		t.Fatalf("%+v, %v", made, err)
	}
	if list, next, err := s.List(t.Context(), 10, ""); err != nil || len(list) != 1 || next != "" {
		t.Fatalf("%v, %q, %v", list, next, err)
	}
	if err := s.Delete(t.Context(), made.ID); err != nil {
		t.Fatal(err)
	}
	var gone *problem.Problem
	if _, err := s.Get(t.Context(), made.ID); !errors.As(err, &gone) || gone.Status != 404 {
		t.Fatalf("a deleted map is there: %v", err)
	}
	back, err := s.Restore(t.Context(), made.ID)
	if err != nil || len(back.Body.Cells) != 2 {
		t.Fatalf("%+v, %v", back, err)
	}
	if _, err := s.Put(t.Context(), "Bob", "second", body()); err != nil {
		t.Fatal(err)
	}
	first, next, err := s.List(t.Context(), 1, "")
	if err != nil || len(first) != 1 || next == "" {
		t.Fatalf("%v, %q, %v", first, next, err)
	}
	rest, next, err := s.List(t.Context(), 1, next)
	if err != nil || len(rest) != 1 || next != "" || rest[0].ID == first[0].ID {
		t.Fatalf("%v, %q, %v", rest, next, err)
	}
}

func TestLiveNumbers(t *testing.T) {
	s := open(t)
	live, err := s.Live(t.Context(), maps.Map{Body: body()}, query.Request{
		From: querytest.Origin.Format(time.RFC3339), To: querytest.Origin.Add(24 * time.Hour).Format(time.RFC3339), Now: moment})
	if err != nil {
		t.Fatal(err)
	}
	customers := map[string]int64{}
	for _, c := range live.Cells {
		if c.Numbers != nil {
			customers[c.Persona+" "+c.Stage] = c.Numbers.Customers
		}
	}
	if customers["all aware"] != 2 || customers["buyers aware"] != 1 || customers["all decide"] != 1 {
		t.Fatalf("counted %v", customers)
	}
	if c := live.Cells[0]; c.Counts[0].Events != 0 || c.Counts[1].Customers != 2 {
		t.Fatalf("touchpoints %+v", c.Counts)
	}
	if last := live.Cells[len(live.Cells)-1]; last.Stage != "forgotten" || last.Numbers != nil {
		t.Fatalf("what was written of a stage that is gone: %+v", last)
	}
	// The words are there once, beside their numbers.
	text, err := json.Marshal(live)
	if err != nil {
		t.Fatal(err)
	}
	var shown struct{ Cells []json.RawMessage }
	if err := json.Unmarshal(text, &shown); err != nil || len(shown.Cells) != len(live.Cells) {
		t.Fatalf("%s, %v", text, err)
	}
}

func TestShowsItsOwnStagesInItsOwnOrder(t *testing.T) {
	s := open(t)
	b := body()
	b.Columns = []maps.Column{{Stage: "decide"}, {Stage: "unboxing", Name: "Unboxing"}, {Stage: "aware", Name: "Hears of us"}}
	b.Cells = append(b.Cells, maps.Cell{Persona: "buyers", Stage: "unboxing", Delights: []string{"the ribbon"}})
	made, err := s.Put(t.Context(), "Ada", "", b)
	if err != nil {
		t.Fatal(err)
	}
	live, err := s.Live(t.Context(), made, query.Request{
		From: querytest.Origin.Format(time.RFC3339), To: querytest.Origin.Add(24 * time.Hour).Format(time.RFC3339), Now: moment})
	if err != nil {
		t.Fatal(err)
	}
	if live.Stages[0].Name == "" || !live.Stages[0].Counted || live.Stages[1] != (maps.Stage{Key: "unboxing", Name: "Unboxing"}) || live.Stages[2] != (maps.Stage{Key: "aware", Name: "Hears of us", Counted: true}) {
		t.Fatalf("stages %+v", live.Stages)
	}
	for i, want := range []struct {
		stage     string
		customers int64
		counted   bool
	}{{"decide", 1, true}, {"unboxing", 0, false}, {"aware", 2, true}} {
		c := live.Cells[i]
		if c.Stage != want.stage || (c.Numbers != nil) != want.counted || (c.Mood != nil) != want.counted || want.counted && c.Numbers.Customers != want.customers {
			t.Fatalf("cell %d is %+v, want %+v", i, c, want)
		}
	}
	if c := live.Cells[2]; c.Counts[1].Customers != 2 {
		t.Fatalf("touchpoints %+v", c.Counts)
	}
	if last := live.Cells[len(live.Cells)-1]; last.Stage != "forgotten" || last.Numbers != nil {
		t.Fatalf("what was written of a stage that the map does not show: %+v", last)
	}
}

func TestRefuses(t *testing.T) {
	s := open(t)
	for pointer, change := range map[string]func(*maps.Body){
		"/name":                       func(b *maps.Body) { b.Name = " " },
		"/personas":                   func(b *maps.Body) { b.Personas = nil },
		"/personas/1/key":             func(b *maps.Body) { b.Personas[1].Key = "all" },
		"/personas/0/segment":         func(b *maps.Body) { b.Personas[0].Segment = json.RawMessage(`"vip"`) },
		"/cells/0/persona":            func(b *maps.Body) { b.Cells[0].Persona = "nobody" },
		"/cells/1":                    func(b *maps.Body) { b.Cells[1].Stage = "aware" },
		"/cells/0/actions/0":          func(b *maps.Body) { b.Cells[0].Actions[0] = "" },
		"/cells/0/touchpoints/0/name": func(b *maps.Body) { b.Cells[0].Touchpoints[0].Name = "" },
		"/cells/0/touchpoints/1/where/0/op": func(b *maps.Body) {
			_ = json.Unmarshal([]byte(`[{"property":"page","op":"like"}]`), &b.Cells[0].Touchpoints[1].Where)
		},
		"/columns/1/stage": func(b *maps.Body) { b.Columns = []maps.Column{{Stage: "aware"}, {Stage: "aware"}} },
		"/columns":         func(b *maps.Body) { b.Columns = make([]maps.Column, 31) },
		"/ideal/steps":     func(b *maps.Body) { b.Ideal.Steps = nil },
	} {
		t.Run(pointer, func(t *testing.T) {
			b := body()
			change(&b)
			_, err := s.Put(t.Context(), "Ada", "", b)
			var p *problem.Problem
			if !errors.As(err, &p) || len(p.Fields) == 0 || p.Fields[0].Pointer != pointer {
				t.Fatalf("answered %v", err)
			}
		})
	}
}
