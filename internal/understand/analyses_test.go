package understand_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"wend/internal/journey"
	"wend/internal/problem"
	"wend/internal/understand"
	"wend/internal/understand/querytest"
)

func ask(t testing.TB, w *querytest.World, name, body string) (string, error) {
	t.Helper()
	for _, a := range understand.Analyses {
		if a.Name != name {
			continue
		}
		answer, err := a.Run(context.Background(), w.Index.Index, []byte(body))
		if err != nil {
			return "", err
		}
		raw, err := json.Marshal(answer)
		if err != nil {
			t.Fatal(err)
		}
		var shown map[string]any
		if err := json.Unmarshal(raw, &shown); err != nil {
			t.Fatal(err)
		}
		if _, ok := shown["took_ms"].(float64); !ok {
			t.Errorf("%s does not say how long it took", name)
		}
		delete(shown, "took_ms")
		raw, _ = json.Marshal(shown)
		return string(raw), nil
	}
	t.Fatalf("there is no %s", name)
	return "", nil
}

const span = `"from":"2024-03-30T00:00:00Z","to":"2024-04-01T00:00:00Z"`

// The shapes of the contract, nulls and empty lists included.
func TestAnswersHaveTheContractsShape(t *testing.T) {
	w := querytest.Of([]querytest.Did{
		{Customer: 1, Name: "A", Page: "/", Device: "mobile"},
		{Customer: 1, Name: "B", Page: "/b", After: 90 * time.Second},
		{Customer: 2, Name: "A", After: time.Hour},
		{Customer: journey.Nobody, Name: "A"},
	})
	for _, c := range []struct{ name, body, want string }{
		{"trend", `{` + span + `,"series":[{"event":"A","measure":"count"},{"event":"A","measure":"avg:value"}],"timezone":"Europe/Berlin"}`,
			`{"scanned":{"customers":2,"events":4},"series":[{"breakdown":null,"event":"A","measure":"count","name":"A","values":[3,0,0]},{"breakdown":null,"event":"A","measure":"avg:value","name":"A","values":[null,null,null]}],` +
				`"times":["2024-03-30T00:00:00+01:00","2024-03-31T00:00:00+01:00","2024-04-01T00:00:00+02:00"]}`},
		{"funnel", `{` + span + `,"steps":[{"event":"A"},{"event":"B","name":"Bought"}]}`,
			`{"breakdown":[],"scanned":{"customers":2,"events":3},"steps":[{"count":2,"interval":null,"median_seconds":null,"name":"A","rate":1,"step_interval":null,"step_rate":1},{"count":1,"interval":null,"median_seconds":90,"name":"Bought","rate":0.5,"step_interval":null,"step_rate":0.5}]}`},
		{"funnel", `{` + span + `,"steps":[{"event":"never"},{"event":"A"}]}`,
			`{"breakdown":[],"scanned":{"customers":2,"events":3},"steps":[{"count":0,"interval":null,"median_seconds":null,"name":"never","rate":0,"step_interval":null,"step_rate":0},{"count":0,"interval":null,"median_seconds":null,"name":"A","rate":0,"step_interval":null,"step_rate":0}]}`},
		{"funnel", `{` + span + `,"steps":[{"event":"A"}],"breakdown":{"property":"device"}}`,
			`{"breakdown":[{"difference":null,"steps":[{"count":1,"interval":null,"median_seconds":null,"name":"A","rate":1,"step_interval":null,"step_rate":1}],"value":"mobile"},{"difference":null,"steps":[{"count":1,"interval":null,"median_seconds":null,"name":"A","rate":1,"step_interval":null,"step_rate":1}],"value":null}],"scanned":{"customers":2,"events":3},"steps":[{"count":2,"interval":null,"median_seconds":null,"name":"A","rate":1,"step_interval":null,"step_rate":1}]}`},
		{"paths", `{` + span + `,"by":"page"}`,
			`{"exits":[{"count":1,"id":"1:/b","interval":null}],"links":[{"count":1,"interval":null,"median_seconds":90,"source":"0:/","target":"1:/b"}],"nodes":[{"count":1,"depth":0,"id":"0:/","name":"/"},{"count":1,"depth":1,"id":"1:/b","name":"/b"}],"scanned":{"customers":2,"events":3}}`},
		{"paths", `{` + span + `,"end":{"event":"never"}}`, `{"exits":[],"links":[],"nodes":[],"scanned":{"customers":2,"events":3}}`},
		{"retention", `{` + span + `,"period":"day","periods":3,"cohort":{"event":"A"},"return":{"event":"B"}}`,
			`{"cohorts":[{"size":2,"start":"2024-03-30T00:00:00Z","values":[1,0,null]},{"size":0,"start":"2024-03-31T00:00:00Z","values":[0,null,null]}],` +
				`"intervals":[{"high":0.9054687942657693,"low":0.09453120573423074},{"high":0.6576197724933468,"low":0},null],"rates":[0.5,0,null],"scanned":{"customers":2,"events":3}}`},
		{"attribution", `{` + span + `,"conversion":{"event":"B"},"models":["last","markov"]}`,
			`{"conversions":1,"disagreements":[{"high":1,"high_model":"last","low":1,"low_model":"last","reason":"The models agree.","touch":"Direct"}],"enough":false,"foreign_costs":[],` +
				`"models":{"last":[{"conversions":1,"cost":null,"roi":null,"touch":"Direct","value":0}],"markov":[{"conversions":1,"cost":null,"roi":null,"touch":"Direct","value":0}]},` +
				`"other_paths":{"conversions":0,"nulls":0,"value":0},"paths":[{"conversions":1,"nulls":1,"path":["Direct"],"value":0}],"removal_effects":[{"effect":1,"interval":null,"touch":"Direct"}],"scanned":{"customers":2,"events":3},"value":0}`},
		{"attribution", `{` + span + `,"conversion":{"event":"A"},"touch":"properties.ad","models":["first"]}`,
			`{"conversions":2,"disagreements":[],"enough":false,"foreign_costs":[],"models":{"first":[{"conversions":2,"cost":null,"roi":null,"touch":null,"value":0}]},` +
				`"other_paths":{"conversions":0,"nulls":0,"value":0},"paths":[{"conversions":2,"nulls":0,"path":[],"value":0}],"removal_effects":[],"scanned":{"customers":2,"events":3},"value":0}`},
		{"landing", `{` + span + `,"goal":{"event":"B"}}`,
			`{"lines":[{"bounce_rate":null,"bounces":0,"conversion_rate":null,"conversions":1,"converted":1,"duration":null,"engaged":1,"engagement_rate":null,"enough":false,"name":"/","sessions":1,"value":0},` +
				`{"bounce_rate":null,"bounces":1,"conversion_rate":null,"conversions":0,"converted":0,"duration":null,"engaged":0,"engagement_rate":null,"enough":false,"name":null,"sessions":1,"value":0}],"scanned":{"customers":2,"events":3},` +
				`"site":{"bounce_rate":null,"bounces":1,"conversion_rate":null,"conversions":1,"converted":1,"duration":null,"engaged":1,"engagement_rate":null,"enough":false,"name":null,"sessions":2,"value":0}}`},
		{"stages", `{` + span + `}`,
			`{"scanned":{"customers":2,"events":3},"stages":[{"customers":1,"entered":2,"key":"aware","lapsed":1,"lapsed_interval":null,"median_seconds":90,"name":"Awareness"},{"customers":1,"entered":1,"key":"decide","lapsed":0,"lapsed_interval":null,"median_seconds":null,"name":"Decision"},{"customers":0,"entered":0,"key":"loyal","lapsed":0,"lapsed_interval":null,"median_seconds":null,"name":"Loyalty"}],` +
				`"transitions":[{"customers":2,"from":"start","interval":null,"median_seconds":null,"rate":1,"to":"aware"},{"customers":1,"from":"aware","interval":null,"median_seconds":90,"rate":0.5,"to":"decide"},{"customers":1,"from":"aware","interval":null,"median_seconds":1800,"rate":0.5,"to":"lapsed"}]}`},
	} {
		got, err := ask(t, w, c.name, c.body)
		if err != nil || got != c.want {
			t.Errorf("%s %s: %v\ngot  %s\nwant %s", c.name, c.body, err, got, c.want)
		}
	}
}

