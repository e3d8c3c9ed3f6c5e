package emotion

import (
	"math"
	"slices"
	"testing"
	"time"

	"wend/internal/journey"
	"wend/internal/journey/journeytest"
	"wend/internal/understand/querytest"
	"wend/internal/understand/sentiment"
)

// world has stages aware (A), decide (B) and loyal (C); every event after one
// of these is at its stage.
func world(t *testing.T, events ...journeytest.Event) *journey.Index {
	t.Helper()
	ix := journeytest.New(events)
	rule := func(name string) []journey.StageRule { return []journey.StageRule{{Event: name}} }
	err := ix.SetStages(t.Context(), journey.StageModel{Stages: []journey.Stage{
		{Key: "aware", Name: "Awareness", Rules: rule("A")}, {Key: "decide", Name: "Decision", Rules: rule("B")}, {Key: "loyal", Name: "Loyalty", Rules: rule("C")}}})
	if err != nil {
		t.Fatal(err)
	}
	return ix.Index
}

func at(c int, minutes int, name string, properties map[string]any) journeytest.Event {
	return journeytest.Event{Customer: journey.Customer(c), Time: querytest.Origin.Add(time.Duration(minutes) * time.Minute).UnixMilli(), Name: name, Properties: properties}
}

func definition() Definition {
	var d Definition
	d.From, d.To = querytest.Origin.Format(time.RFC3339), querytest.Origin.Add(24*time.Hour).Format(time.RFC3339)
	return d
}

