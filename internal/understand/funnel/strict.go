package funnel

import "wend/internal/journey"

// strictly tries every event of step 1: the next steps must be the very next
// touchpoints.
func (f *fold) strictly(j journey.Journey, lo, hi int, r *result) {
	times := j.Columns.Time
	for start := lo; start < hi; start++ {
		if f.table.Fits(j, start, 1) == 0 {
			continue
		}
		depth := 1
		for depth < f.steps && start+depth < hi &&
			times[start+depth]-times[start] <= f.limit && f.table.Fits(j, start+depth, 1<<depth) != 0 {
			depth++
		}
		if depth > r.depth {
			r.depth = depth
			for k := range depth {
				r.rows[k] = start + k
			}
			if depth == f.steps {
				return
			}
		}
	}
}
