package stages

import (
	"math"

	"wend/internal/journey"
)

// VisitBlock is Visit of many customers. Most touchpoints leave the stage as
// it is: a first pass, without a branch to mispredict, finds those that do not.
func (f *fold) VisitBlock(b journey.Block) {
	stages, times := b.Columns.Stage, b.Columns.Time
	for i := 0; i < len(b.Lo); {
		end := i + 1
		for end < len(b.Lo) && b.Lo[end] == b.Hi[end-1] {
			end++
		}
		f.findChanges(stages, int(b.Lo[i]), int(b.Hi[end-1]))
		changes, next := f.changes, 0
		for ; i < end; i++ {
			lo, hi := b.Lo[i], b.Hi[i]
			if lo == hi {
				continue
			}
			f.did.Begin()
			at, since := 0, int64(0)
			if stage := int(stages[lo]); f.known(stage) {
				at, since = stage, times[lo]
				f.made(0, at, 0)
			}
			if changes[next] == lo { // from the customer before
				next++
			}
			for ; changes[next] < hi; next++ {
				row := changes[next]
				if stage := int(stages[row]); f.known(stage) && stage != at {
					f.made(at, stage, times[row]-since)
					at, since = stage, times[row]
				}
			}
			if at == 0 {
				continue
			}
			last := hi - 1
			for !f.known(int(stages[last])) {
				last--
			}
			f.ends(b.First+journey.Customer(i), at, since, times[last])
		}
	}
}

// known tells whether a stage is one of the model's, and neither none nor one
// of a model that came while we read.
func (f *fold) known(stage int) bool { return uint(stage-1) < uint(len(f.model)) }

// findChanges lists the rows from lo to hi whose stage is not that of the row
// before, and one beyond all.
func (f *fold) findChanges(stages []uint8, lo, hi int) {
	if cap(f.changes) <= hi-lo {
		f.changes = make([]uint32, 2*(hi-lo)+1)
	}
	changes := f.changes[:cap(f.changes)]
	n, before := 0, uint8(0)
	for row, stage := range stages[lo:hi] {
		changes[n] = uint32(lo + row)
		changed := 0
		if stage != before {
			changed = 1
		}
		n += changed
		before = stage
	}
	changes[n] = math.MaxUint32
	f.changes = changes[:n+1]
}
