package funnel

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/journey/journeytest"
	"wend/internal/understand/query"
	"wend/internal/understand/querytest"
)

// otherPolicy lists the published cases whose product answers another question
// than the contract asks; docs/funnel-cases.md gives each one's reason.
var otherPolicy = map[string]string{
	"exclusion-no-end-event":                     "an excluded customer leaves every step; here the attempt keeps its depth",
	"exclusion-both-attempts-hit":                "an excluded customer leaves every step; here the attempt keeps its depth",
	"exclusion-between-two-steps":                "an excluded customer leaves every step; here the attempt keeps its depth",
	"exclusion-steps-0-1":                        "an excluded customer leaves every step; here the attempt keeps its depth",
	"exclusion-steps-1-2":                        "an excluded customer leaves every step; here the attempt keeps its depth",
	"exclusion-steps-3-4":                        "an excluded customer leaves every step; here the attempt keeps its depth",
	"exclusion-two-events":                       "an excluded customer leaves every step; here the attempt keeps its depth",
	"unordered-exclusion":                        "exclusions of an unordered funnel are refused",
	"unordered-exclusion-after-completion":       "exclusions of an unordered funnel are refused",
	"unordered-exclusion-inside":                 "exclusions of an unordered funnel are refused",
	"breakdown-unordered-all-events-attribution": "a customer stands under one value, that of the deepest attempt",
	"wf-dedup":                "there is no order in which a repeated step ends the chain",
	"wf-dedup-revisit":        "there is no order in which a repeated step ends the chain",
	"wf-strict_order-users":   "strict_order passes over repeats of a step; strict does not",
	"wf-strict-increase":      "events at one time keep their order of receipt and may be two steps",
	"wf-one-event-many-steps": "one event matches one step",
}

// published reads a file of the reference data where it lies.
func published(t *testing.T, name string, into any) {
	t.Helper()
	raw, err := os.ReadFile("../../../../shared/data/funnels/" + name)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the reference data is not beside this checkout")
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		t.Fatal(err)
	}
}

// funnelCase is a case of funnel_cases.json.
type funnelCase struct {
	ID         string            `json:"id"`
	Mode       string            `json:"mode"`
	Window     int64             `json:"window_seconds"`
	Steps      []json.RawMessage `json:"steps"`
	Events     [][]any           `json:"events"`
	Where      map[string]any    `json:"global_where"`
	SamePerson map[string]string `json:"same_person"`
	Exclusions []struct {
		Event    string
		From, To int
	} `json:"exclusions"`
	Breakdown string          `json:"breakdown"`
	Expected  json.RawMessage `json:"expected"`
	Averages  json.RawMessage `json:"average_conversion_seconds"`
}

