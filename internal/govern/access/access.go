package access

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"net/http"
	"net/mail"
	"strings"
	"sync"
	"time"

	"wend/internal/ids"
	"wend/internal/problem"
)

// Migrations are this room's tables.
//
//go:embed migrations/*.sql
var Migrations embed.FS

// Store is the part of the state store that this room needs.
type Store interface {
	Write(ctx context.Context, change func(*sql.Tx) error) error
	Read() *sql.DB
}

// sessionLife is how long a session lasts without use; every use within it
// prolongs it (at most once an hour, to spare the disk).
const (
	sessionLife    = 30 * 24 * time.Hour
	sessionRefresh = time.Hour
)

// shortestPassword follows NIST SP 800-63B: length matters, composition does not.
const (
	shortestPassword = 10
	longestPassword  = 512
)

// Access answers who a request is. It is safe for concurrent use.
type Access struct {
	store Store
	now   func() time.Time

	mutex      sync.Mutex
	setupToken string // hash of the one-time link's token; empty once used
	adminToken string // hash of the configured token with the owner's rights
	attempts   attempts
}

// Person is who a request is: a signed-in user or a program with a token.
type Person struct {
	ID, Name, Email string
	Role            Role
	// Program tells a token from a person at a browser.
	Program bool
	// Operator is the command line on the server's own machine.
	Operator bool
	// Scopes are what a token was made for; nil: all that its maker may.
	Scopes []Permission
	// MustEnrol is whoever has yet to set up the two-factor codes that an owner requires.
	MustEnrol bool
}

// New makes the room. adminToken, if not empty, is an API token with the
// owner's rights that configuration gave.
func New(store Store, adminToken string, now func() time.Time) *Access {
	a := &Access{store: store, now: now, attempts: attempts{failures: map[string]failure{}}}
	if adminToken != "" {
		a.adminToken = ids.Hash(adminToken)
	}
	return a
}

// NeedsSetup tells whether there is no owner yet.
func (a *Access) NeedsSetup(ctx context.Context) (bool, error) {
	var users int
	if err := a.store.Read().QueryRowContext(ctx, `SELECT COUNT(*) FROM access_user`).Scan(&users); err != nil {
		return false, fmt.Errorf("count users: %w", err)
	}
	return users == 0, nil
}

// SetupToken makes the secret of the one-time link that creates the owner's
// account. A new one replaces the one before.
func (a *Access) SetupToken() string {
	token := ids.Secret("")
	a.mutex.Lock()
	defer a.mutex.Unlock()
	a.setupToken = ids.Hash(token)
	return token
}

// CreateOwner uses up the one-time link and makes the owner's account.
func (a *Access) CreateOwner(ctx context.Context, token, name, email, password string) (Person, error) {
	a.mutex.Lock()
	valid := a.setupToken != "" && ids.Hash(token) == a.setupToken
	a.mutex.Unlock()
	if !valid {
		return Person{}, problem.New(http.StatusForbidden, "This link was used already or is not the newest one. Restart Wend to get a new link, or sign in.")
	}
	user, err := checkUser(name, email, password)
	if err != nil {
		return Person{}, err
	}
	hashed := hashPassword(password)
	err = a.store.Write(ctx, func(tx *sql.Tx) error {
		var users int
		if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM access_user`).Scan(&users); err != nil {
			return err
		}
		if users > 0 {
			return problem.New(http.StatusConflict, "There is an owner already. Sign in instead.")
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO access_user (id, name, email, password, role, created) VALUES (?, ?, ?, ?, ?, ?)`,
			user.ID, user.Name, user.Email, hashed, user.Role, a.now().UnixMilli())
		return err
	})
	if err != nil {
		return Person{}, fmt.Errorf("create the owner: %w", err)
	}
	a.mutex.Lock()
	a.setupToken = ""
	a.mutex.Unlock()
	return user, nil
}

func checkUser(name, email, password string) (Person, error) {
	email = strings.ToLower(strings.TrimSpace(email))
	name = strings.TrimSpace(name)
	if name == "" || len(name) > 200 {
		return Person{}, problem.At("/name", "Tell us your name, in at most 200 characters.")
	}
	if address, err := mail.ParseAddress(email); err != nil || address.Address != email || len(email) > 320 {
		return Person{}, problem.At("/email", "This is not a mail address: write for example ada@example.com.")
	}
	if len(password) < shortestPassword || len(password) > longestPassword {
		return Person{}, problem.At("/password", "Choose a password of %d to %d characters. A few words are easier to remember than one with special characters.", shortestPassword, longestPassword)
	}
	return Person{ID: ids.New("usr_"), Name: name, Email: email, Role: Owner}, nil
}

