package rfm

import (
	"context"

	"wend/internal/journey"
	"wend/internal/problem"
	"wend/internal/understand/query"
)

// CustomersQuestion asks for the customers behind one number of an answer.
type CustomersQuestion struct {
	Definition
	query.Page
	Of Who `json:"of" doc:"Whom to list."`
}

// Who chooses customers by their scores; what it does not say does not matter.
type Who struct {
	Segment   string `json:"segment,omitempty" doc:"Key or name of a segment."`
	Recency   *int   `json:"recency,omitempty" minimum:"1" maximum:"5" doc:"Recency score."`
	Frequency *int   `json:"frequency,omitempty" minimum:"1" maximum:"5" doc:"Frequency score."`
	Monetary  *int   `json:"monetary,omitempty" minimum:"1" maximum:"5" doc:"Monetary score."`
}

// Customers lists the customers behind a segment or a cell of the grid.
func Customers(ctx context.Context, ix *journey.Index, q CustomersQuestion) (query.People, error) {
	begin, err := q.Choose()
	if err != nil {
		return query.People{}, err
	}
	holds, err := q.Of.read()
	if err != nil {
		return query.People{}, err
	}
	f, _, err := q.measure(ctx, ix)
	if err != nil {
		return query.People{}, err
	}
	cuts, chosen := f.cuts(), begin()
	for _, p := range f.people {
		if holds(cuts.Score(p.Measures)) {
			chosen.Add(p.customer)
		}
	}
	return chosen.People(), nil
}

// read checks who is meant.
func (who Who) read() (holds func(Scores) bool, err error) {
	segment, ok := SegmentOf(who.Segment)
	if !ok && who.Segment != "" {
		return nil, problem.At("/of/segment", "There is no segment %q: name one as the answer does.", who.Segment)
	}
	for pointer, score := range map[string]*int{"/of/recency": who.Recency, "/of/frequency": who.Frequency, "/of/monetary": who.Monetary} {
		if _, err := query.Limit(score, 1, most, pointer); err != nil {
			return nil, err
		}
	}
	is := func(asked *int, score int) bool { return asked == nil || *asked == score }
	return func(s Scores) bool {
		return is(who.Recency, s.Recency) && is(who.Frequency, s.Frequency) && is(who.Monetary, s.Monetary) &&
			(who.Segment == "" || s.Segment() == segment)
	}, nil
}
