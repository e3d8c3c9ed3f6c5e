//go:build unix

package store_test

import (
	"syscall"
	"time"
)

// cpuTime is the processor time that this process has used: on a machine that
// others use too, it says more than the clock.
func cpuTime() time.Duration {
	var r syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &r) != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
