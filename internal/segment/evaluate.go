package segment

import (
	"context"
	"math"
	"sort"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
)

// moment is a journey as it was: the rows First to hi.
type moment struct {
	j  journey.Journey
	at int64
	hi int
}

// stage is the code of the stage at the moment, 0 before the first.
func (m *moment) stage() uint8 {
	if m.hi == m.j.First {
		return 0
	}
	return m.j.Columns.Stage[m.hi-1]
}

// since is the first row within a duration before the moment: (at − d, at].
func (m *moment) since(d time.Duration) int {
	if d == 0 {
		return m.j.First
	}
	after := m.at - d.Milliseconds()
	return m.j.First + sort.Search(m.hi-m.j.First, func(i int) bool { return m.j.Columns.Time[m.j.First+i] > after })
}

// Holds tells whether the rule holds for a journey as of a moment (milliseconds
// since 1970), whatever range the journey is shown with. No rule holds for who
// had no touchpoint by then; Find knows who was called without having any.
func (t *Test) Holds(j journey.Journey, at int64) bool {
	hi := j.First + sort.Search(j.End-j.First, func(i int) bool { return j.Columns.Time[j.First+i] > at })
	if hi == j.First {
		return false
	}
	return t.holds(&moment{j, at, hi})
}

func (t *Test) did(ctx context.Context, n did) (predicate, error) {
	p, err := t.pattern(ctx, n.events, n.where, n.pointer)
	if err != nil {
		return nil, err
	}
	value, err := t.number(ctx, n.measure.path, n.pointer+"/"+n.measure.of)
	if err != nil {
		return nil, err
	}
	switch n.measure.of {
	case "first", "last":
		return t.when(p, n.measure), nil
	case "distinct":
		return t.distinct(ctx, p, n)
	}
	return func(m *moment) bool {
		count, sum, numbers := 0, 0.0, 0
		if p.possible(t, m) {
			for row := m.since(n.within); row < m.hi; row++ {
				if !p.fits(m.j, row) {
					continue
				}
				count++
				if value != nil {
					if v, ok := value(m.j, row); ok {
						sum += v
						numbers++
					}
				}
			}
		}
		switch n.measure.of {
		case "sum":
			return n.measure.condition.Holds(event.NumberValue(sum))
		case "avg":
			return numbers > 0 && n.measure.condition.Holds(event.NumberValue(sum/float64(numbers)))
		}
		return n.measure.condition.Holds(event.NumberValue(float64(count)))
	}, nil
}

// mostAmount is more than anybody ever earned: what lies beyond is no amount.
const mostAmount = 1e15

// number reads a property as a number; nil where the measure needs none.
func (t *Test) number(ctx context.Context, path event.Path, pointer string) (func(journey.Journey, int) (float64, bool), error) {
	if path.Root == 0 {
		return nil, nil
	}
	if path.Root == event.Dimension && path.Name == "value" {
		worths := t.ix.Worths()
		return func(j journey.Journey, row int) (float64, bool) { return worths.Of(j.Columns.Worth[row]) }, nil
	}
	column, err := t.ix.Column(ctx, path, t.zone)
	if err != nil {
		return nil, under(pointer, err)
	}
	return func(j journey.Journey, row int) (float64, bool) {
		v, ok := column.Value(column.Code(j, row)).Float()
		return v, ok && math.Abs(v) <= mostAmount
	}, nil
}

// when compares the time of the first or last matching event ever.
func (t *Test) when(p pattern, want measure) predicate {
	return func(m *moment) bool {
		if !p.possible(t, m) {
			return false
		}
		row, end, step := m.j.First, m.hi, 1
		if want.of == "last" {
			row, end, step = m.hi-1, m.j.First-1, -1
		}
		for ; row != end; row += step {
			if p.fits(m.j, row) {
				at := m.j.Columns.Time[row]
				return want.low <= at && at <= want.high
			}
		}
		return false
	}
}

func (t *Test) distinct(ctx context.Context, p pattern, n did) (predicate, error) {
	column, err := t.ix.Column(ctx, n.measure.path, t.zone)
	if err != nil {
		return nil, under(n.pointer+"/distinct", err)
	}
	return func(m *moment) bool {
		seen := map[uint32]struct{}{}
		if p.possible(t, m) {
			for row := m.since(n.within); row < m.hi; row++ {
				if !p.fits(m.j, row) {
					continue
				}
				if code := column.Code(m.j, row); column.Value(code).Exists() {
					seen[code] = struct{}{}
				}
			}
		}
		return n.measure.condition.Holds(event.NumberValue(float64(len(seen))))
	}, nil
}

// sequence is looked for from the earliest events on: whatever completes later
// steps completes them after an earlier beginning too.
func (t *Test) sequence(ctx context.Context, n sequence) (predicate, error) {
	patterns := make([]pattern, len(n.steps))
	for i, s := range n.steps {
		var err error
		if patterns[i], err = t.pattern(ctx, s.events, s.where, n.pointer); err != nil {
			return nil, err
		}
	}
	last := len(n.steps) - 1
	switch {
	case n.steps[last].absent:
		after := n.steps[last].after.Milliseconds()
		return func(m *moment) bool { return t.endsWithout(m, n.within, patterns, after) }, nil
	case last > 0 && n.steps[last-1].absent:
		return func(m *moment) bool { return t.withoutBetween(m, n.within, patterns) }, nil
	}
	return func(m *moment) bool {
		_, ok := t.chain(m, m.since(n.within), patterns)
		return ok
	}, nil
}

// chain matches patterns one after the other, each as early as it can be, and
// answers the row after the last match.
func (t *Test) chain(m *moment, from int, patterns []pattern) (next int, ok bool) {
	for i := range patterns {
		if !patterns[i].possible(t, m) {
			return 0, false
		}
		for from < m.hi && !patterns[i].fits(m.j, from) {
			from++
		}
		if from == m.hi {
			return 0, false
		}
		from++
	}
	return from, true
}

// endsWithout: the last pattern has not come since an event of the one before,
// which is at least so long ago. The latest such event decides.
func (t *Test) endsWithout(m *moment, within time.Duration, patterns []pattern, after int64) bool {
	n := len(patterns)
	from, ok := t.chain(m, m.since(within), patterns[:n-2])
	before, absent := &patterns[n-2], &patterns[n-1]
	if !ok || !before.possible(t, m) {
		return false
	}
	came := absent.possible(t, m)
	for row := m.hi - 1; row >= from; row-- {
		if m.at-m.j.Columns.Time[row] >= after && before.fits(m.j, row) {
			return true
		}
		if came && absent.fits(m.j, row) {
			return false
		}
	}
	return false
}

// withoutBetween: between an event of the pattern before the absent one and an
// event of the one after it, none of the absent one has come.
func (t *Test) withoutBetween(m *moment, within time.Duration, patterns []pattern) bool {
	n := len(patterns)
	from, ok := t.chain(m, m.since(within), patterns[:n-3])
	before, absent, then := &patterns[n-3], &patterns[n-2], &patterns[n-1]
	if !ok || !before.possible(t, m) || !then.possible(t, m) {
		return false
	}
	came, open := absent.possible(t, m), false
	for row := from; row < m.hi; row++ {
		if open && then.fits(m.j, row) {
			return true
		}
		if came && absent.fits(m.j, row) {
			open = false
		}
		if before.fits(m.j, row) {
			open = true
		}
	}
	return false
}
