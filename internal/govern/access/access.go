package access

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"net/http"
	"net/mail"
	"strings"
	"sync"
	"time"
	"unicode"

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

// Access answers who a request is. It is safe for concurrent use.
type Access struct {
	store Store
	now   func() time.Time

	mutex      sync.Mutex
	setupToken string // hash of the one-time link's token; empty once used
	adminToken string // hash of the configured token with the owner's rights
	attempts   attempts
	hashing    chan struct{} // bounds how many passwords are checked at once
}

// Person is who a request is: somebody signed in or a program with a token.
type Person struct {
	ID, Name, Email string
	Role            Role
	// Session is the id of the session at a browser; empty for programs.
	Session string
	// Program tells a token from a person at a browser.
	Program bool
	// Operator is the command line on the server's own machine.
	Operator bool
	// Maker is who made the token, where somebody did.
	Maker string
	// Scopes are what a token was made for; nil: all that its maker may.
	Scopes []Permission
	// MustEnrol is whoever has yet to set up the two-factor codes that an owner requires.
	MustEnrol bool
}

// New makes the room. adminToken, if not empty, is an API token with the
// owner's rights that configuration gave.
func New(store Store, adminToken string, now func() time.Time) *Access {
	a := &Access{store: store, now: now, attempts: attempts{}, hashing: make(chan struct{}, mostHashing)}
	if adminToken != "" {
		a.adminToken = ids.Hash(adminToken)
	}
	return a
}

// NeedsSetup tells whether there is no owner yet.
func (a *Access) NeedsSetup(ctx context.Context) (bool, error) {
	var people int
	if err := a.store.Read().QueryRowContext(ctx, `SELECT COUNT(*) FROM access_person`).Scan(&people); err != nil {
		return false, fmt.Errorf("count people: %w", err)
	}
	return people == 0, nil
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
	email, err := checkEmail(email)
	if err != nil {
		return Person{}, err
	}
	person := Person{ID: ids.New("usr_"), Email: email, Role: Owner}
	if person.Name, err = checkName(name); err != nil {
		return Person{}, err
	}
	hashed, err := a.hash(ctx, "/password", password)
	if err != nil {
		return Person{}, err
	}
	err = a.store.Write(ctx, func(tx *sql.Tx) error {
		var people int
		if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM access_person`).Scan(&people); err != nil {
			return err
		}
		if people > 0 {
			return problem.New(http.StatusConflict, "There is an owner already. Sign in instead.")
		}
		return insertPerson(ctx, tx, person, hashed, a.now())
	})
	if err != nil {
		return Person{}, fmt.Errorf("create the owner: %w", err)
	}
	a.mutex.Lock()
	a.setupToken = ""
	a.mutex.Unlock()
	return person, nil
}

// EnsureUser signs in without a password: the demo's visitor. The account has
// none, so nobody can sign in to it.
func (a *Access) EnsureUser(ctx context.Context, name, email string) (Person, error) {
	person := Person{ID: ids.New("usr_"), Name: name, Email: email, Role: Owner}
	err := a.store.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO access_person (id, name, email, password, role, created) VALUES (?, ?, ?, '', ?, ?) ON CONFLICT (email) DO NOTHING`,
			person.ID, name, email, Owner, a.now().UnixMilli())
		if err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, `SELECT id, name, role FROM access_person WHERE email = ?`, email).Scan(&person.ID, &person.Name, &person.Role)
	})
	if err != nil {
		return Person{}, fmt.Errorf("make the demo's user: %w", err)
	}
	return person, nil
}

func insertPerson(ctx context.Context, tx *sql.Tx, p Person, hashedPassword string, now time.Time) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO access_person (id, name, email, password, role, created) VALUES (?, ?, ?, ?, ?, ?)`,
		p.ID, p.Name, p.Email, hashedPassword, p.Role, now.UnixMilli())
	return err
}

func checkName(name string) (string, error) {
	name = strings.TrimSpace(name)
	if name == "" || len(name) > 200 {
		return "", problem.At("/name", "Tell us your name, in at most 200 characters.")
	}
	if strings.ContainsFunc(name, unicode.IsControl) { // it stands in letters and lists
		return "", problem.At("/name", "Write your name on one line, without control characters.")
	}
	return name, nil
}

func checkEmail(email string) (string, error) {
	email = strings.ToLower(strings.TrimSpace(email))
	if address, err := mail.ParseAddress(email); err != nil || address.Address != email || len(email) > 320 {
		return "", problem.At("/email", "This is not a mail address: write for example ada@example.com.")
	}
	return email, nil
}
