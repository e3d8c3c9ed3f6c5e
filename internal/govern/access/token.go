package access

import (
	"context"
	"crypto/subtle"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"wend/internal/ids"
	"wend/internal/problem"
)

// Token is an API token as it is listed: without its secret.
type Token struct {
	ID       string
	Name     string
	Created  int64 // milliseconds since 1970
	LastUsed int64 // 0: never
}

// CreateToken makes an API token; the secret is shown this once.
func (a *Access) CreateToken(ctx context.Context, name string) (t Token, secret string, err error) {
	name = strings.TrimSpace(name)
	if name == "" || len(name) > 200 {
		return Token{}, "", problem.At("/name", "Name the token after the program that will use it, in at most 200 characters.")
	}
	t = Token{ID: ids.New("tok_"), Name: name, Created: a.now().UnixMilli()}
	secret = ids.Secret("wend_")
	err = a.store.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO access_token (id, name, hash, role, created) VALUES (?, ?, ?, ?, ?)`,
			t.ID, t.Name, ids.Hash(secret), Owner, t.Created)
		return err
	})
	if err != nil {
		return Token{}, "", fmt.Errorf("create token: %w", err)
	}
	return t, secret, nil
}

// Tokens lists the API tokens, newest first.
func (a *Access) Tokens(ctx context.Context) ([]Token, error) {
	rows, err := a.store.Read().QueryContext(ctx, `SELECT id, name, created, COALESCE(last_used, 0) FROM access_token ORDER BY created DESC, id`)
	if err != nil {
		return nil, fmt.Errorf("list tokens: %w", err)
	}
	defer rows.Close()
	tokens := []Token{}
	for rows.Next() {
		var t Token
		if err := rows.Scan(&t.ID, &t.Name, &t.Created, &t.LastUsed); err != nil {
			return nil, fmt.Errorf("list tokens: %w", err)
		}
		tokens = append(tokens, t)
	}
	return tokens, rows.Err()
}

// DeleteToken retires a token at once.
func (a *Access) DeleteToken(ctx context.Context, id string) error {
	return a.store.Write(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `DELETE FROM access_token WHERE id = ?`, id)
		if err != nil {
			return fmt.Errorf("delete token: %w", err)
		}
		if n, _ := result.RowsAffected(); n == 0 {
			return problem.NotFound("There is no token %q.", id)
		}
		return nil
	})
}

// ByToken tells who an API token belongs to; ok is false for nobody.
func (a *Access) ByToken(ctx context.Context, secret string) (p Person, ok bool, err error) {
	hash := ids.Hash(secret)
	a.mutex.Lock()
	admin := a.adminToken
	a.mutex.Unlock()
	if admin != "" && subtle.ConstantTimeCompare([]byte(hash), []byte(admin)) == 1 {
		return Person{ID: "admin", Name: "Admin token", Role: Owner, Program: true}, true, nil
	}
	var lastUsed int64
	p.Program = true
	err = a.store.Read().QueryRowContext(ctx, `SELECT id, name, role, COALESCE(last_used, 0) FROM access_token WHERE hash = ?`, hash).
		Scan(&p.ID, &p.Name, &p.Role, &lastUsed)
	if errors.Is(err, sql.ErrNoRows) {
		return Person{}, false, nil
	}
	if err != nil {
		return Person{}, false, fmt.Errorf("find token: %w", err)
	}
	if now := a.now().UnixMilli(); now-lastUsed > sessionRefresh.Milliseconds() {
		// The time of use is a courtesy; a full disk must not refuse the program.
		_ = a.store.Write(ctx, func(tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, `UPDATE access_token SET last_used = ? WHERE id = ?`, now, p.ID)
			return err
		})
	}
	return p, true, nil
}
