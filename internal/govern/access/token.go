package access

import (
	"context"
	"crypto/subtle"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"wend/internal/ids"
	"wend/internal/problem"
)

// Token is an API token as it is listed: without its secret.
type Token struct {
	ID, Name                   string
	Maker, MakerName           string       // empty where the configured token made it
	Scopes                     []Permission // nil: all that its maker may
	May                        []Permission // what it may today, now that its maker may what they may
	Created, Expires, LastUsed time.Time    // Expires and LastUsed are zero for never
}

// TokenWish is what a token is asked to be.
type TokenWish struct {
	Name    string
	Scopes  []Permission // nil: all that its maker may
	Expires time.Time    // zero: never
}

// configured is the maker of tokens that no person made.
const configured = Owner

// CreateToken makes an API token; the secret is shown this once. It can have
// no permission that its maker lacks.
func (a *Access) CreateToken(ctx context.Context, by Person, wish TokenWish) (t Token, secret string, err error) {
	now := a.now()
	name := strings.TrimSpace(wish.Name)
	if name == "" || len(name) > 200 {
		return Token{}, "", problem.At("/name", "Name the token after the program that will use it, in at most 200 characters.")
	}
	if !wish.Expires.IsZero() && !wish.Expires.After(now) {
		return Token{}, "", problem.At("/expires", "Choose a time that is still to come, or leave it out for a token that never expires.")
	}
	scopes, err := checkScopes(by, wish.Scopes)
	if err != nil {
		return Token{}, "", err
	}
	t = Token{ID: ids.New("tok_"), Name: name, Scopes: scopes, Created: now.UTC(), Expires: wish.Expires, Maker: by.ID, MakerName: by.Name}
	if by.Program {
		t.Maker, t.MakerName = by.Maker, ""
	}
	t.May = Person{Role: by.Role, Scopes: scopes, Program: true}.Permissions()
	secret = ids.Secret("wend_")
	err = a.store.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO access_token (id, name, hash, person_id, scopes, created, expires) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			t.ID, t.Name, ids.Hash(secret), sql.NullString{String: t.Maker, Valid: t.Maker != ""}, encodeScopes(scopes), now.UnixMilli(), milliseconds(t.Expires))
		return err
	})
	if err != nil {
		return Token{}, "", fmt.Errorf("create token: %w", err)
	}
	return t, secret, nil
}

// checkScopes refuses what the maker may not do. A token that makes a token
// hands on its own scopes at most.
func checkScopes(by Person, scopes []Permission) ([]Permission, error) {
	if scopes == nil {
		return by.Scopes, nil
	}
	for i, scope := range scopes {
		if !slices.Contains(Permissions, scope) {
			return nil, problem.At(fmt.Sprintf("/permissions/%d", i), "There is no permission %q. Choose from %v.", scope, Permissions)
		}
		if !by.May(scope) {
			return nil, problem.At(fmt.Sprintf("/permissions/%d", i), "You may not %q yourself, so your token may not either.", scope)
		}
	}
	if len(scopes) == 0 {
		return nil, problem.At("/permissions", "Choose at least one permission, or leave them out for all of yours.")
	}
	scopes = slices.Clone(scopes)
	slices.Sort(scopes)
	return slices.Compact(scopes), nil
}

func encodeScopes(scopes []Permission) string {
	if scopes == nil {
		return ""
	}
	raw, _ := json.Marshal(scopes) // a list of strings cannot fail
	return string(raw)
}

func decodeScopes(text string) (scopes []Permission, err error) {
	if text == "" {
		return nil, nil
	}
	err = json.Unmarshal([]byte(text), &scopes)
	return scopes, err
}

