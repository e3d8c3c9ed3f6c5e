package access

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"wend/internal/ids"
	"wend/internal/problem"
)

// Credentials are what somebody signs in with.
type Credentials struct {
	Email, Password string
	Code            string // of the authenticator app, or a recovery code; where codes are on
	Address         string // where the request comes from
}

var errSignIn = problem.New(http.StatusUnauthorized, "The mail address or the password is not right.")

// errCodeWanted says that the password was right and the second step is to come.
var errCodeWanted = codeNeeded("Enter the code that your authenticator app shows.")

func codeNeeded(detail string) error {
	return &problem.Problem{Status: http.StatusUnauthorized, Detail: detail, Fields: []problem.Field{{Pointer: "/code", Detail: detail}}}
}

// SignIn checks a password and, where codes are on, a code. Too many failures
// for one account or one address make both wait.
func (a *Access) SignIn(ctx context.Context, c Credentials) (Person, error) {
	email := strings.ToLower(strings.TrimSpace(c.Email))
	account, address := forAccount(email), forAddress(c.Address)
	if err := a.begin(account, address); err != nil {
		return Person{}, err
	}
	p, stored, codes, err := a.forSignIn(ctx, email)
	if err == nil {
		err = a.verify(ctx, stored, c.Password)
	}
	if err != nil {
		if problem.Status(err) == http.StatusInternalServerError { // nobody's failure
			a.giveBack(account, address)
		}
		return Person{}, err
	}
	if codes {
		if strings.TrimSpace(c.Code) == "" {
			a.giveBack(account, address)
			return Person{}, errCodeWanted
		}
		if err := a.useCode(ctx, p.ID, c.Code); err != nil {
			return Person{}, err
		}
	}
	a.giveBack(address)
	a.succeeded(account)
	return p, nil
}

// forSignIn finds whom a mail address belongs to. For an unknown one the same
// work follows as for a known one, so that time does not tell which exist.
func (a *Access) forSignIn(ctx context.Context, email string) (p Person, stored string, codes bool, err error) {
	var since int64
	err = a.store.Read().QueryRowContext(ctx, `SELECT id, name, email, role, password, code_since FROM access_person WHERE email = ?`, email).
		Scan(&p.ID, &p.Name, &p.Email, &p.Role, &stored, &since)
	if errors.Is(err, sql.ErrNoRows) || err == nil && stored == "" {
		return Person{}, unknownPerson(), false, nil
	}
	if err != nil {
		return Person{}, "", false, fmt.Errorf("find who signs in: %w", err)
	}
	return p, stored, since > 0, nil
}

// unknownPerson is a password that nobody knows.
var unknownPerson = sync.OnceValue(func() string { return hashPassword(ids.Secret("")) })

// verify checks a password; few at once, since each takes memory.
func (a *Access) verify(ctx context.Context, stored, password string) error {
	if len(password) > longestPassword {
		return errSignIn
	}
	release, err := a.turn(ctx)
	if err != nil {
		return err
	}
	defer release()
	if !checkPassword(stored, password) {
		return errSignIn
	}
	return nil
}

// confirm checks the password of somebody who is signed in, before what a
// borrowed browser must not do.
func (a *Access) confirm(ctx context.Context, person, password string) error {
	var stored string
	if err := a.store.Read().QueryRowContext(ctx, `SELECT password FROM access_person WHERE id = ?`, person).Scan(&stored); err != nil {
		return fmt.Errorf("find the password: %w", err)
	}
	if stored == "" {
		return problem.New(http.StatusConflict, "The demo's visitor has no password, so there is nothing to change here.")
	}
	own := limit{"confirm:" + person, freeForAccount}
	if err := a.begin(own); err != nil {
		return err
	}
	err := a.verify(ctx, stored, password)
	switch {
	case err == nil:
		a.succeeded(own)
	case errors.Is(err, errSignIn):
		return problem.At("/password", "This is not your password.")
	default: // nobody's failure, and no success that would forget the failures before
		a.giveBack(own)
	}
	return err
}

// hash checks a new password and makes what is stored of it.
func (a *Access) hash(ctx context.Context, pointer, password string) (string, error) {
	if len(password) < shortestPassword || len(password) > longestPassword {
		return "", problem.At(pointer, "Choose a password of %d to %d characters. A few words are easier to remember than one with special characters.", shortestPassword, longestPassword)
	}
	release, err := a.turn(ctx)
	if err != nil {
		return "", err
	}
	defer release()
	return hashPassword(password), nil
}

// turn waits until one of the few places for checking passwords is free.
func (a *Access) turn(ctx context.Context) (release func(), err error) {
	select {
	case a.hashing <- struct{}{}:
		return func() { <-a.hashing }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// SetPassword changes somebody's own password and ends all other sessions:
// whoever else knew the old one is out.
func (a *Access) SetPassword(ctx context.Context, p Person, old, chosen string) error {
	if err := a.confirm(ctx, p.ID, old); err != nil {
		return err
	}
	hashed, err := a.hash(ctx, "/new_password", chosen)
	if err != nil {
		return err
	}
	return a.store.Write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE access_person SET password = ? WHERE id = ?`, hashed, p.ID); err != nil {
			return fmt.Errorf("change the password: %w", err)
		}
		return endOthers(ctx, tx, p)
	})
}

// WantsCode tells whether a sign-in was refused for want of the code alone.
func WantsCode(err error) bool { return errors.Is(err, errCodeWanted) }

// IDOf finds whom a mail address belongs to; empty for nobody.
func (a *Access) IDOf(ctx context.Context, email string) (id string, err error) {
	err = a.store.Read().QueryRowContext(ctx, `SELECT id FROM access_person WHERE email = ?`, strings.ToLower(strings.TrimSpace(email))).Scan(&id)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("find an account: %w", err)
	}
	return id, nil
}
