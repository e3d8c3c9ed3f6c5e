package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

// importFiles measures `wend import events` beside DuckDB reading the same file
// into a table on disk, for a file of so many rows and for one of twice as many,
// so that what memory grows by is seen. program is the built wend.
func importFiles(ctx context.Context, out io.Writer, program string, rows, threads int) error {
	small, err := importFile(ctx, out, program, rows, threads)
	if err != nil {
		return err
	}
	large, err := importFile(ctx, out, program, 2*rows, threads)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "memory grows by %.0f bytes a row\n", float64(large.peak-small.peak)/float64(rows))
	return nil
}

// imported is what one import took.
type imported struct {
	ours, theirs time.Duration
	peak         int64 // bytes of memory, of the import and the server in one process
}

func importFile(ctx context.Context, out io.Writer, program string, rows, threads int) (imported, error) {
	took := imported{}
	dir, err := os.MkdirTemp("", "wend-bench-import-")
	if err != nil {
		return took, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "events.csv")
	size, err := writeEvents(file, rows)
	if err != nil {
		return took, fmt.Errorf("write the file: %w", err)
	}
	if took.ours, took.peak, err = wendImport(ctx, program, file, filepath.Join(dir, "data"), rows); err != nil {
		return took, err
	}
	if took.theirs, err = duckRead(ctx, file, filepath.Join(dir, "duck.db"), rows, threads); err != nil {
		return took, err
	}
	speed := func(took time.Duration) float64 { return float64(rows) / took.Seconds() }
	fmt.Fprintf(out, "%d rows, %.1f MB of CSV, %d cores\n", rows, float64(size)/1e6, runtime.GOMAXPROCS(0))
	fmt.Fprintf(out, "Wend    %9.0f rows/s  %6.2f s, durable, identities resolved, journeys built; at most %.0f MB of memory, the server's included\n", speed(took.ours), took.ours.Seconds(), float64(took.peak)/1e6)
	fmt.Fprintf(out, "DuckDB  %9.0f rows/s  %6.2f s, a table on disk\n", speed(took.theirs), took.theirs.Seconds())
	fmt.Fprintf(out, "ratio   %9.2f\n", took.theirs.Seconds()/took.ours.Seconds())
	return took, nil
}

func wendImport(ctx context.Context, program, file, data string, rows int) (took time.Duration, peak int64, err error) {
	var said bytes.Buffer
	command := exec.CommandContext(ctx, program, "import", "events", file, "--data", data)
	command.Stderr = &said
	begun := time.Now()
	if err := command.Run(); err != nil {
		return 0, 0, fmt.Errorf("wend import: %w: %s", err, said.String())
	}
	took = time.Since(begun)
	if want := fmt.Sprintf("%d rows: %d stored", rows, rows); !bytes.Contains(said.Bytes(), []byte(want)) {
		return 0, 0, fmt.Errorf("wend import did not store every row: %s", said.String())
	}
	if usage, ok := command.ProcessState.SysUsage().(*syscall.Rusage); ok {
		peak = usage.Maxrss << 10
	}
	return took, peak, nil
}

// customers are those in the file, every fifth of them with two devices.
const customers = 50_000

// writeEvents makes the file: visitors who look, put in the cart and buy.
func writeEvents(path string, rows int) (size int64, err error) {
	file, err := os.Create(path)
	if err != nil {
		return 0, err
	}
	w := bufio.NewWriterSize(file, 1<<20)
	fmt.Fprintln(w, "message_id,event,timestamp,user_id,anonymous_id,properties.product_id,properties.category,properties.value")
	names, start := []string{"Product Viewed", "Product Viewed", "Product Added", "Order Completed"}, time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range rows {
		visit := i / 4
		customer, round := visit%customers, visit/customers
		device := customer
		if customer%5 == 0 { // these change between two devices
			device += round % 2 * customers
		}
		fmt.Fprintf(w, "m-%d,%s,%s,u%d,a%d,p%d,c%d,%d.90\n", i, names[i%4], start.Add(time.Duration(i)*20*time.Second).Format(time.RFC3339), customer, device, i%997, i%13, i%200)
	}
	if err = w.Flush(); err == nil {
		var info os.FileInfo
		if info, err = file.Stat(); err == nil {
			size = info.Size()
		}
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	return size, err
}

func duckRead(ctx context.Context, file, database string, rows, threads int) (time.Duration, error) {
	peer, err := openPeerAt(ctx, database, threads)
	if err != nil {
		return 0, err
	}
	defer peer.close()
	begun := time.Now()
	if _, err := peer.db.ExecContext(ctx, fmt.Sprintf("CREATE TABLE events AS SELECT * FROM read_csv('%s')", file)); err != nil {
		return 0, fmt.Errorf("read the file with DuckDB: %w", err)
	}
	if _, err := peer.db.ExecContext(ctx, "CHECKPOINT"); err != nil {
		return 0, fmt.Errorf("write DuckDB's table: %w", err)
	}
	took := time.Since(begun)
	got := 0
	if err := peer.db.QueryRowContext(ctx, "SELECT count(*) FROM events").Scan(&got); err != nil || got != rows {
		return 0, fmt.Errorf("DuckDB has %d rows of %d: %w", got, rows, err)
	}
	return took, nil
}
