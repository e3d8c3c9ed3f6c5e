package friction

import (
	"context"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/understand/query"
)

// traces are what a visit shows of an obstacle, as bits.
type traces uint16

const (
	scriptError traces = 1 << iota
	rageClick
	deadClick
	formLeft
	fieldLeft
	slowPages
	slowAnswers
	backSteps
	repeats
	asked
	// measured visits are those whose speed is known.
	measured
	// What became of the attempt.
	reached   // the next step
	atOnce    // the next step, in the same visit
	succeeded // the goal
)

// traceEvents are the events that are traces by themselves.
var traceEvents = map[string]traces{
	"Script Error": scriptError, "Rage Click": rageClick, "Dead Click": deadClick, "Form Abandoned": formLeft, "Field Abandoned": fieldLeft,
	"Support Contacted": asked, "Ticket Created": asked,
}

// Above these a page is not good by web.dev/vitals, in milliseconds.
const (
	slowestPaint  = 2500
	slowestAnswer = 200
)

// From these on going back, and doing a step again, is a trace.
const (
	fewestBacks   = 2
	fewestRepeats = 3
)

// tracer reads traces off visits; folds share it.
type tracer struct {
	kinds         *[1 << 16]traces
	paint, answer query.Numbers
}

func newTracer(ctx context.Context, ix *journey.Index, zone *time.Location) (*tracer, error) {
	t := &tracer{kinds: new([1 << 16]traces)}
	for name, kind := range traceEvents {
		if code, ok := ix.EventCode(name); ok {
			t.kinds[code] = kind
		}
	}
	code, ok := ix.EventCode("Web Vitals")
	if !ok {
		return t, nil
	}
	t.kinds[code] = measured
	var err error
	if t.paint, err = query.NewNumbers(ctx, ix, event.Path{Root: event.InProperties, Keys: []string{"lcp"}}, zone); err == nil {
		t.answer, err = query.NewNumbers(ctx, ix, event.Path{Root: event.InProperties, Keys: []string{"inp"}}, zone)
	}
	return t, err
}

// visit is what one visit showed, however many steps were attempted in it.
type visit struct {
	lo, hi int // its rows; none where they are equal
	traces traces
	last   uint32 // page
	pages  []uint32
}

// read looks at the visit of a row, unless it was the last one looked at.
func (t *tracer) read(j journey.Journey, row int, v *visit) {
	if v.lo <= row && row < v.hi {
		return
	}
	session := j.Columns.Session
	lo, hi := row, j.SessionEnd(row)
	for lo > j.Lo && session[lo-1] == session[row] {
		lo--
	}
	*v = visit{lo: lo, hi: hi, pages: v.pages[:0]}
	backs := 0
	for at := lo; at < hi; at++ {
		if kind := t.kinds[j.Columns.Event[at]]; kind != 0 {
			v.traces |= kind
			if kind == measured {
				if paint, ok := t.paint.Of(j, at); ok && paint > slowestPaint {
					v.traces |= slowPages
				}
				if answer, ok := t.answer.Of(j, at); ok && answer > slowestAnswer {
					v.traces |= slowAnswers
				}
			}
		}
		if page := j.Columns.Page[at]; page != 0 && page != v.last {
			if v.back(page) {
				backs++
			}
			v.last = page
		}
	}
	if backs >= fewestBacks {
		v.traces |= backSteps
	}
}

// mostPages bounds how far back a return is seen.
const mostPages = 64

// back tells whether a page was seen in this visit before.
func (v *visit) back(page uint32) bool {
	for _, seen := range v.pages {
		if seen == page {
			return true
		}
	}
	if len(v.pages) < mostPages {
		v.pages = append(v.pages, page)
	}
	return false
}

// again tells whether the event of a row came so often in the visit that it
// seems not to lead on.
func (v *visit) again(j journey.Journey, row int) bool {
	n, code := 0, j.Columns.Event[row]
	for at := v.lo; at < v.hi; at++ {
		if j.Columns.Event[at] == code {
			n++
		}
	}
	return n >= fewestRepeats
}
