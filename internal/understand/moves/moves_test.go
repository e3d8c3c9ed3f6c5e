package moves

import (
	"slices"
	"testing"
	"time"

	"wend/internal/journey"
	"wend/internal/understand/query"
	"wend/internal/understand/querytest"
)

var shape = func() querytest.Shape {
	s := querytest.Default
	s.Names = []string{"A", "B", "C", "D"}
	return s
}()

// The numbers are those of a slow look at each customer, and the customers
// behind each of them are those who were seen there.
func TestMatchesReference(t *testing.T) {
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w := querytest.Draw(dice, shape)
		var d Definition
		d.From, d.To = querytest.DrawRange(dice, shape)
		d.Where = querytest.DrawWhere(dice)
		answer, err := Run(t.Context(), w.Index.Index, d)
		if err != nil {
			t.Fatal(err)
		}
		who := slow(t, w, d)
		for _, stage := range answer.Stages {
			for did, said := range map[string]int64{"stand": stage.Customers, "enter": stage.Entered, "leave": stage.Left} {
				of := Who{Stage: stage.Key, Did: did}
				if want := who[of]; said != int64(len(want)) {
					t.Fatalf("%+v: the answer says %d, want %v", of, said, want)
				}
				querytest.Behind(t, dice, of, who[of], func(page query.Page) (query.People, error) {
					return Customers(t.Context(), w.Index.Index, CustomersQuestion{Definition: d, Page: page, Of: of})
				})
			}
		}
	})
}

func slow(t querytest.TB, w *querytest.World, d Definition) map[Who][]journey.Customer {
	rng, err := d.Range(time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	who := map[Who][]journey.Customer{}
	for c, touches := range w.Journeys() {
		if c == journey.Nobody || len(querytest.See(touches, rng.From, rng.To, d.Where)) == 0 {
			continue
		}
		note := func(stage, did string) {
			if of := (Who{stage, did}); stage != "" && !slices.Contains(who[of], c) {
				who[of] = append(who[of], c)
			}
		}
		at := ""
		for _, e := range querytest.See(touches, -1<<62, rng.To, d.Where) {
			if e.Stage == "" || e.Stage == at {
				continue
			}
			if e.Time >= rng.From {
				note(at, "leave")
				note(e.Stage, "enter")
			}
			at = e.Stage
		}
		note(at, "stand")
	}
	return who
}

// Who was at a stage yesterday does not enter it by coming back today.
func TestComingBackIsNoEntering(t *testing.T) {
	w := querytest.Of([]querytest.Did{{Customer: 1, Name: "A"}, {Customer: 1, Name: "C", After: 24 * time.Hour}, {Customer: 2, Name: "A", After: 24 * time.Hour}, {Customer: 1, Name: "B", After: 25 * time.Hour}})
	var d Definition
	d.From = querytest.Origin.Add(23 * time.Hour).Format(time.RFC3339)
	d.To = querytest.Origin.Add(48 * time.Hour).Format(time.RFC3339)
	a, err := Run(t.Context(), w.Index.Index, d)
	if err != nil {
		t.Fatal(err)
	}
	want := []Stage{{"aware", "Awareness", 1, 1, 1}, {"decide", "Decision", 1, 1, 0}, {"loyal", "Loyalty", 0, 0, 0}}
	if !slices.Equal(a.Stages, want) {
		t.Errorf("got %+v, want %+v", a.Stages, want)
	}
}

func TestRefuses(t *testing.T) {
	for name, c := range map[string]struct{ body, pointer string }{
		"no stage":      {`{"of":{}}`, "/of/stage"},
		"no such deed":  {`{"of":{"stage":"aware","did":"dance"}}`, "/of/did"},
		"no such field": {`{"stage":"aware","of":{"stage":"aware"}}`, "/stage"},
	} {
		t.Run(name, func(t *testing.T) {
			querytest.Refused(t, c.pointer, func() error {
				var q CustomersQuestion
				err := query.Decode([]byte(c.body), &q)
				if err == nil {
					_, err = Customers(t.Context(), querytest.Of(nil).Index.Index, q)
				}
				return err
			})
		})
	}
}
