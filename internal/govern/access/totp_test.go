package access

import (
	"testing"
	"time"
)

// The test vectors of RFC 6238, appendix B, for SHA-1.
func TestCodesOfTheRFC(t *testing.T) {
	secret := []byte("12345678901234567890")
	for at, want := range map[int64]string{
		59: "94287082", 1111111109: "07081804", 1111111111: "14050471",
		1234567890: "89005924", 2000000000: "69279037", 20000000000: "65353130",
	} {
		if got := codeAt(secret, at/30, 8); got != want {
			t.Errorf("at %d: %s, want %s", at, got, want)
		}
		step, ok := matchingStep(base32Secret.EncodeToString(secret), want[2:], time.Unix(at, 0))
		if !ok || step != at/30 {
			t.Errorf("at %d: the code %s is not found", at, want[2:])
		}
	}
}
