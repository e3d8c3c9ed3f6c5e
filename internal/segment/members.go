package segment

import (
	"context"
	"math"
	"math/bits"

	"wend/internal/journey"
)

// Members are the customers for whom a rule holds at a moment: a bit each.
type Members struct{ words []uint64 }

// Contains tells whether a customer is among them.
func (s *Members) Contains(c journey.Customer) bool {
	word := int(c >> 6)
	return word < len(s.words) && s.words[word]&(1<<(c&63)) != 0
}

// Len is how many they are.
func (s *Members) Len() (n int) {
	for _, word := range s.words {
		n += bits.OnesCount64(word)
	}
	return n
}

// Latest lists at most some of them, those that were made last first.
func (s *Members) Latest(most int) (list []journey.Customer) {
	for word := len(s.words) - 1; word >= 0 && len(list) < most; word-- {
		for set := s.words[word]; set != 0 && len(list) < most; {
			bit := 63 - bits.LeadingZeros64(set)
			list = append(list, journey.Customer(word<<6+bit))
			set &^= 1 << bit
		}
	}
	return list
}

func (s *Members) add(c journey.Customer) {
	word := int(c >> 6)
	for word >= len(s.words) {
		s.words = append(s.words, make([]uint64, max(word+1, 2*len(s.words))-len(s.words))...)
	}
	s.words[word] |= 1 << (c & 63)
}

func (s *Members) merge(other *Members) {
	for word, set := range other.words {
		for word >= len(s.words) {
			s.words = append(s.words, 0)
		}
		s.words[word] |= set
	}
}

// Find evaluates the rule for every customer with a call at or before a moment
// (milliseconds since 1970), contacts among them of whom only that is known.
func (t *Test) Find(ctx context.Context, at int64) (*Members, error) {
	if err := t.Ready(ctx, at); err != nil {
		return nil, err
	}
	scan := journey.Scan{From: math.MinInt64, To: at + 1}
	if scan.To == 0 {
		scan.To = 1 // a scan's 0 is no bound; Holds looks at the moment itself
	}
	found, _, err := journey.Run(ctx, t.ix, scan, func() *finding { return &finding{test: t, at: at} })
	if err != nil {
		return nil, err
	}
	err = t.ix.Called(ctx, at, func(c journey.Customer) {
		if !found.visited.Contains(c) && t.holds(&moment{j: journey.Journey{Customer: c, Columns: &journey.Columns{}}, at: at}) {
			found.members.add(c)
		}
	})
	if err != nil {
		return nil, err
	}
	return &found.members, nil
}

type finding struct {
	test             *Test
	at               int64
	members, visited Members
}

func (f *finding) Visit(j journey.Journey) {
	if j.Customer == journey.Nobody {
		return
	}
	f.visited.add(j.Customer)
	if f.test.Holds(j, f.at) {
		f.members.add(j.Customer)
	}
}

func (f *finding) Merge(other *finding) {
	f.members.merge(&other.members)
	f.visited.merge(&other.visited)
}
