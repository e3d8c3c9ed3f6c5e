package attribution

import (
	"strings"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/understand/query"
)

// longestPath is how many touches of a path count, so that one customer with
// very many cannot hold everybody up.
const longestPath = 250

// Bits of the table's patterns: the conversion, then the two milestones.
const converts = 1

// plan is a definition compiled against an index; folds share it.
type plan struct {
	shape
	table    query.Table
	wanted   uint32 // bits of the table that are asked about
	from     int64  // conversions and null paths begin here, touches may lie before
	column   journey.Column
	sessions bool // a touch is a session
	direct   uint8
	amounts  query.Numbers
	rules    []model // the models that go by conversions
}

// account is the credit of one touch in one model.
type account struct{ conversions, value query.Sum }

// fold deals out credit. Touches are counted by slot, which each fold gives
// out by itself; merging goes by code.
type fold struct {
	*plan
	slots slots
	// accounts by slot and rule; rules are first, last and linear, which the
	// comparison of models needs, and what the question asks for.
	accounts  [][]account
	different []account // by slot: shapley, whose value is not used
	seen      []int64   // by slot: times on a path
	untouched account   // conversions without touch
	total     account   // all conversions
	paths     paths

	touches []touch
	stamps  []int64 // by slot: the last conversion that counted it for shapley
	stamp   int64

	// pick, where it is set, is asked about every path; customers for whom it
	// holds once are listed.
	pick   func(path []touch, converted bool) bool
	chosen query.Chosen
}

func newFold(p *plan) *fold { return &fold{plan: p, paths: newPaths(p.order)} }

func (f *fold) Visit(j journey.Journey) {
	f.touches = f.touches[:0]
	converted, picked := false, false
	milestones := [2]int{-1, -1}
	times, events, masks := j.Columns.Time, j.Columns.Event, f.table.Masks()
	oldest, within := 0, -1 // the first touch that can count still, and the first within the range
	for row := j.Lo; row < j.Hi; row++ {
		if slot, direct, ok := f.touch(j, row); ok {
			if within < 0 && times[row] >= f.from {
				within = len(f.touches)
			}
			f.touches = append(f.touches, touch{times[row], row, slot, direct})
		}
		if masks[events[row]]&f.wanted == 0 {
			continue
		}
		fits := f.table.Fits(j, row, f.wanted)
		for i := range milestones {
			if fits>>(i+1)&1 != 0 {
				milestones[i] = row
			}
		}
		if fits&converts == 0 || times[row] < f.from {
			continue
		}
		for oldest < len(f.touches) && f.touches[oldest].time < times[row]-f.lookback {
			oldest++
		}
		oldest = max(oldest, len(f.touches)-longestPath)
		c := conversion{time: times[row], path: f.touches[oldest:], milestones: milestones}
		f.convert(c, f.amounts.Amount(j, row))
		converted = true
		picked = picked || f.pick != nil && f.pick(c.path, true)
	}
	if !converted && within >= 0 {
		path := f.touches[max(within, len(f.touches)-longestPath):]
		f.paths.add(path, 0, 1, 0)
		for _, t := range path {
			f.seen[t.slot]++
		}
		picked = f.pick != nil && f.pick(path, false)
	}
	if picked {
		f.chosen.Add(j.Customer)
	}
}

// touch tells whether a row is a touch, and of what.
func (f *fold) touch(j journey.Journey, row int) (slot int32, direct, ok bool) {
	if f.sessions {
		session := j.Columns.Session[row]
		if row > j.First && session == j.Columns.Session[row-1] || session == journey.NoSession {
			return 0, false, false
		}
		direct = j.Columns.Sessions[session].Channel == f.direct
	}
	code := f.column.Code(j, row)
	if code == query.Missing && !f.sessions {
		return 0, false, false
	}
	slot, isNew := f.slots.of(code)
	if isNew {
		f.open(code)
	}
	return slot, direct || f.slots.direct[slot], true
}

// open makes accounts for a code that was not met before.
func (f *fold) open(code uint32) {
	f.accounts = append(f.accounts, make([]account, len(f.rules)))
	f.different = append(f.different, account{})
	f.seen, f.stamps = append(f.seen, 0), append(f.stamps, 0)
	f.slots.direct = append(f.slots.direct, !f.sessions && isDirect(f.column.Value(code)))
}

func isDirect(v event.Value) bool {
	switch strings.ToLower(v.Text) {
	case "direct", "(direct)", "(none)":
		return true
	}
	return false
}

// convert deals one conversion out.
func (f *fold) convert(c conversion, value float64) {
	f.total.conversions.Add(1)
	f.total.value.Add(value)
	if len(c.path) == 0 {
		f.untouched.conversions.Add(1)
		f.untouched.value.Add(value)
		return
	}
	for i, m := range f.rules {
		c.credit(m, f.halfLife, func(place int, share float64) {
			a := &f.accounts[c.path[place].slot][i]
			a.conversions.Add(share)
			a.value.Add(share * value)
		})
	}
	f.splitEqually(c.path)
	f.paths.add(c.path, 1, 0, value)
}

// splitEqually counts the touches of a path; and shapley: its conversion goes to the different touches of its path.
func (f *fold) splitEqually(path []touch) {
	f.stamp++
	n := 0
	for _, t := range path {
		f.seen[t.slot]++
		if f.stamps[t.slot] != f.stamp {
			f.stamps[t.slot] = f.stamp
			n++
		}
	}
	f.stamp++
	for _, t := range path {
		if f.stamps[t.slot] != f.stamp {
			f.stamps[t.slot] = f.stamp
			f.different[t.slot].conversions.Add(1 / float64(n))
		}
	}
}

func (f *fold) Merge(other *fold) {
	into := make([]int32, len(other.slots.codes)) // slots of the other fold as ours
	for theirs, code := range other.slots.codes {
		ours, isNew := f.slots.of(code)
		if isNew {
			f.open(code)
		}
		into[theirs] = ours
		f.seen[ours] += other.seen[theirs]
		f.different[ours].merge(other.different[theirs])
		for i := range f.rules {
			f.accounts[ours][i].merge(other.accounts[theirs][i])
		}
	}
	f.total.merge(other.total)
	f.untouched.merge(other.untouched)
	f.paths.merge(&other.paths, into)
	f.chosen.Merge(&other.chosen)
}

func (a *account) merge(other account) {
	a.conversions.Merge(other.conversions)
	a.value.Merge(other.value)
}

// mostDense bounds the slots that are found without hashing.
const mostDense = 1 << 16

// slots numbers the codes of a column in the order in which they are met.
type slots struct {
	codes  []uint32
	direct []bool
	dense  []int32 // slot + 1 by code
	sparse map[uint32]int32
}

func (s *slots) of(code uint32) (slot int32, isNew bool) {
	if code < mostDense {
		for int(code) >= len(s.dense) {
			s.dense = append(s.dense, make([]int32, max(64, len(s.dense)))...)
		}
		if slot := s.dense[code]; slot != 0 {
			return slot - 1, false
		}
		s.dense[code] = int32(len(s.codes)) + 1
	} else {
		if slot, ok := s.sparse[code]; ok {
			return slot, false
		}
		if s.sparse == nil {
			s.sparse = map[uint32]int32{}
		}
		s.sparse[code] = int32(len(s.codes))
	}
	s.codes = append(s.codes, code)
	return int32(len(s.codes)) - 1, true
}
