package main

import (
	"bytes"
	"testing"

	"wend/internal/bench"
)

// Every way of asking in SQL gives Wend's answer, on several small shops:
// run fails where one differs.
func TestAnswersAreTheSame(t *testing.T) {
	for seed := range uint64(4) {
		var out bytes.Buffer
		size := bench.Size{Events: 20_000, Customers: 300 << (2 * seed), Seed: seed}
		if _, err := run(t.Context(), &out, size, 1, 2); err != nil {
			t.Errorf("seed %d: %v\n%s", seed, err, out.String())
		}
	}
}
