package access

import "time"

// attempts slows down guessing: after a few failures, each further one doubles
// the wait, up to a quarter of an hour.
type attempts struct {
	failures map[string]failure
}

type failure struct {
	count int
	until time.Time
}

const (
	freeAttempts   = 5
	firstWait      = 2 * time.Second
	longestWait    = 15 * time.Minute
	mostRemembered = 10_000
)

func (a *Access) blocked(keys ...string) (wait time.Duration) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	for _, key := range keys {
		wait = max(wait, a.attempts.failures[key].until.Sub(a.now()))
	}
	return wait
}

func (a *Access) failed(keys ...string) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if len(a.attempts.failures) > mostRemembered {
		for key, f := range a.attempts.failures {
			if f.until.Before(a.now()) {
				delete(a.attempts.failures, key)
			}
		}
	}
	for _, key := range keys {
		f := a.attempts.failures[key]
		f.count++
		if f.count > freeAttempts {
			f.until = a.now().Add(min(longestWait, firstWait<<min(f.count-freeAttempts-1, 12)))
		}
		a.attempts.failures[key] = f
	}
}

func (a *Access) succeeded(keys ...string) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	for _, key := range keys {
		delete(a.attempts.failures, key)
	}
}
