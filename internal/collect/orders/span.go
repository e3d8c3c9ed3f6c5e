package orders

import (
	"cmp"
	"slices"
)

// Span is a part of an order's money, in millionths: from From to before To.
type Span struct {
	From int64 `json:"from"`
	To   int64 `json:"to"`
}

// Known is what is stored of an order that itself is stored.
type Known struct {
	// NeverCompleted tells that the order was cancelled when a file first told
	// of it, so that it never counted.
	NeverCompleted bool `json:"never_completed,omitempty"`
	// Refunded is what was given back, ascending and apart from each other.
	Refunded []Span `json:"refunded,omitempty"`
}

// Gaps are the parts of an order's money below a sum that are not covered.
func (k Known) Gaps(sum int64) (gaps []Span) {
	from := int64(0)
	for _, s := range k.Refunded {
		if s.From >= sum {
			break
		}
		if s.From > from {
			gaps = append(gaps, Span{from, s.From})
		}
		from = max(from, s.To)
	}
	if from < sum {
		gaps = append(gaps, Span{from, sum})
	}
	return gaps
}

// cover adds a span to those that are covered.
func cover(spans []Span, s Span) []Span {
	if s.From >= s.To {
		return spans
	}
	at, _ := slices.BinarySearchFunc(spans, s, func(a, b Span) int { return cmp.Compare(a.From, b.From) })
	spans = slices.Insert(spans, at, s)
	joined := spans[:1]
	for _, next := range spans[1:] {
		if last := &joined[len(joined)-1]; next.From <= last.To {
			last.To = max(last.To, next.To)
		} else {
			joined = append(joined, next)
		}
	}
	return joined
}