// Asked with GA4's name, a series counts the canonical event.
func TestQueriesTakeEitherName(t *testing.T) {
	w := querytest.Of([]querytest.Did{{Customer: 1, Name: "purchase"}, {Customer: 1, Name: "Order Completed"}})
	for _, name := range []string{"purchase", "Order Completed"} {
		got, err := ask(t, w, "trend", `{`+span+`,"interval":"month","series":[{"event":"`+name+`"}]}`)
		want := `{"scanned":{"customers":1,"events":2},"series":[{"breakdown":null,"event":"` + name + `","measure":"count","name":"` + name + `","values":[2]}],"times":["2024-03-01T00:00:00Z"]}`
		if err != nil || got != want {
			t.Errorf("got %s, %v\nwant %s", got, err, want)
		}
	}
}

// A question whose asker has gone ends, and says so.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	w := querytest.Of([]querytest.Did{{Customer: 1, Name: "A"}})
	for _, a := range understand.Analyses {
		body := map[string]string{"trend": `{"series":[{}]}`, "funnel": `{"steps":[{"event":"A"}]}`, "retention": `{"cohort":{"event":"A"},"return":{"event":"A"}}`, "attribution": `{"conversion":{"event":"A"}}`, "rfm": `{"event":"A"}`, "friction": `{"goal":{"event":"A"}}`, "conformance": `{"ideal":{"steps":[{"event":"A"}]}}`, "compare": `{"a":{"event":"A"}}`}[a.Name]
		if body == "" {
			body = `{}`
		}
		if _, err := a.Run(ctx, w.Index.Index, []byte(body)); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", a.Name, err)
		}
	}
}

