package access

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wend/internal/problem"
)

// TestGuessingIsSlow plays any mix of waiting, guessing and signing in, and
// holds it against what is promised.
func TestGuessingIsSlow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
		a := New(nil, "", func() time.Time { return now })
		account, address := forAccount("ada@example.com"), forAddress("192.0.2.1")
		failures, until := 0, time.Time{}
		for range rapid.IntRange(1, 80).Draw(t, "attempts") {
			now = now.Add(time.Duration(rapid.SampledFrom([]int{0, 1, 30, 900}).Draw(t, "wait")) * time.Second)
			err := a.begin(account)
			if now.Before(until) != (err != nil) {
				t.Fatalf("after %d failures, %v before the wait is over: %v", failures, until.Sub(now), err)
			}
			if err != nil {
				if p, ok := err.(*problem.Problem); !ok || p.Status != 429 || now.Add(time.Duration(p.RetryIn)*time.Second).Before(until) {
					t.Fatalf("%+v does not say to wait until %v", err, until)
				}
				continue
			}
			if rapid.IntRange(0, 9).Draw(t, "outcome") == 0 {
				a.succeeded(account)
				failures, until = 0, time.Time{}
				continue
			}
			if failures++; failures > freeForAccount {
				until = now.Add(min(longestWait, firstWait<<min(failures-freeForAccount-1, 20)))
			}
		}
		if a.begin(address) != nil {
			t.Fatal("one account's failures held up an address that had none")
		}
	})
}

func TestManyGuessesAtOnceGainNothing(t *testing.T) {
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	a := New(nil, "", func() time.Time { return now })
	begun := 0
	for range 1000 { // none has failed yet when the last begins
		if a.begin(forAccount("ada@example.com")) == nil {
			begun++
		}
	}
	if begun != freeForAccount+1 {
		t.Errorf("%d guesses at once", begun)
	}
}

func TestAnAddressIsHeldUpWhateverItGuesses(t *testing.T) {
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	a := New(nil, "", func() time.Time { return now })
	for i := range freeForAddress + 1 {
		if err := a.begin(forAccount(fmt.Sprint(i)), forAddress(fmt.Sprintf("2001:db8::%x", i))); err != nil {
			t.Fatal(i, err)
		}
	}
	if a.begin(forAccount("another"), forAddress("2001:db8::ffff")) == nil {
		t.Error("a household's network has as many guesses as addresses")
	}
	if err := a.begin(forAccount("another"), forAddress("2001:db8:0:1::1")); err != nil {
		t.Errorf("another household: %v", err)
	}
}

func TestAttemptsAreForgotten(t *testing.T) {
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	a := New(nil, "", func() time.Time { return now })
	for i := range 3 * mostRemembered {
		now = now.Add(time.Millisecond)
		if err := a.begin(forAccount(fmt.Sprint(i))); err != nil {
			t.Fatal(err)
		}
	}
	if len(a.attempts) > mostRemembered {
		t.Errorf("%d are remembered", len(a.attempts))
	}
}
