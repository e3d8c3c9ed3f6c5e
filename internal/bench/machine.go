package bench

import (
	"fmt"
	"os"
	"runtime"
	"sync"
	"time"
)

// bandwidthWords is the length of the array that is read: 256 MiB, more than
// any cache. Tests, which do not ask how fast memory is, make it shorter.
var bandwidthWords = 32 << 20

// ReadBandwidth is how many bytes a second all cores together read from
// memory: the best of several passes over an array that no cache holds.
func ReadBandwidth() float64 {
	cores := runtime.GOMAXPROCS(0)
	data := make([]uint64, bandwidthWords)
	for i := range data {
		data[i] = uint64(i)
	}
	best := time.Duration(1 << 62)
	var sink [64]uint64
	for range 5 {
		begun := time.Now()
		var wait sync.WaitGroup
		for core := range cores {
			part := data[core*len(data)/cores : (core+1)*len(data)/cores]
			wait.Go(func() { sink[core%len(sink)] += sum(part) })
		}
		wait.Wait()
		best = min(best, time.Since(begun))
	}
	runtime.KeepAlive(&sink)
	return float64(len(data)*8) / best.Seconds()
}

// sum reads with eight independent additions, so that memory is what it waits for.
func sum(data []uint64) uint64 {
	var a, b, c, d, e, f, g, h uint64
	for ; len(data) >= 8; data = data[8:] {
		p := (*[8]uint64)(data)
		a, b, c, d = a+p[0], b+p[1], c+p[2], d+p[3]
		e, f, g, h = e+p[4], f+p[5], g+p[6], h+p[7]
	}
	return a + b + c + d + e + f + g + h
}

// SyncTime is how long one write of so many bytes with its fsync takes in a
// directory: the mean over about a second.
func SyncTime(dir string, size int) (time.Duration, error) {
	file, err := os.CreateTemp(dir, "wend-bench-*")
	if err != nil {
		return 0, fmt.Errorf("measure the disk: %w", err)
	}
	defer os.Remove(file.Name())
	defer file.Close()
	block := make([]byte, size)
	for i := range block {
		block[i] = byte(i * 7)
	}
	begun, n := time.Now(), 0
	for ; n < 1000 && time.Since(begun) < time.Second; n++ {
		if _, err := file.WriteAt(block, int64(n%64)*int64(size)); err != nil {
			return 0, fmt.Errorf("measure the disk: %w", err)
		}
		if err := file.Sync(); err != nil {
			return 0, fmt.Errorf("measure the disk: %w", err)
		}
	}
	return time.Since(begun) / time.Duration(n), nil
}
