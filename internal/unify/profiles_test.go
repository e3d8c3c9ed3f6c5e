package unify

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"wend/internal/event"
	"wend/internal/journey"
)

func identify(seq int, time int64, traits string, ids ...string) *event.Event {
	e := ordered(call(seq, event.Identify, time, ids...))
	e.Traits = []byte(traits)
	return e
}

func TestNestedTraitsAndHistory(t *testing.T) {
	w := newWorld(Decisions{})
	w.observe(
		identify(1, 10, `{"address":{"city":"Ghent","zip":9000},"plan":"free"}`, "user_id:u"),
		identify(2, 30, `{"plan":"pro"}`, "user_id:u", "anonymous_id:a"),
		identify(3, 20, `{"plan":"trial","address":{"city":"Li\u00e8ge"}}`, "anonymous_id:a"),
	)
	c, _ := w.graph.Lookup(event.UserID, "u")
	for _, want := range []struct {
		at    int64
		plan  string
		city  string
		zip   string
		count int
	}{{5, "", "", "", 0}, {10, "free", "Ghent", "9000", 2}, {25, "trial", "Liège", "", 2}, {forever, "pro", "Liège", "", 2}} {
		plan := w.profiles.TraitAt(c, []string{"plan"}, want.at)
		city := w.profiles.TraitAt(c, []string{"address", "city"}, want.at)
		zip := w.profiles.TraitAt(c, []string{"address", "zip"}, want.at)
		all := w.profiles.TraitsAt(c, want.at)
		if plan.String() != want.plan || city.String() != want.city || zip.String() != want.zip || len(all) != want.count {
			t.Errorf("at %d: plan %v, city %v, zip %v, all %s", want.at, plan, city, zip, asJSON(all))
		}
	}
	if v := w.profiles.Trait(c, nil); v.Exists() {
		t.Errorf("no key gives %v", v)
	}
	if v := w.profiles.Trait(journey.Nobody, []string{"plan"}); v.Exists() {
		t.Errorf("nobody has a plan: %v", v)
	}
}

// One set's history is bounded; what holds now is not lost with it.
func TestEndlessIdentifyCallsAreFolded(t *testing.T) {
	w := newWorld(Decisions{})
	w.observe(identify(1, 0, `{"born":"1990"}`, "user_id:u"))
	for i := range 3 * mostSayings {
		w.observe(identify(i+2, int64(i+1), fmt.Sprintf(`{"visits":%d}`, i), "user_id:u"))
	}
	c, _ := w.graph.Lookup(event.UserID, "u")
	if got := asJSON(w.profiles.Traits(c)); got != fmt.Sprintf(`{"born":"1990","visits":%d}`, 3*mostSayings-1) {
		t.Errorf("traits %s", got)
	}
	if n := len(w.profiles.record(w.rows[0].set).traits); n > mostSayings {
		t.Errorf("%d calls kept", n)
	}
}

func TestSearch(t *testing.T) {
	w := newWorld(Decisions{})
	w.observe(
		identify(1, 1, `{"name":"Zoë Müller","company":"Acme","age":37}`, "user_id:zoe", "email:zoe@example.com"),
		identify(2, 2, `{"name":"Bob"}`, "user_id:bob"),
		identify(3, 3, `{"name":"Robert","name_before":"x"}`, "user_id:bob"),
		ordered(call(4, event.Track, 4, "anonymous_id:visitor")),
	)
	find := func(query string) (names string) {
		found, next, err := w.profiles.Search(t.Context(), Search{Query: query, Rank: func(c journey.Customer) int64 { return int64(c) }})
		if err != nil || next != "" {
			t.Fatalf("%q: %v, next %q", query, err, next)
		}
		for _, c := range found {
			names += w.graph.Identifiers(c)[0].Value + " "
		}
		return names
	}
	for query, want := range map[string]string{
		"":            "visitor bob zoe ",
		"ZOE":         "zoe ",
		"example.COM": "zoe ",
		"zoë m":       "zoe ",
		"MÜLL":        "zoe ",
		"acme":        "zoe ",
		"37":          "zoe ",
		"name":        "", // a key is no value
		"robert":      "bob ",
		" visit":      "visitor ",
		"nobody":      "",
		"\"":          "",
	} {
		if got := find(query); got != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
}

func TestSearchPages(t *testing.T) {
	w := newWorld(Decisions{})
	const n = 1234
	for i := range n {
		w.observe(ordered(call(i+1, event.Track, int64(i), fmt.Sprintf("user_id:u%d", i))))
	}
	for _, rank := range []func(journey.Customer) int64{nil, func(c journey.Customer) int64 { return int64(c) % 7 }} {
		seen := map[journey.Customer]bool{}
		pages, cursor := 0, ""
		for {
			found, next, err := w.profiles.Search(t.Context(), Search{Query: "u", Limit: 100, Cursor: cursor, Rank: rank})
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range found {
				if seen[c] {
					t.Fatalf("customer %d comes twice", c)
				}
				seen[c] = true
			}
			pages++
			if cursor = next; next == "" {
				break
			}
		}
		if len(seen) != n || pages != 13 {
			t.Errorf("%d customers on %d pages", len(seen), pages)
		}
	}
	if _, _, err := w.profiles.Search(t.Context(), Search{Cursor: "nonsense"}); err == nil {
		t.Error("a cursor of nobody's is taken")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := w.profiles.Search(ctx, Search{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// Readers may ask anything while the writer learns, merges and splits.
func TestReadersBesideTheWriter(t *testing.T) {
	w := newWorld(Decisions{})
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				c, _ := w.graph.Lookup(event.UserID, fmt.Sprintf("u%d", i%50))
				w.graph.ByPublicID(w.graph.PublicID(c))
				w.graph.Merges(c)
				w.graph.Vetoed(c)
				w.graph.Identifiers(c)
				w.graph.FirstSeen(c)
				w.graph.Frozen()
				w.graph.PlanSplit(c, "")
				w.profiles.Traits(c)
				w.profiles.Trait(c, []string{"n"})
				w.profiles.Consents(c)
				if i%20 == 0 {
					w.profiles.Search(t.Context(), Search{Query: "u1"})
				}
			}
		})
	}
	for i := range 1000 {
		e := identify(i+1, int64(i*7919%1000), fmt.Sprintf(`{"n":%d}`, i), fmt.Sprintf("user_id:u%d", i%50), fmt.Sprintf("anonymous_id:a%d", i%170))
		e.Context = []byte(`{"consent":{"categoryPreferences":{"push":true}}}`)
		set, _ := w.graph.Observe(e)
		w.profiles.Apply(set, e)
		if i%100 == 0 {
			w.graph.Split(w.graph.Owner(set, e.Time), "")
		}
	}
	close(stop)
	readers.Wait()
}
