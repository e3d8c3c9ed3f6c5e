package access_test

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"wend/internal/govern/access"
	"wend/internal/problem"
	"wend/internal/store"
)

const password = "correct horse battery"

// clock is a time that tests move.
type clock struct{ now time.Time }

func (c *clock) read() time.Time         { return c.now }
func (c *clock) pass(time time.Duration) { c.now = c.now.Add(time) }

func open(t *testing.T) (*access.Access, *clock) {
	t.Helper()
	files, err := fs.Sub(access.Migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), t.TempDir(), store.Options{Migrations: []store.Migrations{{Room: "access", FS: files}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	c := &clock{time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)}
	return access.New(s, "admin-token", c.read), c
}

// people makes an owner, and one person of each other role.
func people(t *testing.T, a *access.Access) map[access.Role]access.Person {
	t.Helper()
	owner, err := a.CreateOwner(t.Context(), a.SetupToken(), "Ada", "ada@example.com", password)
	if err != nil {
		t.Fatal(err)
	}
	all := map[access.Role]access.Person{access.Owner: owner}
	for _, role := range access.Roles[1:] {
		all[role] = join(t, a, owner, string(role)+"@example.com", role)
	}
	return all
}

func join(t *testing.T, a *access.Access, by access.Person, email string, role access.Role) access.Person {
	t.Helper()
	_, secret, err := a.Invite(t.Context(), by, email, role)
	if err != nil {
		t.Fatal(err)
	}
	p, err := a.Accept(t.Context(), secret, "Somebody", password)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// session signs in and returns who that is on a later request, and the cookie.
func session(t *testing.T, a *access.Access, p access.Person) (access.Person, string) {
	t.Helper()
	cookie, _, err := a.NewSession(t.Context(), p, access.Browser{Device: "Firefox on Linux"})
	if err != nil {
		t.Fatal(err)
	}
	now, ok, err := a.BySession(t.Context(), cookie)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	return now, cookie
}

func signedIn(t *testing.T, a *access.Access, cookie string) bool {
	t.Helper()
	_, ok, err := a.BySession(t.Context(), cookie)
	if err != nil {
		t.Fatal(err)
	}
	return ok
}

func signIn(t *testing.T, a *access.Access, c access.Credentials) error {
	t.Helper()
	_, err := a.SignIn(t.Context(), c)
	return err
}

func refused(t *testing.T, what string, err error, status int) {
	t.Helper()
	if got := problem.Status(err); err == nil || got != status {
		t.Errorf("%s: got %v, want a problem with status %d", what, err, status)
	}
}

func TestEveryRoleMayWhatTheOneBelowItMay(t *testing.T) {
	for _, p := range append(slices.Clone(access.Permissions), access.OwnerOnly) {
		if !access.Owner.May(p) {
			t.Errorf("an owner may not %s", p)
		}
		for _, role := range access.Roles[1:] {
			if access.ReadOnly.May(p) && !role.May(p) {
				t.Errorf("read_only may %s and %s may not", p, role)
			}
			if role.May(p) && (p == access.ManagePeople || p == access.SeeAudit || p == access.HandlePersonalData || p == access.OwnerOnly) {
				t.Errorf("%s may %s", role, p)
			}
		}
	}
	for _, p := range access.ReadOnly.Permissions() {
		if !p.Reads() {
			t.Errorf("read_only may %s, which is more than reading", p)
		}
	}
	if access.Role("intern").May(access.SignedIn) {
		t.Error("a role that does not exist may something")
	}
}

func TestAnInvitationWorksOnceAndForSevenDays(t *testing.T) {
	a, clock := open(t)
	owner := people(t, a)[access.Owner]
	invite := func() (access.Invitation, string) {
		i, secret, err := a.Invite(t.Context(), owner, " Eve@Example.com", access.Analyst)
		if err != nil {
			t.Fatal(err)
		}
		return i, secret
	}
	_, first := invite()
	_, second := invite() // replaces the first
	_, err := a.Accept(t.Context(), first, "Eve", password)
	refused(t, "a replaced link", err, http.StatusForbidden)
	clock.pass(7*24*time.Hour + time.Second)
	_, err = a.Accept(t.Context(), second, "Eve", password)
	refused(t, "an expired link", err, http.StatusForbidden)
	revoked, third := invite()
	if err := a.Revoke(t.Context(), revoked.ID); err != nil {
		t.Fatal(err)
	}
	_, err = a.Accept(t.Context(), third, "Eve", password)
	refused(t, "a revoked link", err, http.StatusForbidden)

	_, fourth := invite()
	clock.pass(6 * 24 * time.Hour)
	_, err = a.Accept(t.Context(), fourth, "Eve", "short")
	refused(t, "a short password", err, http.StatusUnprocessableEntity)
	eve, err := a.Accept(t.Context(), fourth, "Eve", password)
	if err != nil || eve.Role != access.Analyst || eve.Email != "eve@example.com" {
		t.Fatalf("%+v %v", eve, err)
	}
	_, err = a.Accept(t.Context(), fourth, "Eve", password)
	refused(t, "a used link", err, http.StatusForbidden)
	_, _, err = a.Invite(t.Context(), owner, "eve@example.com", access.Owner)
	refused(t, "inviting somebody who is there", err, http.StatusConflict)
	_, _, err = a.Invite(t.Context(), owner, "mallory@example.com", "king")
	refused(t, "inviting to a role that does not exist", err, http.StatusUnprocessableEntity)
	if left, err := a.Invitations(t.Context()); err != nil || len(left) != 0 {
		t.Errorf("left over: %v %v", left, err)
	}
}

func TestTheLastOwnerStays(t *testing.T) {
	a, _ := open(t)
	all := people(t, a)
	owner, analyst := all[access.Owner], all[access.Analyst]
	refused(t, "removing the last owner", a.Remove(t.Context(), owner.ID), http.StatusConflict)
	refused(t, "demoting the last owner", a.SetRole(t.Context(), owner.ID, access.ReadOnly), http.StatusConflict)
	if err := a.SetRole(t.Context(), owner.ID, access.Owner); err != nil {
		t.Errorf("an owner who stays one: %v", err)
	}
	if err := a.SetRole(t.Context(), analyst.ID, access.Owner); err != nil {
		t.Fatal(err)
	}
	_, link, err := a.Invite(t.Context(), owner, "back@example.com", access.Owner)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.SetRole(t.Context(), owner.ID, access.Marketer); err != nil {
		t.Errorf("demoting one of two owners: %v", err)
	}
	_, err = a.Accept(t.Context(), link, "Back", password)
	refused(t, "a link that a former owner handed out", err, http.StatusForbidden)
	refused(t, "removing the last owner", a.Remove(t.Context(), analyst.ID), http.StatusConflict)
	refused(t, "a role for nobody", a.SetRole(t.Context(), "usr_nobody", access.Support), http.StatusNotFound)
	refused(t, "removing nobody", a.Remove(t.Context(), "usr_nobody"), http.StatusNotFound)
}

func TestWhoeverIsRemovedIsOutAtOnce(t *testing.T) {
	a, _ := open(t)
	marketer := people(t, a)[access.Marketer]
	now, cookie := session(t, a, marketer)
	_, secret, err := a.CreateToken(t.Context(), now, access.TokenWish{Name: "notebook"})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Remove(t.Context(), marketer.ID); err != nil {
		t.Fatal(err)
	}
	if signedIn(t, a, cookie) {
		t.Error("the session goes on")
	}
	if _, ok, err := a.ByToken(t.Context(), secret); ok || err != nil {
		t.Error("the token goes on", err)
	}
	refused(t, "signing in", signIn(t, a, access.Credentials{Email: marketer.Email, Password: password}), http.StatusUnauthorized)
}

func TestSessionsEnd(t *testing.T) {
	a, clock := open(t)
	all := people(t, a)
	here, hereCookie := session(t, a, all[access.Support])
	_, thereCookie := session(t, a, all[access.Support])
	other, otherCookie := session(t, a, all[access.Analyst])

	list, err := a.Sessions(t.Context(), here)
	if err != nil || len(list) != 2 {
		t.Fatal(list, err)
	}
	for _, s := range list {
		if s.Current != (s.ID == here.Session) || s.Device != "Firefox on Linux" {
			t.Errorf("%+v", s)
		}
	}
	refused(t, "ending somebody else's session", a.EndSession(t.Context(), here, other.Session), http.StatusNotFound)
	if err := a.EndOtherSessions(t.Context(), here); err != nil {
		t.Fatal(err)
	}
	if !signedIn(t, a, hereCookie) || signedIn(t, a, thereCookie) || !signedIn(t, a, otherCookie) {
		t.Error("signing out everywhere else did not end just the others of this person")
	}
	clock.pass(29 * 24 * time.Hour)
	if !signedIn(t, a, hereCookie) {
		t.Error("a session ended before its time")
	}
	clock.pass(29 * 24 * time.Hour)
	if !signedIn(t, a, hereCookie) || signedIn(t, a, otherCookie) {
		t.Error("use should prolong a session, and only its own")
	}
}

func TestANewPasswordEndsTheOtherSessions(t *testing.T) {
	a, _ := open(t)
	analyst := people(t, a)[access.Analyst]
	here, hereCookie := session(t, a, analyst)
	_, thereCookie := session(t, a, analyst)
	refused(t, "a wrong password", a.SetPassword(t.Context(), here, "wrong horse battery", "a new long password"), http.StatusUnprocessableEntity)
	refused(t, "a short password", a.SetPassword(t.Context(), here, password, "short"), http.StatusUnprocessableEntity)
	if !signedIn(t, a, thereCookie) {
		t.Error("a refused change ended a session")
	}
	if err := a.SetPassword(t.Context(), here, password, "a new long password"); err != nil {
		t.Fatal(err)
	}
	if !signedIn(t, a, hereCookie) || signedIn(t, a, thereCookie) {
		t.Error("the other session should have ended, and this one not")
	}
	refused(t, "the old password", signIn(t, a, access.Credentials{Email: analyst.Email, Password: password}), http.StatusUnauthorized)
	if err := signIn(t, a, access.Credentials{Email: analyst.Email, Password: "a new long password"}); err != nil {
		t.Error(err)
	}
}

func TestATokenNeverMayMoreThanItsMaker(t *testing.T) {
	a, clock := open(t)
	all := people(t, a)
	marketer := all[access.Marketer]
	_, _, err := a.CreateToken(t.Context(), marketer, access.TokenWish{Name: "x", Scopes: []access.Permission{access.ManagePeople}})
	refused(t, "a scope that its maker lacks", err, http.StatusUnprocessableEntity)
	_, _, err = a.CreateToken(t.Context(), marketer, access.TokenWish{Name: "x", Scopes: []access.Permission{}})
	refused(t, "a token for nothing", err, http.StatusUnprocessableEntity)
	_, _, err = a.CreateToken(t.Context(), marketer, access.TokenWish{Name: "x", Expires: clock.now})
	refused(t, "a token that is over", err, http.StatusUnprocessableEntity)

	make := func(by access.Person, wish access.TokenWish) string {
		_, secret, err := a.CreateToken(t.Context(), by, wish)
		if err != nil {
			t.Fatal(err)
		}
		return secret
	}
	may := func(secret string) []access.Permission {
		p, ok, err := a.ByToken(t.Context(), secret)
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		if p.May(access.OwnAccount) || !p.May(access.SignedIn) {
			t.Error("a token has an account of its own, or is nobody")
		}
		return p.Permissions()
	}
	whole := make(marketer, access.TokenWish{Name: "all"})
	narrow := make(marketer, access.TokenWish{Name: "some", Scopes: []access.Permission{access.Import, access.SeeNumbers, access.Import}, Expires: clock.now.Add(time.Hour)})
	if !slices.Equal(may(whole), access.Marketer.Permissions()) || !slices.Equal(may(narrow), []access.Permission{access.SeeNumbers, access.Import}) {
		t.Errorf("may %v and %v", may(whole), may(narrow))
	}
	if err := a.SetRole(t.Context(), marketer.ID, access.ReadOnly); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(may(whole), access.ReadOnly.Permissions()) || !slices.Equal(may(narrow), []access.Permission{access.SeeNumbers}) {
		t.Errorf("after its maker was demoted it may %v and %v", may(whole), may(narrow))
	}
	if !slices.Equal(may("admin-token"), access.Permissions) {
		t.Errorf("the configured token may %v", may("admin-token"))
	}
	// A token that makes a token hands on at most its own scopes.
	maker, _, err := a.ByToken(t.Context(), make(all[access.Owner], access.TokenWish{Name: "maker", Scopes: []access.Permission{access.MakeTokens, access.SeeNumbers}}))
	if err != nil {
		t.Fatal(err)
	}
	if made := may(make(maker, access.TokenWish{Name: "made"})); !slices.Equal(made, []access.Permission{access.SeeNumbers, access.MakeTokens}) {
		t.Errorf("a token's token may %v", made)
	}
	clock.pass(time.Hour)
	_, ok, err := a.ByToken(t.Context(), narrow)
	if ok {
		t.Error("an expired token works")
	}
	refused(t, "an expired token", err, http.StatusUnauthorized)
}

func TestTokensAreSeenAndRetiredByTheirMakersAndOwners(t *testing.T) {
	a, _ := open(t)
	all := people(t, a)
	mine, _, err := a.CreateToken(t.Context(), all[access.Analyst], access.TokenWish{Name: "mine"})
	if err != nil {
		t.Fatal(err)
	}
	count := func(p access.Person) int {
		list, err := a.Tokens(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	if count(all[access.Analyst]) != 1 || count(all[access.Marketer]) != 0 || count(all[access.Owner]) != 1 {
		t.Error("a token is seen by others than its maker and the owner")
	}
	refused(t, "retiring somebody else's", a.DeleteToken(t.Context(), all[access.Marketer], mine.ID), http.StatusNotFound)
	if err := a.DeleteToken(t.Context(), all[access.Owner], mine.ID); err != nil {
		t.Error(err)
	}
}

func TestTheDemosVisitorHasNoPassword(t *testing.T) {
	a, _ := open(t)
	visitor, err := a.EnsureUser(t.Context(), "Visitor", "demo@wend.invalid")
	if err != nil {
		t.Fatal(err)
	}
	refused(t, "signing in as the visitor", signIn(t, a, access.Credentials{Email: "demo@wend.invalid"}), http.StatusUnauthorized)
	_, _, err = a.BeginCodes(t.Context(), visitor, "")
	refused(t, "codes for the visitor", err, http.StatusConflict)
	if p := new(problem.Problem); !errors.As(err, &p) || !strings.Contains(p.Detail, "demo") {
		t.Errorf("%v does not say why", err)
	}
}

func TestWhatATokenHandsOutGoesWithItsMaker(t *testing.T) {
	a, _ := open(t)
	all := people(t, a)
	second := join(t, a, all[access.Owner], "second@example.com", access.Owner)
	token, secret, err := a.CreateToken(t.Context(), second, access.TokenWish{Name: "side door"})
	if err != nil {
		t.Fatal(err)
	}
	program, _, err := a.ByToken(t.Context(), secret)
	if err != nil {
		t.Fatal(err)
	}
	_, link, err := a.Invite(t.Context(), program, "again@example.com", access.Owner)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.DeleteToken(t.Context(), second, token.ID); err != nil { // leaves no trace of whose it was
		t.Fatal(err)
	}
	if err := a.Remove(t.Context(), second.ID); err != nil {
		t.Fatal(err)
	}
	_, err = a.Accept(t.Context(), link, "Again", password)
	refused(t, "a link that a former owner's token handed out", err, http.StatusForbidden)
}

func TestANameIsOneLine(t *testing.T) {
	a, _ := open(t)
	owner := people(t, a)[access.Owner]
	for _, name := range []string{"Eve\r\nBcc: everybody@example.com", "Eve\x00", "Eve\x1b[2J"} {
		_, link, err := a.Invite(t.Context(), owner, "eve@example.com", access.Analyst)
		if err != nil {
			t.Fatal(err)
		}
		_, err = a.Accept(t.Context(), link, name, password)
		refused(t, fmt.Sprintf("the name %q", name), err, http.StatusUnprocessableEntity)
	}
}