// Whatever is asked is answered, or refused in words.
func FuzzAnalyses(f *testing.F) {
	for _, body := range []string{
		`{` + span + `,"series":[{"event":"A","measure":"p95:value","where":[{"property":"device","op":"in","value":["mobile"]}]}],"breakdown":"page","interval":"week","timezone":"Asia/Tokyo"}`,
		`{` + span + `,"steps":[{"events":["A","B"]},{"event":"*"}],"order":"unordered","window":"7d","unit":"session","breakdown":{"property":"properties.x","at":"step:2"}}`,
		`{` + span + `,"steps":[{"event":"A"},{"event":"B"}],"exclude":[{"event":"C","between":[1,2]}]}`,
		`{` + span + `,"by":"page","start":{"event":"A"},"end":{"where":[{"property":"page","op":"matches","value":"^/b"}]},"unit":"customer","depth":3,"top":1}`,
		`{` + span + `,"cohort":{"event":"A"},"return":{"event":"*"},"period":"day","periods":2,"entry":"every"}`,
		`{` + span + `,"conversion":{"event":"B"},"touch":"page","milestones":[{"event":"A"},{"event":"B"}],"markov_order":3,"lookback":"1h","half_life":"1d","top":1}`,
		`{` + span + `,"goal":{"events":["A","B"]},"value":"properties.x","by":"referrer_host"}`,
		`{` + span + `,"event":"A","value":"properties.x"}`,
		`{` + span + `,"series":[{"event":"A","measure":"customers"}],"country":"DE","dimensions":["properties.x"]}`,
		`{` + span + `,"a":{"event":"A"},"b":{"property":"device","op":"exists"},"goal":{"event":"B"},"properties":["traits.x","properties.y"]}`,
		`{` + span + `,"goal":{"event":"B"},"top":0.5,"measure":"conversions","properties":["traits.x","properties.y"]}`, `{"best":{"event":"A"}}`,
		`{}`, `null`, `[`, `{"from":"9999-12-31T23:59:59Z","to":"0001-01-01T00:00:00Z"}`,
		`{"from":"0001-01-01T00:00:00Z","to":"9999-12-31T23:59:59Z","series":[{}],"interval":"month"}`,
	} {
		f.Add([]byte(body))
	}
	w := querytest.Of([]querytest.Did{
		{Customer: 1, Name: "A", Page: "/", Device: "mobile"}, {Customer: 1, Name: "B", Page: "/b", After: time.Minute},
		{Customer: 2, Name: "A", After: time.Hour}, {Name: "A"},
	})
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, a := range understand.Analyses {
			answer, err := a.Run(t.Context(), w.Index.Index, body)
			var p *problem.Problem
			if err != nil && (!errors.As(err, &p) || p.Status >= 500) {
				t.Errorf("%s: %v", a.Name, err)
			}
			if err == nil {
				if _, err := json.Marshal(answer); err != nil {
					t.Errorf("%s: %v", a.Name, err)
				}
			}
		}
	})
}

// Whatever list of customers is asked for is answered, or refused in words.
func FuzzCustomers(f *testing.F) {
	for _, body := range []string{
		`{` + span + `,"series":[{"event":"A","measure":"sum:value"}],"breakdown":"page","of":{"series":0,"time":"2024-03-30T00:00:00Z","value":null}}`,
		`{` + span + `,"steps":[{"event":"A"},{"event":"*"}],"unit":"session","breakdown":{"property":"device"},"of":{"step":2,"left":true,"value":"(other)"},"limit":1,"cursor":"z"}`,
		`{` + span + `,"by":"page","end":{"event":"B"},"of":{"node":"-1:/","next":"0:/b"}}`,
		`{` + span + `,"goal":{"event":"A"},"of":{"name":"/","did":"bounced"}}`, `{` + span + `,"conversion":{"event":"A"},"touch":"page","of":{"touch":"/","nulls":true}}`,
		`{` + span + `,"event":"A","of":{"segment":"lost","recency":1}}`,
		`{` + span + `,"series":[{"event":"A"}],"of":{"metric":"A","day":"2024-03-30","last":"2024-03-31","driver":{"property":"page","value":"/"}}}`,
		`{` + span + `,"a":{"event":"A"},"of":{"group":"b","property":"device","value":"mobile"}}`,
		`{` + span + `,"goal":{"event":"B"},"of":{"group":"others","property":"first_week_visits","value":"one"}}`,
		`{"of":{"from":"start","to":"lapsed"}}`, `{"of":null}`, `{"of":{"value":{}}}`, `null`,
	} {
		f.Add([]byte(body))
	}
	w := querytest.Of([]querytest.Did{{Customer: 1, Name: "A", Page: "/"}, {Customer: 1, Name: "B", Page: "/b", After: time.Minute}, {Customer: 2, Name: "A"}, {Name: "A"}})
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, a := range understand.Analyses {
			if a.Customers == nil {
				continue
			}
			people, err := a.Customers(t.Context(), w.Index.Index, body)
			var p *problem.Problem
			if err != nil && (!errors.As(err, &p) || p.Status >= 500) {
				t.Errorf("%s: %v", a.Name, err)
			}
			if int64(len(people.Customers)) > people.Total {
				t.Errorf("%s: %d of %d customers", a.Name, len(people.Customers), people.Total)
			}
		}
	})
}
