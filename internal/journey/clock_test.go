package journey

import (
	"math/rand/v2"
	"testing"
	"time"
)

// The clock's table says what the zone says, at each change and everywhere.
func TestClockIsTheZones(t *testing.T) {
	dice := rand.New(rand.NewPCG(3, 4))
	for _, name := range []string{"UTC", "Europe/Berlin", "America/New_York", "Africa/Casablanca", "Australia/Lord_Howe", "Asia/Kolkata"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		c := newClock(zone)
		times := append([]int64{clockFrom - 1, clockFrom, clockTo - 1, clockTo}, c.ends...)
		for _, end := range c.ends {
			times = append(times, end-1, end+1)
		}
		for range 2000 {
			times = append(times, clockFrom+dice.Int64N(clockTo-clockFrom))
		}
		for _, at := range times {
			_, offset := time.UnixMilli(at).In(zone).Zone()
			if got := c.local(at) - at; got != int64(offset)*1000 {
				t.Fatalf("%s at %d is off by %d, not %d", name, at, got, offset*1000)
			}
		}
	}
}
