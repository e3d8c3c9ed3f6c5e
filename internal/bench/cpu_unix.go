//go:build unix

package bench

import (
	"syscall"
	"time"
)

// processorTime is what the program has used of the processors so far: on a
// machine that others use as well, it tells more than the clock.
func processorTime() (time.Duration, bool) {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0, false
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano()), true
}
