package access

import (
	"fmt"
	"maps"
	"net/http"
	"net/netip"
	"slices"
	"time"

	"wend/internal/ids"
	"wend/internal/problem"
)

// attempts slows down guessing: after a few failures, each further one doubles
// the wait, up to a quarter of an hour. An attempt counts as failed from its
// start until it turns out well, so that many at once gain nothing.
type attempts map[string]attempt

type attempt struct {
	failures int
	until    time.Time // nothing is tried before
	last     time.Time
}

// A limit holds for one account or for one address; an office shares one
// address, so that has more failures free.
type limit struct {
	key  string
	free int
}

const (
	freeForAccount = 5
	freeForAddress = 20
	firstWait      = 2 * time.Second
	longestWait    = 15 * time.Minute
	forgottenAfter = 24 * time.Hour
	mostRemembered = 10_000
)

func forAccount(email string) limit { return limit{"account:" + ids.Hash(email), freeForAccount} }

// forAddress takes the network of a household for one address in IPv6.
func forAddress(address string) limit {
	if ip, err := netip.ParseAddr(address); err == nil && ip.Is6() && !ip.Is4In6() {
		if network, err := ip.WithZone("").Prefix(64); err == nil {
			address = network.String()
		}
	}
	return limit{"address:" + address, freeForAddress}
}

// begin counts an attempt against the limits, or refuses it where one is used up.
func (a *Access) begin(limits ...limit) error {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	now := a.now()
	var wait time.Duration
	for _, l := range limits {
		wait = max(wait, a.attempts[l.key].until.Sub(now))
	}
	if wait > 0 {
		seconds := int((wait + time.Second - 1) / time.Second)
		return &problem.Problem{Status: http.StatusTooManyRequests, RetryIn: seconds,
			Detail: fmt.Sprintf("Too many attempts. Try again in %d seconds.", seconds)}
	}
	for _, l := range limits {
		a.attempts.count(l, now)
	}
	return nil
}

func (all attempts) count(l limit, now time.Time) {
	one, known := all[l.key]
	if now.Sub(one.last) > forgottenAfter {
		one = attempt{}
	}
	if !known && len(all) >= mostRemembered {
		all.forget(now)
	}
	one.failures++
	one.last = now
	if over := one.failures - l.free; over > 0 {
		one.until = now.Add(min(longestWait, firstWait<<min(over-1, 12)))
	}
	all[l.key] = one
}

// forget makes room: what is long past goes, and at least the oldest tenth, so
// that this is seldom done.
func (all attempts) forget(now time.Time) {
	keys := slices.Collect(maps.Keys(all))
	slices.SortFunc(keys, func(a, b string) int { return all[a].last.Compare(all[b].last) })
	for i, key := range keys {
		if i >= mostRemembered/10 && now.Sub(all[key].last) <= forgottenAfter {
			return
		}
		delete(all, key)
	}
}

// giveBack takes an attempt back that was no failure.
func (a *Access) giveBack(limits ...limit) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	for _, l := range limits {
		one, known := a.attempts[l.key]
		if !known {
			continue
		}
		if one.failures--; one.failures <= 0 {
			delete(a.attempts, l.key)
			continue
		}
		one.until = time.Time{}
		a.attempts[l.key] = one
	}
}

// succeeded forgets an account's failures.
func (a *Access) succeeded(l limit) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	delete(a.attempts, l.key)
}
