package access_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"wend/internal/govern/access"
)

// authenticator is a phone with the app: written apart from the room, so that
// a mistake in one does not hide in the other.
func authenticator(t *testing.T, secret string, now time.Time) string {
	t.Helper()
	key, err := base32.StdEncoding.DecodeString(secret)
	if err != nil {
		t.Fatal(err)
	}
	var counter [8]byte
	binary.BigEndian.PutUint64(counter[:], uint64(now.Unix()/30))
	mac := hmac.New(sha1.New, key)
	mac.Write(counter[:])
	sum := mac.Sum(nil)
	at := sum[19] & 15
	return fmt.Sprintf("%06d", (uint32(sum[at]&127)<<24|uint32(sum[at+1])<<16|uint32(sum[at+2])<<8|uint32(sum[at+3]))%1_000_000)
}

// withCodes switches codes on and returns the secret and the recovery codes.
func withCodes(t *testing.T, a *access.Access, clock *clock, p access.Person) (secret string, recovery []string) {
	t.Helper()
	secret, address, err := a.BeginCodes(t.Context(), p, password)
	if err != nil {
		t.Fatal(err)
	}
	if u, err := url.Parse(address); err != nil || u.Scheme != "otpauth" || u.Host != "totp" || u.Query().Get("secret") != secret {
		t.Fatalf("the address for the app is %q", address)
	}
	if recovery, err = a.ConfirmCodes(t.Context(), p, authenticator(t, secret, clock.now)); err != nil {
		t.Fatal(err)
	}
	return secret, recovery
}

func TestSigningInWithCodes(t *testing.T) {
	a, clock := open(t)
	owner := people(t, a)[access.Owner]
	try := func(code string) error {
		return signIn(t, a, access.Credentials{Email: owner.Email, Password: password, Code: code})
	}
	secret, recovery := withCodes(t, a, clock, owner)
	if len(recovery) != 10 {
		t.Fatalf("%d recovery codes", len(recovery))
	}
	err := try("")
	refused(t, "no code", err, http.StatusUnauthorized)
	if !access.WantsCode(err) {
		t.Error("the second step is not asked for")
	}
	if err := signIn(t, a, access.Credentials{Email: owner.Email, Password: "wrong horse battery", Code: authenticator(t, secret, clock.now)}); access.WantsCode(err) || err == nil {
		t.Error("a wrong password is told that a code is wanted, which says that the password was right")
	}
	refused(t, "the code that switched codes on", try(authenticator(t, secret, clock.now)), http.StatusUnauthorized)

	clock.pass(30 * time.Second)
	code := authenticator(t, secret, clock.now)
	if err := try(" " + code[:3] + " " + code[3:]); err != nil {
		t.Error(err)
	}
	refused(t, "a code that was used", try(code), http.StatusUnauthorized)
	clock.pass(10 * time.Minute)
	for offset, good := range map[time.Duration]bool{-time.Minute: false, -30 * time.Second: true, time.Minute: false} {
		if err := try(authenticator(t, secret, clock.now.Add(offset))); (err == nil) != good {
			t.Errorf("a phone that is %v off: %v", offset, err)
		}
	}
	refused(t, "a code of before the last one", try(authenticator(t, secret, clock.now.Add(-30*time.Second))), http.StatusUnauthorized)

	clock.pass(time.Hour)
	if err := try(strings.ToUpper(recovery[3])); err != nil {
		t.Error(err)
	}
	refused(t, "a recovery code twice", try(recovery[3]), http.StatusUnauthorized)
	if codes, err := a.Codes(t.Context(), owner); err != nil || codes.RecoveryLeft != 9 || codes.Since.IsZero() {
		t.Errorf("%+v %v", codes, err)
	}
	renewed, err := a.RenewRecovery(t.Context(), owner, password)
	if err != nil {
		t.Fatal(err)
	}
	refused(t, "a replaced recovery code", try(recovery[4]), http.StatusUnauthorized)
	if err := try(renewed[0]); err != nil {
		t.Error(err)
	}
}

func TestSwitchingCodesOff(t *testing.T) {
	a, clock := open(t)
	all := people(t, a)
	owner, analyst := all[access.Owner], all[access.Analyst]
	withCodes(t, a, clock, analyst)
	_, _, err := a.BeginCodes(t.Context(), analyst, password)
	refused(t, "setting up what is on, which would lose it", err, http.StatusConflict)
	refused(t, "without the password", a.EndCodes(t.Context(), analyst, "wrong horse battery"), http.StatusUnprocessableEntity)
	if err := a.EndCodes(t.Context(), analyst, password); err != nil {
		t.Fatal(err)
	}
	if err := signIn(t, a, access.Credentials{Email: analyst.Email, Password: password}); err != nil {
		t.Error(err)
	}
	_, err = a.ConfirmCodes(t.Context(), analyst, "123456")
	refused(t, "confirming what was not begun", err, http.StatusConflict)

	withCodes(t, a, clock, owner) // by whoever lost the phone, an owner can
	if err := a.ResetCodes(t.Context(), owner.ID); err != nil {
		t.Fatal(err)
	}
	if err := signIn(t, a, access.Credentials{Email: owner.Email, Password: password}); err != nil {
		t.Error(err)
	}
}

func TestCodesCanBeRequiredOfEverybody(t *testing.T) {
	a, clock := open(t)
	all := people(t, a)
	owner, analyst := all[access.Owner], all[access.Analyst]
	refused(t, "an owner without codes", a.RequireCodes(t.Context(), owner, true), http.StatusConflict)
	withCodes(t, a, clock, owner)
	if err := a.RequireCodes(t.Context(), owner, true); err != nil {
		t.Fatal(err)
	}
	now, cookie := session(t, a, analyst)
	if !now.MustEnrol || now.May(access.SeeNumbers) || !now.May(access.OwnAccount) {
		t.Errorf("without codes: %+v", now)
	}
	withCodes(t, a, clock, analyst)
	if now, _, err := a.BySession(t.Context(), cookie); err != nil || now.MustEnrol || !now.May(access.SeeNumbers) {
		t.Errorf("with codes: %+v %v", now, err)
	}
}
