package friction

import (
	"context"

	"wend/internal/journey"
	"wend/internal/understand/query"
)

// phase is a part of the work: from which share of the whole to which, by what
// parts of it took with ten million events, and what it looks at.
type phase struct {
	from, to float64
	doing    string
}

var (
	reading    = phase{0, 0.05, "What was measured and recorded"}
	who        = phase{0.05, 0.2, "Who your customers are"}
	listing    = phase{0.2, 0.5, "How far each of them came"}
	comparing  = phase{0.5, 0.8, ""}
	explaining = phase{0.8, 0.95, ""}
	evidence   = phase{0.95, 1, "What gives it away"}
)

// part is the i-th of n equal parts of a phase.
func (p phase) part(i, n int, doing string) phase {
	step := (p.to - p.from) / float64(n)
	return phase{p.from + float64(i)*step, p.from + float64(i+1)*step, doing}
}

// report tells that i of n are done.
func (p phase) report(ctx context.Context, i, n int) {
	query.Report(ctx, p.from+(p.to-p.from)*float64(i)/float64(max(n, 1)), p.doing)
}

// over is a scan that reports.
func (p phase) over(ctx context.Context, s journey.Scan) journey.Scan {
	s.Progress = func(begun, of int) { p.report(ctx, begun, of) }
	return s
}
