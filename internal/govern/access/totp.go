package access

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/url"
	"time"
)

// Time-based one-time passwords (RFC 6238) with what every authenticator app
// takes without asking: SHA-1, 30 seconds, six digits.
const (
	codeStep   = 30 * time.Second
	codeDigits = 6
	// codeSlack is how many steps a phone's clock may be off, either way.
	codeSlack = 1
)

var base32Secret = base32.StdEncoding.WithPadding(base32.NoPadding)

// newCodeSecret makes 160 random bits, as RFC 4226 recommends.
func newCodeSecret() string {
	var b [20]byte
	rand.Read(b[:])
	return base32Secret.EncodeToString(b[:])
}

// codeAt is the code of one time step (HOTP, RFC 4226 section 5.3).
func codeAt(secret []byte, step int64, digits int) string {
	mac := hmac.New(sha1.New, secret)
	_ = binary.Write(mac, binary.BigEndian, uint64(step)) // a hash takes everything
	sum := mac.Sum(nil)
	offset := sum[len(sum)-1] & 0x0f
	number := binary.BigEndian.Uint32(sum[offset:]) & 0x7fffffff
	modulus := uint32(1)
	for range digits {
		modulus *= 10
	}
	return fmt.Sprintf("%0*d", digits, number%modulus)
}

// matchingStep finds the step around now whose code this is.
func matchingStep(secret, code string, now time.Time) (step int64, ok bool) {
	key, err := base32Secret.DecodeString(secret)
	if err != nil || len(key) == 0 {
		return 0, false
	}
	current := now.Unix() / int64(codeStep/time.Second)
	for s := current - codeSlack; s <= current+codeSlack; s++ {
		if subtle.ConstantTimeCompare([]byte(codeAt(key, s, codeDigits)), []byte(code)) == 1 {
			step, ok = s, true
		}
	}
	return step, ok
}

// codeAddress is what the QR code says to the authenticator app.
func codeAddress(secret, email string) string {
	u := url.URL{Scheme: "otpauth", Host: "totp", Path: "/Wend:" + email, RawQuery: url.Values{"secret": {secret}, "issuer": {"Wend"}}.Encode()}
	return u.String()
}
