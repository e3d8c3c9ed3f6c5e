package emotion

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"testing"

	"wend/internal/journey"
	"wend/internal/journey/journeytest"
	"wend/internal/understand/querytest"
	"wend/internal/understand/sentiment"
)

func voicesOf(t *testing.T, ix *journey.Index, change func(*VoicesDefinition)) VoicesAnswer {
	t.Helper()
	d := VoicesDefinition{Request: definition().Request}
	if change != nil {
		change(&d)
	}
	if err := d.Validate(); err != nil {
		t.Fatal(err)
	}
	a, err := RunVoices(t.Context(), ix, d)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func line(t *testing.T, lines []VoiceLine, key string) VoiceLine {
	t.Helper()
	i := slices.IndexFunc(lines, func(l VoiceLine) bool { return l.Key == key })
	if i < 0 {
		t.Fatalf("no line %q in %+v", key, lines)
	}
	return lines[i]
}

// mixed is a text that says two things.
const mixed = "The staff was wonderful. The delivery was terrible!"

func TestVoicesByStageTopicAndSource(t *testing.T) {
	var events []journeytest.Event
	for c := 1; c <= 12; c++ {
		events = append(events, at(c, 0, "A", nil), at(c, 1, "Product Reviewed", map[string]any{"review_body": mixed, "rating": 1}),
			at(c, 2, "Rage Click", map[string]any{"text": "great"}), at(c, 3, "Survey Answered", map[string]any{"rating": 5}),
			at(c, 10, "B", nil), at(c, 11, "Ticket Created", map[string]any{"text": "I hate it."}))
	}
	events = append(events, at(1, 12, "Ticket Created", map[string]any{"text": "Das Brot war gestern nicht frisch und ich bin sehr traurig."}))
	ix := world(t, events...)
	a := voicesOf(t, ix, nil)
	score, hate := sentiment.Of(mixed).Compound, sentiment.Of("I hate it.").Compound
	o := a.Overall
	if o.Texts != 24 || o.Customers != 12 || !close(*o.Mean, (score+hate)/2) || a.Unread != 1 {
		t.Errorf("neither grades, nor clicks, nor what cannot be read are texts: %+v, %d unread", o, a.Unread)
	}
	if aware, decide := line(t, a.Stages, "aware"), line(t, a.Stages, "decide"); aware.Texts != 12 || !close(*aware.Mean, score) || decide.Texts != 12 || !close(*decide.Mean, hate) || decide.Negative != 12 {
		t.Errorf("stages %+v", a.Stages)
	}
	if loyal := line(t, a.Stages, "loyal"); loyal.Texts != 0 || loyal.Mean != nil {
		t.Errorf("loyal %+v", loyal)
	}
	if delivery := line(t, a.Topics, "delivery"); delivery.Texts != 12 || !close(*delivery.Mean, sentiment.Of("The delivery was terrible!").Compound) ||
		len(delivery.Worst) != 1 || delivery.Worst[0].Text != "The delivery was terrible!" || len(delivery.Best) != 0 {
		t.Errorf("delivery %+v", delivery)
	}
	if service := line(t, a.Topics, "service"); !close(*service.Mean, sentiment.Of("The staff was wonderful.").Compound) || service.Positive != 12 {
		t.Errorf("service %+v", service)
	}
	if other := line(t, a.Topics, "other"); other.Texts != 12 || !close(*other.Mean, hate) {
		t.Errorf("other %+v", other)
	}
	if reviews, surveys, tickets := line(t, a.Sources, "reviews"), line(t, a.Sources, "surveys"), line(t, a.Sources, "tickets"); reviews.Texts != 12 || surveys.Texts != 0 || tickets.Texts != 12 {
		t.Errorf("sources %+v", a.Sources)
	}
}

// Asked for a topic, stages and sources are of it, and the topics still all.
func TestVoicesAskedForOneThing(t *testing.T) {
	ix := world(t,
		at(1, 0, "A", nil), at(1, 1, "Product Reviewed", map[string]any{"review_body": mixed}), at(1, 2, "Ticket Created", map[string]any{"text": "Bad price"}),
		at(2, 0, "B", nil), at(2, 1, "Survey Answered", map[string]any{"comment": "Love the delivery"}),
		at(3, 0, "Survey Answered", map[string]any{"comment": "Love it"}))
	a := voicesOf(t, ix, func(d *VoicesDefinition) { d.Topic = "delivery" })
	if a.Overall.Texts != 2 || a.Overall.Negative != 1 || a.Overall.Positive != 1 || line(t, a.Stages, "aware").Negative != 1 || line(t, a.Stages, "decide").Positive != 1 {
		t.Errorf("%+v", a)
	}
	if line(t, a.Topics, "price").Texts != 1 || line(t, a.Topics, "delivery").Texts != 2 {
		t.Errorf("topics %+v", a.Topics)
	}
	decide, none := "decide", ""
	if a := voicesOf(t, ix, func(d *VoicesDefinition) { d.Stage = &decide }); a.Overall.Texts != 1 || line(t, a.Stages, "aware").Texts != 2 || line(t, a.Topics, "price").Texts != 0 {
		t.Errorf("at a stage %+v", a)
	}
	if a := voicesOf(t, ix, func(d *VoicesDefinition) { d.Stage = &none }); a.Overall.Texts != 1 || line(t, a.Stages, "").Texts != 1 {
		t.Errorf("before any %+v", a)
	}
	if a := voicesOf(t, ix, func(d *VoicesDefinition) { d.Source = "tickets" }); a.Overall.Texts != 1 || line(t, a.Sources, "surveys").Texts != 2 {
		t.Errorf("tickets %+v", a)
	}
}

func TestCustomersBehindVoices(t *testing.T) {
	ix := world(t,
		at(1, 0, "A", nil), at(1, 1, "Product Reviewed", map[string]any{"review_body": mixed + " Call 0871234567"}),
		at(2, 0, "A", nil), at(2, 1, "Ticket Created", map[string]any{"text": "Love it, love it"}),
		at(3, 0, "B", nil), at(3, 1, "Ticket Created", map[string]any{"text": "A fine price, but I hate it."}),
		at(4, 0, "B", nil), at(4, 1, "Survey Answered", map[string]any{"rating": 1}))
	decide := "decide"
	for i, c := range []struct {
		change func(*VoicesCustomers)
		want   []journey.Customer
	}{
		{func(*VoicesCustomers) {}, []journey.Customer{3, 2, 1}},
		{func(q *VoicesCustomers) { q.Of.Tone = "negative" }, []journey.Customer{3}},
		{func(q *VoicesCustomers) { q.Topic, q.Of.Tone = "delivery", "negative" }, []journey.Customer{1}},
		{func(q *VoicesCustomers) { q.Stage = &decide }, []journey.Customer{3}},
		{func(q *VoicesCustomers) { q.Source = "reviews" }, []journey.Customer{1}},
		{func(q *VoicesCustomers) { q.Of.Sentence = "Love it, love it" }, []journey.Customer{2}},
		{func(q *VoicesCustomers) { q.Topic, q.Of.Sentence = "delivery", "The delivery was terrible!" }, []journey.Customer{1}},
		{func(q *VoicesCustomers) { q.Of.Sentence = "Nobody said this" }, nil},
	} {
		q := VoicesCustomers{VoicesDefinition: VoicesDefinition{Request: definition().Request}}
		c.change(&q)
		got, err := CustomersOfVoices(t.Context(), ix, q)
		if err != nil || !slices.Equal(got.Customers, c.want) || got.Total != int64(len(c.want)) {
			t.Errorf("case %d: %v, %v, want %v", i, got, err, c.want)
		}
	}
}

// The customers behind every number are as many as it says.
func TestEverySentenceHasItsCustomers(t *testing.T) {
	texts := []string{"great delivery", "awful service. Bad!", "good price, ada@example.org", "bad", "I love the delivery. The price is a shame.", "war und die nicht"}
	for seed := range uint64(20) {
		dice := querytest.Fair(seed)
		ix := world(t, spoken(dice, texts)...)
		for _, topic := range []string{"", "delivery", "price", "other"} {
			a := voicesOf(t, ix, func(d *VoicesDefinition) { d.Topic = topic })
			for _, sentence := range slices.Concat(a.Overall.Worst, a.Overall.Best) {
				q := VoicesCustomers{VoicesDefinition: VoicesDefinition{Request: definition().Request, Topic: topic}, Of: Speakers{Sentence: sentence.Text}}
				if got, err := CustomersOfVoices(t.Context(), ix, q); err != nil || got.Total == 0 {
					t.Fatalf("seed %d, %s: nobody said %q, %v", seed, topic, sentence.Text, err)
				}
			}
			q := VoicesCustomers{VoicesDefinition: VoicesDefinition{Request: definition().Request, Topic: topic}}
			if got, err := CustomersOfVoices(t.Context(), ix, q); err != nil || got.Total != a.Overall.Customers {
				t.Fatalf("seed %d, %s: %d customers of %d, %v", seed, topic, got.Total, a.Overall.Customers, err)
			}
		}
	}
}

func spoken(dice func(int, string) int, texts []string) []journeytest.Event {
	var events []journeytest.Event
	for i := range 80 {
		e := at(1+dice(14, "customer"), i, querytest.Pick(dice, "name", "A", "B", "C", "Product Reviewed", "Ticket Created", "Survey Answered"), map[string]any{})
		e.Properties[querytest.Pick(dice, "key", "text", "review_body", "comment", "message")] = querytest.Pick(dice, "words", texts...)
		events = append(events, e)
	}
	return events
}

// Any cut of the customers, folded apart and merged, gives the same answer; and
// it is the one that counting text by text gives.
func TestVoicesMergeAnyCutAndAgreeWithCounting(t *testing.T) {
	texts := []string{"great delivery", "awful service. Bad!", "good price", "bad", "I love the delivery. The price is a shame.", "war und die nicht"}
	for seed := range uint64(30) {
		dice := querytest.Fair(seed)
		events := spoken(dice, texts)
		ix := world(t, events...)
		d := VoicesDefinition{Request: definition().Request, Topic: querytest.Pick(dice, "topic", "", "delivery", "price", "other"), Source: querytest.Pick(dice, "source", "", "tickets", "reviews")}
		p, w, scan, err := d.compile(t.Context(), ix)
		if err != nil {
			t.Fatal(err)
		}
		left, right := querytest.Halves(dice)
		part := func(only func(journey.Customer) bool) *voicesFold {
			scan.Only = only
			f, _, err := journey.Run(t.Context(), ix, scan, func() *voicesFold { return newVoicesFold(p, w) })
			if err != nil {
				t.Fatal(err)
			}
			return f
		}
		whole, f := part(nil).answer(), part(left)
		f.Merge(part(right))
		if a, b := rounded(t, whole), rounded(t, f.answer()); a != b {
			t.Fatalf("seed %d\n%s\n%s", seed, a, b)
		}

		var n, unread int64
		sum := 0.0
		people := map[journey.Customer]bool{}
		for _, e := range events {
			kind := kindOf[e.Name]
			if kind == silent || w.source != silent && kind != w.source {
				continue
			}
			for _, text := range e.Properties {
				r := sentiment.Read(text.(string))
				if !r.Read {
					unread++
				} else if w.topic == sentiment.Any {
					n, sum, people[e.Customer] = n+1, sum+r.Compound, true
				} else if r.Topics>>w.topic&1 != 0 {
					n, sum, people[e.Customer] = n+1, sum+r.ByTopic[w.topic], true
				}
			}
		}
		o := whole.Overall
		if o.Texts != n || whole.Unread != unread || o.Customers != int64(len(people)) || o.Negative+o.Neutral+o.Positive != n || o.Mean != nil && !close(*o.Mean, sum/float64(n)) {
			t.Fatalf("seed %d: %+v, %d unread; counted %d texts of %d customers, %d unread", seed, o, whole.Unread, n, len(people), unread)
		}
	}
}

// rounded writes an answer without the noise of adding in another order.
func rounded(t *testing.T, a VoicesAnswer) string {
	t.Helper()
	raw, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(raw, &tree); err != nil {
		t.Fatal(err)
	}
	var walk func(any) any
	walk = func(v any) any {
		switch v := v.(type) {
		case float64:
			return math.Round(v*1e6)/1e6 + 0
		case map[string]any:
			for k := range v {
				v[k] = walk(v[k])
			}
		case []any:
			for i := range v {
				v[i] = walk(v[i])
			}
		}
		return v
	}
	return fmt.Sprint(walk(tree))
}

func TestPublicAnswersQuoteNobody(t *testing.T) {
	ix := world(t, at(1, 0, "A", nil), at(1, 1, "Ticket Created", map[string]any{"text": mixed}))
	a := voicesOf(t, ix, nil)
	raw, err := json.Marshal(a.Unquoted())
	if err != nil || bytes.Contains(raw, []byte("staff")) || !bytes.Contains(raw, []byte(`"texts":1`)) {
		t.Errorf("%s, %v", raw, err)
	}
	curve, err := Run(t.Context(), ix, definition())
	if err != nil {
		t.Fatal(err)
	}
	raw, err = json.Marshal(curve.Unquoted())
	if err != nil || bytes.Contains(raw, []byte("staff")) || !bytes.Contains(raw, []byte(`"texts":1`)) {
		t.Errorf("the curve: %s, %v", raw, err)
	}
	if len(curve.Stages[0].Best)+len(curve.Stages[0].Worst) == 0 {
		t.Error("the curve itself lost its sentences")
	}
	if len(a.Overall.Worst)+len(a.Overall.Best) == 0 || len(line(t, a.Topics, "delivery").Worst) == 0 {
		t.Error("the answer itself lost its sentences")
	}
}

func TestVoicesRefuse(t *testing.T) {
	gone := "gone"
	ix := world(t, at(1, 0, "A", nil))
	for pointer, d := range map[string]VoicesDefinition{"/topic": {Topic: "weather"}, "/source": {Source: "letters"}, "/stage": {Stage: &gone}} {
		d.Request = definition().Request
		querytest.Refused(t, pointer, func() error {
			_, err := RunVoices(t.Context(), ix, d)
			return err
		})
	}
	querytest.Refused(t, "/of/tone", func() error {
		_, err := CustomersOfVoices(t.Context(), ix, VoicesCustomers{VoicesDefinition: VoicesDefinition{Request: definition().Request}, Of: Speakers{Tone: "sad"}})
		return err
	})
}
