package trend

import (
	"encoding/json"
	"testing"

	"wend/internal/journey"
	"wend/internal/understand/query"
	"wend/internal/understand/querytest"
)

// The customers behind every point and every line are those who, asked alone,
// have something there; where the point counts customers they are as many as
// it says.
func TestCustomersBehindNumbers(t *testing.T) {
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w, d := querytest.Draw(dice, weekend), drawDefinition(dice, weekend)
		if d.Interval == "hour" {
			d.Interval = "day" // as telling, with fewer points
		}
		p, alone := aloneFolds(t, w, d)
		n := p.buckets.Len()
		for i := range d.Series {
			for line := p.first[i]; line < p.first[i+1]; line++ {
				of := Who{Series: i}
				if p.column != nil {
					of.Value, _ = json.Marshal(p.groups[i].JSON(line - p.first[i]))
				}
				ask := func(page query.Page) (query.People, error) {
					return Customers(t.Context(), w.Index.Index, CustomersQuestion{Definition: d, Page: page, Of: of})
				}
				var whole []journey.Customer
				for _, c := range w.Everybody() {
					for bucket := range n {
						if alone[c].cells[line*n+bucket].n > 0 {
							whole = append(whole, c)
							break
						}
					}
				}
				querytest.Behind(t, dice, of, whole, ask)
				for bucket, at := range p.buckets.Times() {
					of.Time = at
					var there []journey.Customer
					for _, c := range w.Everybody() {
						if alone[c].cells[line*n+bucket].n > 0 {
							there = append(there, c)
						}
					}
					querytest.Behind(t, dice, of, there, ask)
				}
			}
		}
	})
}

// aloneFolds asks of each customer alone, with the lines of the whole answer.
func aloneFolds(t querytest.TB, w *querytest.World, d Definition) (*plan, map[journey.Customer]*fold) {
	p, scan, err := d.compile(t.Context(), w.Index.Index)
	if err != nil {
		t.Fatal(err)
	}
	if p.column != nil {
		r := part(t, w, scan, nil, scan.Nobody, func() *ranking { return newRanking(p) })
		for _, tally := range r.tallies {
			p.groups = append(p.groups, tally.Rank(p.column, query.MostValues))
		}
	}
	if err := p.layOut(); err != nil {
		t.Fatal(err)
	}
	alone := map[journey.Customer]*fold{}
	for _, c := range w.Everybody() {
		alone[c] = part(t, w, scan, func(other journey.Customer) bool { return other == c }, false, func() *fold { return newFold(p) })
	}
	return p, alone
}

func TestRefusesToListCustomers(t *testing.T) {
	const asked = `"from":"2024-03-30T00:00:00Z","to":"2024-04-01T00:00:00Z","series":[{"event":"A"}]`
	for name, c := range map[string]struct{ body, pointer string }{
		"no such series": {`{` + asked + `,"of":{"series":1}}`, "/of/series"},
		"no such point":  {`{` + asked + `,"of":{"series":0,"time":"2024-03-30T12:00:00Z"}}`, "/of/time"},
		"no breakdown":   {`{` + asked + `,"of":{"series":0,"value":null}}`, "/of/value"},
		"unknown key":    {`{` + asked + `,"of":{"step":1}}`, "/of/step"},
		"limit":          {`{` + asked + `,"of":{},"limit":1001}`, "/limit"},
		"cursor":         {`{` + asked + `,"of":{},"cursor":"?"}`, "/cursor"},
		"the question":   {`{"series":[],"of":{}}`, "/series"},
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
