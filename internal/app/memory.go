package app

import (
	"os"
	"runtime/debug"
	"runtime/metrics"
	"sync/atomic"
)

const (
	// headroom is how much memory may be garbage before it is collected. Go
	// allows as much as is in use, which doubles a large workspace's need.
	headroom = 96 << 20
	// The bounds of what Go calls the GC percentage: its default, and what
	// collection at a large heap costs little more than.
	mostGarbage, leastGarbage = 100, 40
)

var garbage atomic.Int64 // the percentage that was set last

// paceCollection keeps the garbage of a growing heap within headroom, or within
// leastGarbage percent of what is in use where that is more. Whoever set Go's
// own variables knows better.
func paceCollection() {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	percent := int64(mostGarbage)
	if used := int64(live[0].Value.Uint64()); used > headroom {
		percent = max(leastGarbage, headroom*mostGarbage/used)
	}
	if garbage.Swap(percent) != percent {
		debug.SetGCPercent(int(percent))
	}
}
