// Command bench sets Wend's answers beside DuckDB's: the same synthetic
// events, the same questions, in one run on one machine, and the same answers.
//
// It is a module of its own, so that DuckDB (and cgo) stay out of the product.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"time"

	"wend/internal/bench"
)

// The bars that the product sets itself.
const (
	leastRatio   = 12.0
	mostDistance = 12.0
)

func main() {
	size := bench.Size{}
	flag.IntVar(&size.Events, "events", 10_000_000, "number of synthetic events")
	flag.IntVar(&size.Customers, "customers", 1_000_000, "number of customers")
	flag.Uint64Var(&size.Seed, "seed", 1, "seed of the synthetic events")
	times := flag.Int("times", 5, "how often each question is asked; the median counts")
	threads := flag.Int("threads", runtime.GOMAXPROCS(0), "threads that DuckDB may use")
	strict := flag.Bool("strict", false, "exit with 1 where a bar is missed")
	rows := flag.Int("import", 0, "import a file of so many rows, and one of twice as many, instead, beside DuckDB")
	program := flag.String("wend", "../bin/wend", "the built program, for -import")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if *rows > 0 {
		if err := importFiles(ctx, os.Stdout, *program, *rows, *threads); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	missed, err := run(ctx, os.Stdout, size, *times, *threads)
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	if missed > 0 && *strict {
		os.Exit(1)
	}
}

// run measures and reports; it answers how many bars were missed. An answer
// that differs is an error.
func run(ctx context.Context, out io.Writer, size bench.Size, times, threads int) (missed int, err error) {
	ix, err := bench.Prepare(ctx, out, size)
	if err != nil {
		return 0, err
	}
	peer, err := openPeer(ctx, threads)
	if err != nil {
		return 0, err
	}
	defer peer.close()
	begun := time.Now()
	if err := peer.load(ctx, ix, size); err != nil {
		return 0, err
	}
	fmt.Fprintf(out, "the same touchpoints copied into a DuckDB %s table in memory, sorted by customer and time, in %.1f s\n", peer.version, time.Since(begun).Seconds())
	fmt.Fprintf(out, "%d cores; DuckDB has %d threads\n\n", runtime.GOMAXPROCS(0), threads)

	fmt.Fprintf(out, "%-32s %9s %11s %8s %9s %9s   %s\n", "question", "Wend, ms", "DuckDB, ms", "ratio", "GB/s", "distance", "best SQL of those tried")
	for _, question := range bench.Questions() {
		// The machine's bandwidth as it is now: others may be using it.
		bandwidth := bench.ReadBandwidth()
		timings, err := bench.Ask(ctx, ix, []bench.Question{question}, times)
		if err != nil {
			return missed, err
		}
		bandwidth = max(bandwidth, bench.ReadBandwidth())
		best, err := peer.best(ctx, question.Name, timings[0].Answer, times)
		if err != nil {
			return missed, err
		}
		if best.name == "" {
			fmt.Fprintf(out, "%-32s %9.1f %11s %8s %9.1f %9s   not to be said in SQL\n", question.Name, milliseconds(timings[0].Took), "", "", bandwidth/1e9, "")
			continue
		}
		ratio := float64(best.took) / float64(timings[0].Took)
		distance := float64(timings[0].Took) / float64(timings[0].Floor(size, bandwidth))
		note := ""
		if question.Compared && ratio < leastRatio || distance > mostDistance {
			missed++
			note = "  (missed)"
		}
		fmt.Fprintf(out, "%-32s %9.1f %11.1f %7.1fx %9.1f %8.1fx   %s%s\n", question.Name, milliseconds(timings[0].Took), milliseconds(best.took), ratio, bandwidth/1e9, distance, best.name, note)
	}
	fmt.Fprintf(out, "\nAll answers are the same. Wanted: ratio at least %.0f, distance to reading the same columns once at most %.0f.\n", leastRatio, mostDistance)
	fmt.Fprintln(out, "\nAll ways that were tried, ms:")
	for _, m := range peer.tried {
		fmt.Fprintf(out, "%9.1f   %s\n", milliseconds(m.took), m.name)
	}
	return missed, nil
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