// Tokens lists API tokens, newest first: everybody's for whoever manages
// people, else one's own.
func (a *Access) Tokens(ctx context.Context, by Person) ([]Token, error) {
	rows, err := a.store.Read().QueryContext(ctx, `SELECT t.id, t.name, t.scopes, t.created, t.expires, t.last_used, coalesce(t.person_id, ''), coalesce(p.name, ''), coalesce(p.role, ?)
		FROM access_token t LEFT JOIN access_person p ON p.id = t.person_id WHERE ? OR t.person_id = ? ORDER BY t.created DESC, t.id`, configured, by.May(ManagePeople), owner(by))
	if err != nil {
		return nil, fmt.Errorf("list tokens: %w", err)
	}
	defer rows.Close()
	tokens := []Token{}
	for rows.Next() {
		var t Token
		var scopes string
		var role Role
		var created, expires, lastUsed int64
		if err := rows.Scan(&t.ID, &t.Name, &scopes, &created, &expires, &lastUsed, &t.Maker, &t.MakerName, &role); err != nil {
			return nil, fmt.Errorf("list tokens: %w", err)
		}
		if t.Scopes, err = decodeScopes(scopes); err != nil {
			return nil, fmt.Errorf("read the scopes of token %s: %w", t.ID, err)
		}
		t.May = Person{Role: role, Scopes: t.Scopes, Program: true}.Permissions()
		t.Created, t.Expires, t.LastUsed = moment(created), moment(expires), moment(lastUsed)
		tokens = append(tokens, t)
	}
	return tokens, rows.Err()
}

// owner is whose tokens are one's own.
func owner(by Person) string {
	if by.Program {
		return by.Maker
	}
	return by.ID
}

// DeleteToken retires a token at once: anybody's for whoever manages people,
// else one's own.
func (a *Access) DeleteToken(ctx context.Context, by Person, id string) error {
	return a.store.Write(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `DELETE FROM access_token WHERE id = ? AND (? OR person_id = ?)`, id, by.May(ManagePeople), owner(by))
		if err != nil {
			return fmt.Errorf("delete token: %w", err)
		}
		if n, _ := result.RowsAffected(); n == 0 {
			return problem.NotFound("There is no token %q of yours.", id)
		}
		return nil
	})
}

// ByToken tells who an API token belongs to; ok is false for nobody. A token
// has the role that its maker has now.
func (a *Access) ByToken(ctx context.Context, secret string) (p Person, ok bool, err error) {
	hash := ids.Hash(secret)
	if a.adminToken != "" && subtle.ConstantTimeCompare([]byte(hash), []byte(a.adminToken)) == 1 {
		return Person{ID: "admin", Name: "Admin token", Role: Owner, Program: true}, true, nil
	}
	var scopes string
	var expires, lastUsed int64
	p.Program = true
	err = a.store.Read().QueryRowContext(ctx, `SELECT t.id, t.name, t.scopes, t.expires, t.last_used, coalesce(t.person_id, ''), coalesce(p.role, ?)
		FROM access_token t LEFT JOIN access_person p ON p.id = t.person_id WHERE t.hash = ?`, configured, hash).
		Scan(&p.ID, &p.Name, &scopes, &expires, &lastUsed, &p.Maker, &p.Role)
	if errors.Is(err, sql.ErrNoRows) {
		return Person{}, false, nil
	}
	if err != nil {
		return Person{}, false, fmt.Errorf("find token: %w", err)
	}
	now := a.now().UnixMilli()
	if expires > 0 && expires <= now {
		return Person{}, false, problem.New(http.StatusUnauthorized, "This token expired on %s. Make a new one.", moment(expires).Format(time.DateOnly))
	}
	if p.Scopes, err = decodeScopes(scopes); err != nil {
		return Person{}, false, fmt.Errorf("read the scopes of token %s: %w", p.ID, err)
	}
	if now-lastUsed > usedEvery.Milliseconds() {
		// Not worth failing a request for: the next one tries again.
		_ = a.store.Write(ctx, func(tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, `UPDATE access_token SET last_used = ? WHERE hash = ?`, now, hash)
			return err
		})
	}
	return p, true, nil
}

func milliseconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}
