package bench

import (
	"context"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"

	"wend/internal/understand/insights"
)

// Series measures the detector of package insights on made-up numbers whose
// truth is known: thousands of quiet months, and planted days and changes.
type Series struct {
	Quiet   int // businesses in which nothing happens
	Planted int // anomalies of each level and size
	Seed    uint64
}

// SeriesRates are what was measured.
type SeriesRates struct {
	Quiet  Share           // reports of a quiet month with any alarm
	Kinds  map[string]int  // the false alarms by kind
	Levels map[float64]int // and by the level of their metric
	Power  []Power
}

// Share is a part of a whole.
type Share struct{ Part, Whole int }

// Wilson is the 95 % interval of the probability behind it (Wilson 1927).
func (s Share) Wilson() (lo, hi float64) {
	if s.Whole == 0 {
		return 0, 1
	}
	const z = 1.959964
	n, p := float64(s.Whole), float64(s.Part)/float64(s.Whole)
	middle, half := p+z*z/(2*n), z*math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return max((middle-half)/(1+z*z/n), 0), min((middle+half)/(1+z*z/n), 1)
}

func (s Share) String() string {
	if s.Whole == 0 {
		return "none of none"
	}
	lo, hi := s.Wilson()
	return fmt.Sprintf("%d of %d, %.1f %% (%.1f to %.1f)", s.Part, s.Whole, 100*float64(s.Part)/float64(s.Whole), 100*lo, 100*hi)
}

func (s *Share) count(is bool) {
	s.Whole++
	if is {
		s.Part++
	}
}

// Run prints and answers the rates.
func (b Series) Run(ctx context.Context, out io.Writer) (SeriesRates, error) {
	rates := SeriesRates{Kinds: map[string]int{}, Levels: map[float64]int{}}
	if err := b.quiet(ctx, &rates); err != nil {
		return rates, err
	}
	fmt.Fprintf(out, "quiet reports (a month, 3 to 7 metrics) with any alarm: %s\n", rates.Quiet)
	for _, kind := range []string{insights.Spike, insights.Drop, insights.Shift} {
		fmt.Fprintf(out, "  false %ss: %d\n", kind, rates.Kinds[kind])
	}
	for _, level := range levels {
		fmt.Fprintf(out, "  false alarms about metrics of about %g a day: %d\n", level, rates.Levels[level])
	}
	var err error
	if rates.Power, err = b.power(ctx); err == nil && b.Planted > 0 {
		printPower(out, rates.Power)
	}
	return rates, err
}

// each plays businesses on all cores.
func (b Series) each(ctx context.Context, n int, judge func(dice *rand.Rand, i int)) error {
	var wait sync.WaitGroup
	places := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i := range n {
		places <- struct{}{}
		wait.Go(func() {
			defer func() { <-places }()
			if ctx.Err() == nil {
				judge(rand.New(rand.NewPCG(b.Seed, uint64(i))), i)
			}
		})
	}
	wait.Wait()
	return ctx.Err()
}

func (b Series) quiet(ctx context.Context, rates *SeriesRates) error {
	var lock sync.Mutex
	return b.each(ctx, b.Quiet, func(dice *rand.Rand, i int) {
		business := drawBusiness(dice)
		found := business.play(dice, func(int, int) float64 { return 1 }).Find(judged)
		lock.Lock()
		defer lock.Unlock()
		rates.Quiet.count(len(found) > 0)
		for _, f := range found {
			rates.Kinds[f.Kind]++
			rates.Levels[nearest(business.metrics[f.Metric].level)]++
		}
	})
}

// nearest is the level that a metric was drawn from.
func nearest(level float64) float64 {
	return slices.MinFunc(levels, func(a, b float64) int {
		return int(math.Copysign(1, math.Abs(math.Log(a/level))-math.Abs(math.Log(b/level))))
	})
}
