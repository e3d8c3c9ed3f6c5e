package segment_test

import (
	"errors"
	"testing"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/journey/journeytest"
	"wend/internal/problem"
	"wend/internal/segment"
)

func clock(milliseconds int64) string { return time.UnixMilli(milliseconds).UTC().Format(time.RFC3339) }

// past are traits that change with time.
type past map[journey.Customer]func(key string, at int64) event.Value

func (p past) Trait(c journey.Customer, keys []string) event.Value { return p.TraitAt(c, keys, 1<<62) }
func (p past) TraitAt(c journey.Customer, keys []string, at int64) event.Value {
	if p[c] == nil {
		return event.Value{}
	}
	return p[c](keys[0], at)
}

func find(t *testing.T, ix *journeytest.Index, rule, at string) (found []journey.Customer) {
	t.Helper()
	parsed, err := segment.Parse([]byte(rule))
	if err != nil {
		t.Fatalf("%s: %v", rule, err)
	}
	test, err := parsed.Compile(t.Context(), ix.Index, nil)
	if err != nil {
		t.Fatalf("%s: %v", rule, err)
	}
	members, err := test.Find(t.Context(), journeytest.At(at))
	if err != nil {
		t.Fatal(err)
	}
	for c := journey.Customer(1); c < 10; c++ {
		if members.Contains(c) {
			found = append(found, c)
		}
	}
	return found
}

// Traits, consent, stages and days are as they were at the moment.
func TestRulesSeeTheMoment(t *testing.T) {
	day := func(text string) int64 { return journeytest.At(text) }
	traits := past{
		1: func(key string, at int64) event.Value {
			switch {
			case key == "birthday":
				return event.TextValue("1992-02-29")
			case at < day("2024-03-10"):
				return event.TextValue("free")
			}
			return event.TextValue("pro")
		},
		2: func(string, int64) event.Value { return event.TextValue("1988-03-05T00:00:00Z") },
	}
	ix := journeytest.New(nil, func(o *journey.Options) {
		o.Traits = traits
		o.Consents = func(c journey.Customer, at int64) map[string]bool {
			return map[string]bool{"email_marketing": c == 1 && at >= day("2024-03-05")}
		}
	})
	if err := ix.SetStages(t.Context(), journey.StageModel{Stages: []journey.Stage{
		{Key: "aware", Rules: []journey.StageRule{{Event: "A"}}}, {Key: "bought", Rules: []journey.StageRule{{Event: "B"}}, Patience: "5d"},
	}}); err != nil {
		t.Fatal(err)
	}
	ix.Add(journeytest.Event{Customer: 1, Name: "A", Time: day("2024-02-01")}, journeytest.Event{Customer: 1, Name: "B", Time: day("2024-03-03")},
		journeytest.Event{Customer: 2, Name: "A", Time: day("2024-03-02")}, journeytest.Event{Customer: 3, Name: "C", Time: day("2024-03-04")})
	for _, c := range []struct {
		rule, at string
		want     []journey.Customer
	}{
		{`{"property":"traits.plan","op":"eq","value":"pro"}`, "2024-03-09", nil},
		{`{"property":"traits.plan","op":"eq","value":"pro"}`, "2024-03-10", []journey.Customer{1}},
		{`{"event":"A","where":[{"property":"traits.plan","op":"eq","value":"pro"}]}`, "2024-03-09", nil},
		{`{"event":"A","where":[{"property":"traits.plan","op":"eq","value":"pro"}]}`, "2024-03-11", []journey.Customer{1}},
		{`{"consents_to":"email_marketing"}`, "2024-03-04", nil},
		{`{"consents_to":"email_marketing"}`, "2024-03-05", []journey.Customer{1}},
		{`{"stage":["aware"]}`, "2024-03-02", []journey.Customer{1, 2}},
		{`{"stage":["aware","bought"]}`, "2024-03-05", []journey.Customer{1, 2}},
		{`{"lapsed":true}`, "2024-03-07", nil},
		{`{"lapsed":true}`, "2024-03-08", []journey.Customer{1}},
		{`{"lapsed":false}`, "2024-03-08", []journey.Customer{2, 3}},
		{`{"not":{"event":"B"}}`, "2024-02-15", []journey.Customer{1}}, // the others are not there yet
		{`{"date":"traits.birthday","anniversary":true}`, "2025-02-28", []journey.Customer{1}},
		{`{"date":"traits.birthday","anniversary":true}`, "2024-02-29", []journey.Customer{1}},
		{`{"date":"traits.birthday","anniversary":true,"in":"3d"}`, "2024-03-02", []journey.Customer{2}},
		{`{"date":"traits.birthday"}`, "2024-03-05", nil},
		{`{"property":"event","op":"eq","value":"B"}`, "2024-03-05", []journey.Customer{1}},
		{`{"all":[]}`, "2024-03-02", []journey.Customer{1, 2}},
		{`{"any":[]}`, "2024-03-02", nil},
		{`{"event":"never"}`, "2024-03-05", nil},
		{`{"event":"*","count":{"op":"eq","value":2}}`, "2024-03-05", []journey.Customer{1}},
	} {
		got := find(t, ix, c.rule, c.at)
		if len(got) != len(c.want) {
			t.Errorf("%s on %s: %v, not %v", c.rule, c.at, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s on %s: %v, not %v", c.rule, c.at, got, c.want)
			}
		}
	}
}

