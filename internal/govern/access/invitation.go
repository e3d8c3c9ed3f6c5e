package access

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"time"

	"wend/internal/ids"
	"wend/internal/problem"
)

// invitationLife is how long a link can be used.
const invitationLife = 7 * 24 * time.Hour

// Invitation is a link that somebody has yet to follow.
type Invitation struct {
	ID, Email, InvitedBy string
	Role                 Role
	Created, Expires     time.Time
}

// Invite makes a one-time link's secret for a mail address; it is shown this
// once. A new invitation replaces the one before. What a token hands out is its
// maker's, and goes with what the maker may, though the token be gone by then.
func (a *Access) Invite(ctx context.Context, by Person, email string, role Role) (i Invitation, secret string, err error) {
	if email, err = checkEmail(email); err != nil {
		return Invitation{}, "", err
	}
	if err := checkRole(role); err != nil {
		return Invitation{}, "", err
	}
	now := a.now()
	i = Invitation{ID: ids.New("inv_"), Email: email, Role: role, InvitedBy: by.Name, Created: now.UTC(), Expires: now.Add(invitationLife).UTC()}
	secret = ids.Secret("")
	err = a.store.Write(ctx, func(tx *sql.Tx) error {
		if err := notYetHere(ctx, tx, email); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM access_invitation WHERE email = ? OR expires < ?`, email, now.UnixMilli()); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO access_invitation (id, email, role, hash, inviter, invited_by, created, expires) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			i.ID, i.Email, i.Role, ids.Hash(secret), owner(by), i.InvitedBy, i.Created.UnixMilli(), i.Expires.UnixMilli())
		return err
	})
	if err != nil {
		return Invitation{}, "", fmt.Errorf("invite: %w", err)
	}
	return i, secret, nil
}

func notYetHere(ctx context.Context, tx *sql.Tx, email string) error {
	var there int
	if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM access_person WHERE email = ?`, email).Scan(&there); err != nil {
		return err
	}
	if there > 0 {
		return &problem.Problem{Status: http.StatusConflict, Detail: "There is somebody with this mail address already.",
			Fields: []problem.Field{{Pointer: "/email", Detail: "There is somebody with this mail address already."}}}
	}
	return nil
}

const invitationColumns = `id, email, role, invited_by, created, expires`

func scanInvitation(row interface{ Scan(...any) error }) (i Invitation, err error) {
	var created, expires int64
	err = row.Scan(&i.ID, &i.Email, &i.Role, &i.InvitedBy, &created, &expires)
	i.Created, i.Expires = moment(created), moment(expires)
	return i, err
}

// Invitations lists the links that can still be used, newest first.
func (a *Access) Invitations(ctx context.Context) ([]Invitation, error) {
	rows, err := a.store.Read().QueryContext(ctx, `SELECT `+invitationColumns+` FROM access_invitation WHERE expires > ? ORDER BY created DESC, id`, a.now().UnixMilli())
	if err != nil {
		return nil, fmt.Errorf("list invitations: %w", err)
	}
	defer rows.Close()
	list := []Invitation{}
	for rows.Next() {
		i, err := scanInvitation(rows)
		if err != nil {
			return nil, fmt.Errorf("list invitations: %w", err)
		}
		list = append(list, i)
	}
	return list, rows.Err()
}

// Revoke makes an invitation's link useless.
func (a *Access) Revoke(ctx context.Context, id string) error {
	return a.store.Write(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `DELETE FROM access_invitation WHERE id = ?`, id)
		if err != nil {
			return fmt.Errorf("revoke an invitation: %w", err)
		}
		if n, _ := result.RowsAffected(); n == 0 {
			return problem.NotFound("There is no invitation %q: it was used, revoked or has expired.", id)
		}
		return nil
	})
}

var errLink = problem.New(http.StatusForbidden, "This invitation was used, revoked or has expired. Ask for a new one.")

// Invited tells what a link's secret is good for.
func (a *Access) Invited(ctx context.Context, secret string) (Invitation, error) {
	return a.invited(ctx, a.store.Read(), secret)
}

func (a *Access) invited(ctx context.Context, db interface {
	QueryRowContext(context.Context, string, ...any) *sql.Row
}, secret string) (Invitation, error) {
	i, err := scanInvitation(db.QueryRowContext(ctx, `SELECT `+invitationColumns+` FROM access_invitation WHERE hash = ? AND expires > ?`, ids.Hash(secret), a.now().UnixMilli()))
	if errors.Is(err, sql.ErrNoRows) {
		return Invitation{}, errLink
	}
	if err != nil {
		return Invitation{}, fmt.Errorf("find an invitation: %w", err)
	}
	return i, nil
}

// Accept uses an invitation up and makes the account that it was for.
func (a *Access) Accept(ctx context.Context, secret, name, password string) (Person, error) {
	if _, err := a.Invited(ctx, secret); err != nil { // before the costly hash
		return Person{}, err
	}
	name, err := checkName(name)
	if err != nil {
		return Person{}, err
	}
	hashed, err := a.hash(ctx, "/password", password)
	if err != nil {
		return Person{}, err
	}
	var p Person
	err = a.store.Write(ctx, func(tx *sql.Tx) error {
		i, err := a.invited(ctx, tx, secret)
		if err != nil {
			return err
		}
		if err := notYetHere(ctx, tx, i.Email); err != nil {
			return err
		}
		p = Person{ID: ids.New("usr_"), Name: name, Email: i.Email, Role: i.Role}
		if _, err := tx.ExecContext(ctx, `DELETE FROM access_invitation WHERE id = ?`, i.ID); err != nil {
			return err
		}
		return insertPerson(ctx, tx, p, hashed, a.now())
	})
	if err != nil {
		return Person{}, fmt.Errorf("accept the invitation: %w", err)
	}
	return p, nil
}
