package bench

import (
	"bytes"
	"strings"
	"testing"

	"wend/internal/journey"
	"wend/internal/understand/funnel"
)

func TestSyntheticHistoryIsAsDescribed(t *testing.T) {
	size := Size{Events: 60_000, Customers: 6000, Seed: 3}
	ix, _, err := Build(t.Context(), size, StageModel())
	if err != nil {
		t.Fatal(err)
	}
	st := ix.Stats()
	if st.Events != 60_000 || st.Customers < 4000 || st.Sessions < st.Events/10 || st.Sessions > st.Events/2 {
		t.Errorf("%+v", st)
	}
	for _, kind := range kinds {
		if _, ok := ix.EventCode(kind.name); !ok {
			t.Errorf("no %s among %d events", kind.name, st.Events)
		}
	}
	most := 0
	for c := range journey.Customer(size.Customers + 1) {
		ix.View(c, func(j journey.Journey) { most = max(most, j.Hi-j.Lo) })
	}
	if most < 100 {
		t.Errorf("the busiest customer did %d things: that is not skewed", most)
	}
	again, _, err := Build(t.Context(), size, StageModel())
	if err != nil {
		t.Fatal(err)
	}
	for i, q := range Questions() {
		a, err := q.Ask(t.Context(), ix)
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 && a.(funnel.Answer).Steps[2].Count == 0 {
			t.Errorf("nobody comes through the funnel: %s", Text(a))
		}
		b, err := q.Ask(t.Context(), again)
		if err != nil {
			t.Fatal(err)
		}
		if x, y := withoutTime(Text(a)), withoutTime(Text(b)); x != y {
			t.Errorf("%s: one seed, two answers", q.Name)
		}
	}
}

// withoutTime cuts an answer where it begins to say how long it took.
func withoutTime(text string) string {
	before, _, _ := strings.Cut(text, `"took_ms"`)
	return before
}

func TestQueryReports(t *testing.T) {
	var out bytes.Buffer
	if err := Query(t.Context(), &out, Size{Events: 20_000, Customers: 2000}, 1); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"GB/s", "bytes of memory an event", "funnel of 5 steps", "paths of sessions", "stages and moves"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the report says nothing of %q:\n%s", want, out.String())
		}
	}
}