// EnsureUser signs in without a password: the demo's visitor. The account has
// a random password that nobody knows.
func (a *Access) EnsureUser(ctx context.Context, name, email string) (Person, error) {
	person := Person{ID: ids.New("usr_"), Name: name, Email: email, Role: Owner}
	err := a.store.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO access_user (id, name, email, password, role, created) VALUES (?, ?, ?, '', ?, ?) ON CONFLICT (email) DO NOTHING`,
			person.ID, name, email, Owner, a.now().UnixMilli())
		if err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, `SELECT id, name, role FROM access_user WHERE email = ?`, email).Scan(&person.ID, &person.Name, &person.Role)
	})
	if err != nil {
		return Person{}, fmt.Errorf("make the demo's user: %w", err)
	}
	return person, nil
}

var errSignIn = problem.New(http.StatusUnauthorized, "The mail address or the password is not right.")

// SignIn checks a password. from is the address of the caller: too many
// failures for one mail address or one caller make both wait.
func (a *Access) SignIn(ctx context.Context, email, password, from string) (Person, error) {
	email = strings.ToLower(strings.TrimSpace(email))
	if wait := a.blocked(email, from); wait > 0 {
		seconds := int(wait.Seconds()) + 1
		return Person{}, &problem.Problem{Status: http.StatusTooManyRequests, RetryIn: seconds,
			Detail: fmt.Sprintf("Too many attempts. Try again in %d seconds.", seconds)}
	}
	var p Person
	var stored string
	err := a.store.Read().QueryRowContext(ctx, `SELECT id, name, email, role, password FROM access_user WHERE email = ?`, email).
		Scan(&p.ID, &p.Name, &p.Email, &p.Role, &stored)
	if errors.Is(err, sql.ErrNoRows) {
		// The same work as for a known address, so that time does not tell which exist.
		stored = unknownUser()
	} else if err != nil {
		return Person{}, fmt.Errorf("find user: %w", err)
	}
	if len(password) > longestPassword || !checkPassword(stored, password) || p.ID == "" {
		a.failed(email, from)
		return Person{}, errSignIn
	}
	a.succeeded(email, from)
	return p, nil
}

var unknownUser = sync.OnceValue(func() string { return hashPassword(ids.Secret("")) })

// NewSession signs a person in and returns the cookie's value and how long it lasts.
func (a *Access) NewSession(ctx context.Context, p Person) (cookie string, life time.Duration, err error) {
	cookie = ids.Secret("")
	now := a.now()
	err = a.store.Write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM access_session WHERE expires < ?`, now.UnixMilli()); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO access_session (hash, user_id, created, last_used, expires) VALUES (?, ?, ?, ?, ?)`,
			ids.Hash(cookie), p.ID, now.UnixMilli(), now.UnixMilli(), now.Add(sessionLife).UnixMilli())
		return err
	})
	if err != nil {
		return "", 0, fmt.Errorf("open a session: %w", err)
	}
	return cookie, sessionLife, nil
}

// EndSession signs one session out.
func (a *Access) EndSession(ctx context.Context, cookie string) error {
	return a.store.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM access_session WHERE hash = ?`, ids.Hash(cookie))
		return err
	})
}

// BySession tells who a session's cookie belongs to; ok is false for nobody.
func (a *Access) BySession(ctx context.Context, cookie string) (p Person, ok bool, err error) {
	var lastUsed int64
	hash, now := ids.Hash(cookie), a.now()
	err = a.store.Read().QueryRowContext(ctx, `SELECT u.id, u.name, u.email, u.role, s.last_used
		FROM access_session s JOIN access_user u ON u.id = s.user_id WHERE s.hash = ? AND s.expires > ?`, hash, now.UnixMilli()).
		Scan(&p.ID, &p.Name, &p.Email, &p.Role, &lastUsed)
	if errors.Is(err, sql.ErrNoRows) {
		return Person{}, false, nil
	}
	if err != nil {
		return Person{}, false, fmt.Errorf("find session: %w", err)
	}
	if now.UnixMilli()-lastUsed > sessionRefresh.Milliseconds() {
		// A full disk must not sign anybody out: if this fails the session is
		// still good, and the next request tries again.
		_ = a.store.Write(ctx, func(tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, `UPDATE access_session SET last_used = ?, expires = ? WHERE hash = ?`,
				now.UnixMilli(), now.Add(sessionLife).UnixMilli(), hash)
			return err
		})
	}
	return p, true, nil
}