// What cannot be meant is refused with the place.
func TestRefusals(t *testing.T) {
	for rule, pointer := range map[string]string{
		`[]`:                                   "",
		`{}`:                                   "",
		`{"colour":"red"}`:                     "",
		`{"all":[{"event":"A"},{"event":""}]}`: "/all/1/event",
		`{"event":"A","stage":["x"]}`:          "",
		`{"event":"A","colour":1}`:             "/colour",
		`{"event":"A","within":"3"}`:           "/within",
		`{"event":"A","count":{"op":"contains","value":2}}`:                                    "/count/op",
		`{"event":"A","sum":"properties.n"}`:                                                   "/op",
		`{"event":"A","sum":"traits.n","op":"gt","value":1}`:                                   "/sum",
		`{"event":"A","first":{"op":"gte","value":"yesterday"}}`:                               "/first/value",
		`{"event":"A","where":[{"property":"nothing","op":"eq","value":1}]}`:                   "/where/0/property",
		`{"not":{"property":"traits.x","op":"like","value":1}}`:                                "/not/op",
		`{"sequence":[{"event":"A","absent":true}]}`:                                           "/sequence/0/absent",
		`{"sequence":[{"event":"A"},{"event":"B","after":"1h"}]}`:                              "/sequence/1/after",
		`{"sequence":[{"event":"A"},{"event":"B","absent":true},{"event":"C"},{"event":"D"}]}`: "/sequence/1/absent",
		`{"date":"device"}`:  "/date",
		`{"in_segment":"x"}`: "/in_segment", `{"rfm":"champions"}`: "/rfm", `{"engagement":[]}`: "/engagement", `{"prefers_channel":"pigeon"}`: "/prefers_channel",
		`{"stage":"decision"}`: "/stage",
	} {
		_, err := segment.Parse([]byte(rule))
		var p *problem.Problem
		if !errors.As(err, &p) || len(p.Fields) == 0 || p.Fields[0].Pointer != pointer {
			t.Errorf("%s: %v, which should point at %q", rule, err, pointer)
		}
	}
	parsed, err := segment.Parse([]byte(`{"not":{"stage":["nowhere"]}}`))
	if err != nil {
		t.Fatal(err)
	}
	var p *problem.Problem
	if _, err := parsed.Compile(t.Context(), journeytest.New(nil).Index, nil); !errors.As(err, &p) || p.Fields[0].Pointer != "/not/stage" {
		t.Errorf("an unknown stage: %v", err)
	}
	// An index that was opened without standings knows none.
	for _, rule := range []string{`{"rfm":["champions"]}`, `{"engagement":["high"]}`, `{"prefers_channel":"email"}`} {
		parsed, err := segment.Parse([]byte(rule))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := parsed.Compile(t.Context(), journeytest.New(nil).Index, nil); !errors.As(err, &p) || p.Status != 422 {
			t.Errorf("%s: %v", rule, err)
		}
	}
}

// Whatever comes in is read or refused in words.
func FuzzParse(f *testing.F) {
	for _, rule := range []string{
		`{"all":[{"event":"A","within":"90d","count":{"op":"gte","value":2}},{"not":{"property":"traits.plan","op":"eq","value":"pro"}}]}`,
		`{"sequence":[{"event":"A"},{"event":"B","absent":true,"after":"1h"}],"within":"2d"}`, `{"date":"traits.b","in":"1d"}`, `{"event":"A","last":{"op":"between","value":["2024-01-01T00:00:00Z","2024-02-01T00:00:00Z"]}}`,
		`{"stage":["a"]}`, `{"lapsed":true}`, `{"consents_to":"email_marketing"}`,
		`{"rfm":["champions"]}`, `{"engagement":["high"]}`, `{"prefers_channel":"email"}`,
	} {
		f.Add([]byte(rule))
	}
	ix := journeytest.New([]journeytest.Event{{Customer: 1, Name: "A", Time: 1}})
	f.Fuzz(func(t *testing.T, raw []byte) {
		rule, err := segment.Parse(raw)
		if err == nil {
			var test *segment.Test
			if test, err = rule.Compile(t.Context(), ix.Index, nil); err == nil {
				_, err = test.Find(t.Context(), 5)
			}
		}
		var p *problem.Problem
		if err != nil && (!errors.As(err, &p) || p.Status >= 500) {
			t.Errorf("%v", err)
		}
	})
}