func close(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

func TestCurve(t *testing.T) {
	const good, bad = "Wonderful staff, I love it!", "Terrible, the delivery was late and I hate it."
	var events []journeytest.Event
	for c := 1; c <= 12; c++ {
		events = append(events, at(c, 0, "A", nil), at(c, 1, "Rage Click", map[string]any{"text": "Buy now, great"}), at(c, 2, "Rage Click", nil),
			at(c, 10, "B", nil), at(c, 11, "Survey Answered", map[string]any{"rating": 5}),
			at(c, 20, "C", nil))
		if c <= 4 { // eleven people are not enough of a crowd with four
			events = append(events, at(c, 21, "Product Reviewed", map[string]any{"review_body": good}))
		}
	}
	events = append(events, at(1, 12, "Ticket Created", map[string]any{"text": bad + " Write to ada@example.org"}), at(2, 12, "Ticket Created", map[string]any{"text": "Der Kuchen war nicht da und ich die Rechnung"}))
	a, err := Run(t.Context(), world(t, events...), definition())
	if err != nil {
		t.Fatal(err)
	}
	aware, decide, loyal := a.Stages[0], a.Stages[1], a.Stages[2]
	if aware.Friction != 12 || aware.Mean == nil || !close(*aware.Mean, -0.6) || *aware.Spread > 1e-7 {
		t.Errorf("friction counts once a session, and the label of a button is no opinion: %+v", aware)
	}
	score := sentiment.Of(bad + " Write to ada@example.org").Compound
	if decide.Surveys != 12 || decide.Tickets != 1 || !close(*decide.Mean, (12+score)/13) {
		t.Errorf("decide %+v", decide)
	}
	if a.Unread != 1 {
		t.Errorf("%d unread", a.Unread)
	}
	if len(decide.Worst) != 1 || decide.Worst[0].Text != bad {
		t.Errorf("worst %+v", decide.Worst)
	}
	if loyal.Mean != nil || loyal.Customers != 4 || len(loyal.Best) != 1 {
		t.Errorf("four customers are no mood, and one text is told once: %+v", loyal)
	}
	if *a.Peak != "decide" || *a.End != "decide" || !close(*a.Remembered, *decide.Mean) {
		t.Errorf("peak %s, end %s", *a.Peak, *a.End)
	}
	if !slices.ContainsFunc(a.Topics, func(x Topic) bool { return x.Key == "service" && x.Texts == 4 && x.Mean == nil }) {
		t.Errorf("topics %+v", a.Topics)
	}
}

// One customer who says much is one customer.
func TestIntervalIsOfCustomers(t *testing.T) {
	var single, repeated mood
	for c := range 20 {
		value := float64(c%2)*2 - 1
		single.add(value, 1)
		single.close()
		for range 50 {
			repeated.add(value, 1)
		}
		repeated.close()
	}
	a, b := single.mood(), repeated.mood()
	if !close(a.Interval.Low, b.Interval.Low) || !close(a.Interval.High, b.Interval.High) {
		t.Fatalf("%+v and %+v", a.Interval, b.Interval)
	}
	// The mean of twenty ±1: s = √(20/19), t₁₉ = 2.0930.
	if half := 2.0930 * math.Sqrt(20.0/19) / math.Sqrt(20); math.Abs(a.Interval.High-half) > 1e-3 {
		t.Fatalf("half width %v, by hand %v", a.Interval.High, half)
	}
}

func TestStudent(t *testing.T) {
	for freedom, want := range map[float64]float64{9: 2.2622, 20: 2.0860, 60: 2.0003, 1000: 1.9623} {
		if got := student(freedom); math.Abs(got-want) > 0.002 {
			t.Errorf("t of %v: %v, the table says %v", freedom, got, want)
		}
	}
}

func TestCustomersBehindNumbers(t *testing.T) {
	ix := world(t,
		at(1, 0, "A", nil), at(1, 1, "Survey Answered", map[string]any{"nps": 0}),
		at(2, 0, "A", nil), at(2, 1, "Survey Answered", map[string]any{"nps": 10}),
		at(3, 0, "A", nil), at(3, 1, "Survey Answered", nil),
		at(4, 0, "B", nil), at(4, 1, "Script Error", nil))
	for of, want := range map[Who][]journey.Customer{
		{Stage: "aware"}: {2, 1}, {Stage: "aware", Tone: "good"}: {2}, {Stage: "aware", Tone: "bad"}: {1}, {Stage: "decide"}: {4}, {Stage: "loyal"}: nil,
	} {
		got, err := Customers(t.Context(), ix, CustomersQuestion{Definition: definition(), Of: of})
		if err != nil || !slices.Equal(got.Customers, want) || got.Total != int64(len(want)) {
			t.Errorf("%+v: %v, %v, want %v", of, got, err, want)
		}
	}
	for pointer, of := range map[string]Who{"/of/stage": {Stage: "gone"}, "/of/tone": {Stage: "aware", Tone: "sad"}} {
		querytest.Refused(t, pointer, func() error {
			_, err := Customers(t.Context(), ix, CustomersQuestion{Definition: definition(), Of: of})
			return err
		})
	}
}

// Any cut of the customers, folded apart and merged, gives the same curve.
func TestMergesAnyCut(t *testing.T) {
	for seed := range uint64(50) {
		dice := querytest.Fair(seed)
		texts := []string{"great", "awful service", "good price", "bad", "I love the delivery", "war und die nicht"}
		var events []journeytest.Event
		for range 60 {
			c := 1 + dice(14, "customer")
			e := at(c, dice(300, "minute"), querytest.Pick(dice, "name", "A", "B", "C", "Product Reviewed", "Ticket Created", "Rage Click", "Web Vitals"), map[string]any{})
			if dice(2, "text") == 1 {
				e.Properties["text"] = querytest.Pick(dice, "words", texts...)
			}
			if dice(2, "rating") == 1 {
				e.Properties["rating"], e.Properties["lcp"] = 1+dice(7, "grade"), 2000*dice(4, "paint")
			}
			events = append(events, e)
		}
		ix, d := world(t, events...), definition()
		p, scan, err := d.compile(t.Context(), ix)
		if err != nil {
			t.Fatal(err)
		}
		left, right := querytest.Halves(dice)
		part := func(only func(journey.Customer) bool) *fold {
			scan.Only = only
			f, _, err := journey.Run(t.Context(), ix, scan, func() *fold { return newFold(p) })
			if err != nil {
				t.Fatal(err)
			}
			return f
		}
		whole, f := part(nil).answer(), part(left)
		f.Merge(part(right))
		merged := f.answer()
		for i := range whole.Stages {
			a, b := whole.Stages[i], merged.Stages[i]
			if a.Customers != b.Customers || (a.Mean == nil) != (b.Mean == nil) || a.Mean != nil && (!close(*a.Mean, *b.Mean) || math.Abs(a.Interval.Low-b.Interval.Low) > 1e-6) ||
				!slices.Equal(a.Best, b.Best) || !slices.Equal(a.Worst, b.Worst) {
				t.Fatalf("seed %d\n%+v\n%+v", seed, a, b)
			}
		}
	}
}

func TestRefuses(t *testing.T) {
	querytest.Refused(t, "/stage", func() error {
		_, err := Decode([]byte(`{"stage":"aware"}`))
		return err
	})
}
