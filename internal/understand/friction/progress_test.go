package friction

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"
	"testing"

	"wend/internal/understand/funnel"
	"wend/internal/understand/query"
)

func looked() Workspace { return Workspace{Ways: [][]funnel.Step{{named("Looked"), named("Bought")}}} }

// hard is a chance to buy that is low for some.
func hard(device, country string) float64 {
	if device == "mobile" && country == "DE" {
		return 0.1
	}
	return 0.5
}

// A search ends with its context, in whichever phase it is.
func TestCancel(t *testing.T) {
	ix := shop(1, 3000, hard)
	for _, at := range []float64{0, 0.1, 0.3, 0.6, 0.8} {
		ctx, cancel := context.WithCancel(Within(t.Context(), looked))
		var after atomic.Int64
		told := query.WithProgress(ctx, func(p query.Progress) {
			if ctx.Err() != nil {
				after.Add(1)
			}
			if p.Done >= at {
				cancel()
			}
		})
		if _, err := Run(told, ix, question()); !errors.Is(err, context.Canceled) {
			t.Errorf("given up at %.2f: %v", at, err)
		}
		if n := after.Load(); n > int64(2*runtime.GOMAXPROCS(0)) {
			t.Errorf("given up at %.2f: %d parts were begun after that", at, n)
		}
	}
}

// Progress names what is looked at, and never goes back.
func TestProgress(t *testing.T) {
	var told []query.Progress
	ctx := query.WithProgress(Within(t.Context(), looked), func(p query.Progress) { told = append(told, p) })
	if _, err := Run(ctx, shop(1, 3000, hard), question()); err != nil {
		t.Fatal(err)
	}
	at := map[string]bool{}
	for i, p := range told {
		at[p.Doing] = true
		if p.Doing == "" || p.Done < 0 || p.Done > 1 || i > 0 && p.Done < told[i-1].Done {
			t.Errorf("%+v after %+v", p, told[max(0, i-1)])
		}
	}
	if !at["Who goes on from Looked to Bought"] || told[len(told)-1].Done != 1 {
		t.Errorf("%v, at last %+v", at, told[len(told)-1])
	}
}
