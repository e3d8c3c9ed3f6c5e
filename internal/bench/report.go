package bench

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"slices"
	"time"

	"wend/internal/journey"
)

// Median runs something once to warm up and then as MedianWarm does.
func Median(times int, run func() error) (time.Duration, error) {
	if err := run(); err != nil {
		return 0, err
	}
	return MedianWarm(times, run)
}

// MedianWarm runs something several times, and what is quick for about a
// second, so that one bad moment of the machine is not what was measured. It
// answers the median time.
func MedianWarm(times int, run func() error) (time.Duration, error) {
	var took []time.Duration
	for first := time.Now(); len(took) < times || times > 1 && len(took) < mostTimes && time.Since(first) < time.Second; {
		begun := time.Now()
		if err := run(); err != nil {
			return 0, err
		}
		took = append(took, time.Since(begun))
	}
	slices.Sort(took)
	return took[len(took)/2], nil
}

const mostTimes = 100

// Query measures the questions over a synthetic history and writes what it found.
func Query(ctx context.Context, out io.Writer, size Size, times int) error {
	ix, err := Prepare(ctx, out, size)
	if err != nil {
		return err
	}
	bandwidth := ReadBandwidth()
	fmt.Fprintf(out, "memory reads at %.1f GB/s on %d cores\n\n", bandwidth/1e9, runtime.GOMAXPROCS(0))
	timings, err := Ask(ctx, ix, Questions(), times)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%-30s %10s %14s %12s %9s\n", "question", "ms", "events/s", "to read, ms", "distance")
	for _, t := range timings {
		floor := t.Floor(size, bandwidth)
		fmt.Fprintf(out, "%-30s %10.1f %14.0f %12.2f %8.1fx\n", t.Question.Name, ms(t.Took), float64(size.Events)/t.Took.Seconds(), ms(floor), float64(t.Took)/float64(floor))
	}
	fmt.Fprintln(out, "\n(distance: time taken over the time to read the same columns once; at most 12 is wanted)")
	return nil
}

// Floor is the time to read the columns that a question needs, once.
func (t Timing) Floor(size Size, bandwidth float64) time.Duration {
	return time.Duration(float64(size.Events*t.Question.Bytes) / bandwidth * float64(time.Second))
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// Prepare builds the index and says what it takes in memory.
func Prepare(ctx context.Context, out io.Writer, size Size) (*journey.Index, error) {
	before := heap()
	fmt.Fprintf(out, "building %d synthetic events of %d customers…\n", size.Events, size.Customers)
	ix, took, err := Build(ctx, size, StageModel())
	if err != nil {
		return nil, err
	}
	after := heap()
	st := ix.Stats()
	fmt.Fprintf(out, "%d touchpoints, %d sessions, %d customers, made and loaded in %.1f s (%.0f events/s)\n",
		st.Events, st.Sessions, st.Customers, took.Seconds(), float64(st.Events)/took.Seconds())
	fmt.Fprintf(out, "%.1f bytes of memory an event with all built-in dimensions (heap; the index itself counts %.1f); at most 48 are wanted\n",
		float64(after-before)/float64(st.Events), float64(st.Bytes)/float64(st.Events))
	return ix, nil
}

// heap is the memory in use after everything unused was let go.
func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
