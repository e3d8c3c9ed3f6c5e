package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"time"
)

// Ingest says how intake is measured.
type Ingest struct {
	// Start runs the real program on an empty directory and answers where it
	// is, and how to stop it.
	Start func(ctx context.Context, dir string) (Target, func() error, error)
	// Dir is where both programs write; a directory of its own is made below
	// it and removed afterwards. Empty: the system's temporary directory.
	Dir string
	// Connections is the number of keep-alive connections. 0: 64.
	Connections int
	// Warm and Measured are the parts of each of the phases. 0: 2 s and 6 s.
	Warm, Measured time.Duration
	Seed           uint64
}

// IngestReport is what was found.
type IngestReport struct {
	Product, ProductHalf Load // at full load, and at half of that
	Reference            Load
	Ratio                float64 // of the product's rate to the reference's
	SyncTime             time.Duration
	SyncRate             float64 // events a second that syncing alone would allow
	GroupEvents          float64 // events in a group of the reference, on average
	GroupBytes           int     // and its compressed size
	BytesPerEvent        float64 // of a batch
	Bandwidth            float64 // of memory, bytes a second
}

// The bars that the product sets itself.
const (
	leastIngestRatio = 0.4
	mostHalfLoadP99  = 50 * time.Millisecond
)

// Run measures the real program, then the reference, with the same load on the
// same cores: generator and server share them.
func (in Ingest) Run(ctx context.Context, out io.Writer) (report IngestReport, err error) {
	if in.Connections == 0 {
		in.Connections = 64
	}
	if in.Warm == 0 {
		in.Warm = 2 * time.Second
	}
	if in.Measured == 0 {
		in.Measured = 6 * time.Second
	}
	dir, err := os.MkdirTemp(in.Dir, "wend-bench-")
	if err != nil {
		return report, fmt.Errorf("make a directory to measure in: %w", err)
	}
	defer os.RemoveAll(dir)
	report.BytesPerEvent = batchSize(in.Seed)
	fmt.Fprintf(out, "batches of %d events, %.0f bytes an event, %d connections, %d cores for generator and server together\n",
		batchEvents, report.BytesPerEvent, in.Connections, runtime.GOMAXPROCS(0))
	if err := in.product(ctx, dir, &report); err != nil {
		return report, err
	}
	runtime.GC() // what the product left is not the reference's to sweep
	if err := in.reference(ctx, dir, &report); err != nil {
		return report, err
	}
	report.Ratio = report.Product.Rate() / report.Reference.Rate()
	report.SyncTime, err = SyncTime(dir, report.GroupBytes)
	if err != nil {
		return report, err
	}
	report.SyncRate = report.GroupEvents / report.SyncTime.Seconds()
	report.Bandwidth = ReadBandwidth()
	report.print(out)
	return report, nil
}

func (in Ingest) product(ctx context.Context, dir string, report *IngestReport) (err error) {
	target, stop, err := in.Start(ctx, dir)
	if err != nil {
		return fmt.Errorf("start the program to be measured: %w", err)
	}
	defer func() { err = errors.Join(err, stop()) }()
	g := generator{target: target, connections: in.Connections, seed: in.Seed}
	if report.Product, err = g.run(ctx, in.Warm, in.Measured, 0); err != nil {
		return err
	}
	report.ProductHalf, err = g.run(ctx, in.Warm, in.Measured, report.Product.Rate()/2)
	return err
}

func (in Ingest) reference(ctx context.Context, dir string, report *IngestReport) (err error) {
	target, r, stop, err := startReference(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	g := generator{target: target, connections: in.Connections, seed: in.Seed}
	if report.Reference, err = g.run(ctx, in.Warm, in.Measured, 0); err != nil {
		return err
	}
	groups := max(r.stats.groups.Load(), 1)
	report.GroupEvents = float64(r.stats.events.Load()) / float64(groups)
	report.GroupBytes = int(r.stats.bytes.Load() / groups)
	return nil
}

// batchSize is the mean size of an event in a batch.
func batchSize(seed uint64) float64 {
	b := newBatches(seed, 0, newTemplates(seed))
	bytes := 0
	for range 100 {
		bytes += len(b.next(time.Now()))
	}
	return float64(bytes) / (100 * batchEvents)
}

func (r IngestReport) print(out io.Writer) {
	p, h, f := r.Product, r.ProductHalf, r.Reference
	fmt.Fprintf(out, "\n%-46s %12s %9s %9s %8s\n", "", "events/s", "p50, ms", "p99, ms", "refused")
	row := func(name string, l Load) {
		fmt.Fprintf(out, "%-46s %12.0f %9.1f %9.1f %8d\n", name, l.Rate(), ms(l.P50), ms(l.P99), l.Refused)
	}
	row("Wend, durable and with everything live", p)
	row("Wend at half that load", h)
	row("reference: decode, compress, group-fsync only", f)
	fmt.Fprintf(out, "\nWend takes %.2f of what the reference takes (at least %.1f is wanted%s)\n", r.Ratio, leastIngestRatio, missed(r.Ratio < leastIngestRatio))
	fmt.Fprintf(out, "p99 at half load %.1f ms (at most %d is wanted%s)\n", ms(h.P99), mostHalfLoadP99.Milliseconds(), missed(h.P99 > mostHalfLoadP99))
	fmt.Fprintf(out, "bare group-fsync: %.2f ms for a group of %.0f events (%d kB compressed): %.0f events/s\n",
		float64(r.SyncTime.Microseconds())/1000, r.GroupEvents, r.GroupBytes/1000, r.SyncRate)
	fmt.Fprintf(out, "memory reads at %.1f GB/s: %.0f events/s of this size\n", r.Bandwidth/1e9, r.Bandwidth/r.BytesPerEvent)
}

func missed(yes bool) string {
	if yes {
		return "; missed"
	}
	return ""
}
