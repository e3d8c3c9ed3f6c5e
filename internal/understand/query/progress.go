package query

import (
	"context"
	"sync"
)

// Progress is how far an answer is that takes a while.
type Progress struct {
	Done  float64 `json:"done" minimum:"0" maximum:"1" doc:"How much of the work is done, from 0 to 1."`
	Doing string  `json:"doing" doc:"What is being looked at, for a person."`
}

type progressKey struct{}

// WithProgress lets report hear how far a question is that is asked with the
// context. It is called by one goroutine at a time, never goes back (workers tell
// out of turn), and must not wait.
func WithProgress(ctx context.Context, report func(Progress)) context.Context {
	var mu sync.Mutex
	furthest := 0.0
	return context.WithValue(ctx, progressKey{}, func(p Progress) {
		mu.Lock()
		defer mu.Unlock()
		if p.Done < furthest {
			return
		}
		furthest = p.Done
		report(p)
	})
}

// PartOf is a context for the i-th of n questions that are asked one after the
// other for one answer: what is reported in it is that part of the whole.
func PartOf(ctx context.Context, i, n int) context.Context {
	report, ok := ctx.Value(progressKey{}).(func(Progress))
	if !ok || report == nil {
		return ctx
	}
	return context.WithValue(ctx, progressKey{}, func(p Progress) {
		p.Done = (float64(i) + p.Done) / float64(n)
		report(p)
	})
}

// Report tells whoever wants to hear it how far the work is.
func Report(ctx context.Context, done float64, doing string) {
	if report, ok := ctx.Value(progressKey{}).(func(Progress)); ok && report != nil {
		report(Progress{Done: done, Doing: doing})
	}
}