// definition restates the case as a request.
func (c funnelCase) definition(t *testing.T) Definition {
	d := Definition{Order: c.Mode, Window: fmt.Sprintf("%ds", c.Window)}
	d.From, d.To = "2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z"
	d.Where = filters(t, c.Where)
	for _, raw := range c.Steps {
		var step struct {
			Event *string
			Where map[string]any
		}
		if raw[0] == '"' {
			step.Event = new(string)
			must(t, json.Unmarshal(raw, step.Event))
		} else {
			must(t, json.Unmarshal(raw, &step))
		}
		s := Step{Selector: query.Selector{Event: query.AnyEvent, Where: filters(t, step.Where)}}
		if step.Event != nil {
			s.Event = *step.Event
		}
		d.Steps = append(d.Steps, s)
	}
	for _, x := range c.Exclusions {
		d.Exclude = append(d.Exclude, Exclusion{query.Selector{Event: x.Event}, []int{x.From + 1, x.To + 1}})
	}
	if c.Breakdown != "" {
		d.Breakdown = &Breakdown{Property: "properties." + c.Breakdown}
	}
	return d
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func filters(t *testing.T, where map[string]any) []event.Filter {
	var list []event.Filter
	for key, value := range where {
		f := event.Filter{Property: "properties." + key, Op: "eq"}
		if ops, ok := value.(map[string]any); ok {
			for op, v := range ops {
				f.Op, value = op, v
			}
		}
		raw, err := json.Marshal(value)
		must(t, err)
		f.Value = raw
		list = append(list, f)
	}
	return list
}

// index files the case's events; people appear in the list's order.
func (c funnelCase) index() (*journey.Index, map[journey.Customer][]string) {
	numbers, people := map[string]journey.Customer{}, map[journey.Customer][]string{}
	var events []journeytest.Event
	for _, e := range c.Events {
		id, _ := e[0].(string)
		person := id
		if p, ok := c.SamePerson[id]; ok {
			person = p
		}
		n, known := numbers[person]
		if !known {
			n = journey.Customer(len(numbers) + 1)
			numbers[person] = n
		}
		if !slices.Contains(people[n], id) {
			people[n] = append(people[n], id)
		}
		made := journeytest.Event{Customer: n, Name: e[1].(string)}
		made.Time = querytest.Origin.UnixMilli() + int64(math.Round(e[2].(float64)*60_000))
		if len(e) > 3 {
			made.Properties = e[3].(map[string]any)
		}
		events = append(events, made)
	}
	return journeytest.New(events).Index, people
}

func TestPublishedFunnels(t *testing.T) {
	var file struct {
		Cases      []funnelCase `json:"cases"`
		Breakdowns []funnelCase `json:"breakdowns"`
	}
	published(t, "funnel_cases.json", &file)
	for _, c := range file.Cases {
		t.Run(c.ID, func(t *testing.T) {
			var want struct {
				Counts   []int64             `json:"counts"`
				Users    map[string][]string `json:"users_at_step"`
				Averages map[string]float64  `json:"average_conversion_seconds"`
			}
			must(t, json.Unmarshal(c.Expected, &want))
			d := c.definition(t)
			ix, people := c.index()
			a, err := Run(t.Context(), ix, d)
			var got []int64
			for _, s := range a.Steps {
				got = append(got, s.Count)
			}
			if reason, other := otherPolicy[c.ID]; other {
				if err == nil && slices.Equal(got, want.Counts) {
					t.Errorf("agrees after all: %s", reason)
				}
				return
			}
			if err != nil || !slices.Equal(got, want.Counts) {
				t.Fatalf("got %v, %v; want %v", got, err, want.Counts)
			}
			for step, users := range want.Users {
				checkUsers(t, ix, d, step, users, people)
			}
			for step, average := range want.Averages {
				// Of one or two people the mean is the median.
				var k int
				fmt.Sscan(step, &k)
				if m := a.Steps[k-1].MedianSeconds; m == nil || math.Abs(*m-average) > 1e-6 {
					t.Errorf("step %s took %v, want %v", step, m, average)
				}
			}
		})
	}
	for _, c := range file.Breakdowns {
		t.Run(c.ID, func(t *testing.T) {
			var want map[string][]int64
			must(t, json.Unmarshal(c.Expected, &want))
			ix, _ := c.index()
			a, err := Run(t.Context(), ix, c.definition(t))
			must(t, err)
			got := map[string][]int64{}
			for _, g := range a.Breakdown {
				for _, s := range g.Steps {
					got[fmt.Sprint(g.Value)] = append(got[fmt.Sprint(g.Value)], s.Count)
				}
			}
			same := fmt.Sprint(got) == fmt.Sprint(want)
			if reason, other := otherPolicy[c.ID]; other == same {
				t.Errorf("got %v, want %v (%s)", got, want, reason)
			}
		})
	}
}

func checkUsers(t *testing.T, ix *journey.Index, d Definition, step string, users []string, people map[journey.Customer][]string) {
	t.Helper()
	var k int
	fmt.Sscan(step, &k)
	most := 1000
	behind, err := Customers(t.Context(), ix, CustomersQuestion{Definition: d, Page: query.Page{Limit: &most}, Of: Who{Step: k}})
	must(t, err)
	var got []string
	for _, c := range behind.Customers {
		got = append(got, people[c]...)
	}
	slices.Sort(got)
	slices.Sort(users)
	if !slices.Equal(got, users) {
		t.Errorf("step %s: %v, want %v", step, got, users)
	}
}

func TestPublishedRefusals(t *testing.T) {
	var file struct {
		Invalid []struct {
			ID, Mode  string
			Steps     int
			Exclusion struct{ From, To int }
		}
	}
	published(t, "funnel_cases.json", &file)
	for _, c := range file.Invalid {
		t.Run(c.ID, func(t *testing.T) {
			d := Definition{Order: c.Mode, Window: "1d"}
			for range c.Steps {
				d.Steps = append(d.Steps, Step{Selector: query.Selector{Event: "A"}})
			}
			d.Exclude = []Exclusion{{query.Selector{Event: "X"}, []int{c.Exclusion.From + 1, c.Exclusion.To + 1}}}
			pointer := "/exclude/0/between"
			if c.Mode == unordered {
				pointer = "/exclude"
			}
			querytest.Refused(t, pointer, d.Validate)
		})
	}
}

// windowCase is a case of window_funnel_cases.json.
type windowCase struct {
	ID       string             `json:"id"`
	Window   int64              `json:"window"`
	Flags    []string           `json:"flags"`
	Steps    []any              `json:"steps"`
	Users    map[string][][]any `json:"users"`
	Level    int                `json:"expected_level"`
	Expected map[string]int     `json:"expected_levels"`
	Events   [][]any            `json:"-"` // under a key with a comma, which a tag cannot name
}

func (c *windowCase) UnmarshalJSON(raw []byte) error {
	type plain windowCase
	if err := json.Unmarshal(raw, (*plain)(c)); err != nil {
		return err
	}
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(raw, &keys); err != nil || keys["events_[t,event]"] == nil {
		return err
	}
	return json.Unmarshal(keys["events_[t,event]"], &c.Events)
}

func TestPublishedWindowFunnels(t *testing.T) {
	var file struct {
		Cases []windowCase `json:"cases"`
	}
	published(t, "window_funnel_cases.json", &file)
	for _, c := range file.Cases {
		t.Run(c.ID, func(t *testing.T) {
			if c.Users == nil {
				c.Users, c.Expected = map[string][][]any{"only": c.Events}, map[string]int{"only": c.Level}
			}
			d := Definition{Window: fmt.Sprintf("%ds", c.Window)}
			d.From, d.To = "2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z"
			if strings.Contains(strings.Join(c.Flags, " "), "strict_order") {
				d.Order = strict
			}
			for _, step := range c.Steps {
				d.Steps = append(d.Steps, Step{Selector: query.Selector{Event: fmt.Sprint(step)}})
			}
			got := map[string]int{}
			for user, list := range c.Users {
				var events []journeytest.Event
				for _, e := range list {
					at := querytest.Origin.UnixMilli() + int64(e[0].(float64))*1000
					events = append(events, journeytest.Event{Customer: 1, Time: at, Name: fmt.Sprint(e[1])})
				}
				a, err := Run(t.Context(), journeytest.New(events).Index, d)
				must(t, err)
				for _, s := range a.Steps {
					got[user] += int(s.Count)
				}
			}
			same := fmt.Sprint(got) == fmt.Sprint(c.Expected)
			if reason, other := otherPolicy[c.ID]; other == same {
				t.Errorf("got %v, published %v (%s)", got, c.Expected, reason)
			}
		})
	}
}
