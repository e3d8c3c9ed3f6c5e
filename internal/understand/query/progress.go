package query

import "context"

// Progress is how far an answer is that takes a while.
type Progress struct {
	Done  float64 `json:"done" minimum:"0" maximum:"1" doc:"How much of the work is done, from 0 to 1."`
	Doing string  `json:"doing" doc:"What is being looked at, for a person."`
}

type progressKey struct{}

// WithProgress lets report hear how far questions are that are asked with the
// context. It is called from several goroutines and must not wait.
func WithProgress(ctx context.Context, report func(Progress)) context.Context {
	return context.WithValue(ctx, progressKey{}, report)
}

// Report tells whoever wants to hear it how far the work is.
func Report(ctx context.Context, done float64, doing string) {
	if report, ok := ctx.Value(progressKey{}).(func(Progress)); ok && report != nil {
		report(Progress{Done: done, Doing: doing})
	}
}
