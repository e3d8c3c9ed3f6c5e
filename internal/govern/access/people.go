package access

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"time"

	"wend/internal/problem"
)

// Member is a person as others see them.
type Member struct {
	ID, Name, Email   string
	Role              Role
	Created, LastSeen time.Time // LastSeen is zero where there was never a session
	Codes             bool      // whether two-factor codes are on
}

const memberColumns = `p.id, p.name, p.email, p.role, p.created, p.code_since, coalesce((SELECT max(s.last_used) FROM access_session s WHERE s.person_id = p.id), 0)`

// People lists everybody, in the order in which they came.
func (a *Access) People(ctx context.Context) ([]Member, error) {
	rows, err := a.store.Read().QueryContext(ctx, `SELECT `+memberColumns+` FROM access_person p ORDER BY p.created, p.id`)
	if err != nil {
		return nil, fmt.Errorf("list people: %w", err)
	}
	defer rows.Close()
	list := []Member{}
	for rows.Next() {
		m, err := scanMember(rows)
		if err != nil {
			return nil, fmt.Errorf("list people: %w", err)
		}
		list = append(list, m)
	}
	return list, rows.Err()
}

// Member finds one person.
func (a *Access) Member(ctx context.Context, id string) (Member, error) {
	m, err := scanMember(a.store.Read().QueryRowContext(ctx, `SELECT `+memberColumns+` FROM access_person p WHERE p.id = ?`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return Member{}, errNobody(id)
	}
	if err != nil {
		return Member{}, fmt.Errorf("find a person: %w", err)
	}
	return m, nil
}

func scanMember(row interface{ Scan(...any) error }) (m Member, err error) {
	var created, lastSeen, codes int64
	err = row.Scan(&m.ID, &m.Name, &m.Email, &m.Role, &created, &codes, &lastSeen)
	m.Created, m.LastSeen, m.Codes = moment(created), moment(lastSeen), codes > 0
	return m, err
}

func errNobody(id string) error { return problem.NotFound("There is nobody %q in this workspace.", id) }

func checkRole(role Role) error {
	if !role.Valid() {
		return problem.At("/role", "There is no role %q. Choose one of %v.", role, Roles)
	}
	return nil
}

// SetRole makes a person something else, from the next request on.
func (a *Access) SetRole(ctx context.Context, id string, role Role) error {
	if err := checkRole(role); err != nil {
		return err
	}
	return a.store.Write(ctx, func(tx *sql.Tx) error {
		if role != Owner {
			if err := keepAnOwner(ctx, tx, id); err != nil {
				return err
			}
			if err := dropInvitationsBy(ctx, tx, id); err != nil {
				return err
			}
		}
		result, err := tx.ExecContext(ctx, `UPDATE access_person SET role = ? WHERE id = ?`, role, id)
		return oneRow(result, err, id)
	})
}

// Remove takes a person out of the workspace. Their sessions and tokens end at once.
func (a *Access) Remove(ctx context.Context, id string) error {
	return a.store.Write(ctx, func(tx *sql.Tx) error {
		if err := keepAnOwner(ctx, tx, id); err != nil {
			return err
		}
		if err := dropInvitationsBy(ctx, tx, id); err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, `DELETE FROM access_person WHERE id = ?`, id)
		return oneRow(result, err, id)
	})
}

// keepAnOwner refuses to lose the last owner: nobody could let anybody in again.
func keepAnOwner(ctx context.Context, tx *sql.Tx, without string) error {
	var owners, is int
	err := tx.QueryRowContext(ctx, `SELECT count(*), coalesce(sum(CASE WHEN id = ? THEN 1 ELSE 0 END), 0) FROM access_person WHERE role = ?`, without, Owner).Scan(&owners, &is)
	if err != nil {
		return fmt.Errorf("count owners: %w", err)
	}
	if owners == 1 && is == 1 {
		return problem.New(http.StatusConflict, "This is the only owner, and a workspace needs one. Make somebody else owner first.")
	}
	return nil
}

// dropInvitationsBy takes back what somebody who may invite no more has handed
// out, to themselves perhaps.
func dropInvitationsBy(ctx context.Context, tx *sql.Tx, id string) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM access_invitation WHERE inviter = ? OR inviter IN (SELECT id FROM access_token WHERE person_id = ?)`, id, id)
	if err != nil {
		return fmt.Errorf("take back invitations: %w", err)
	}
	return nil
}

func oneRow(result sql.Result, err error, id string) error {
	if err != nil {
		return fmt.Errorf("change a person: %w", err)
	}
	if n, _ := result.RowsAffected(); n == 0 {
		return errNobody(id)
	}
	return nil
}

// ResetCodes switches somebody's codes off, for whoever lost the phone and the
// recovery codes. The password still stands.
func (a *Access) ResetCodes(ctx context.Context, id string) error {
	if _, err := a.Member(ctx, id); err != nil {
		return err
	}
	return a.dropCodes(ctx, id)
}

// CodesRequired tells whether everybody must use two-factor codes.
func (a *Access) CodesRequired(ctx context.Context) (required bool, err error) {
	if err := a.store.Read().QueryRowContext(ctx, `SELECT require_codes FROM access_policy WHERE id = 1`).Scan(&required); err != nil {
		return false, fmt.Errorf("read the policy: %w", err)
	}
	return required, nil
}

// RequireCodes decides whether everybody must use two-factor codes. Whoever
// asks it of others uses them, so that it cannot lock out its author.
func (a *Access) RequireCodes(ctx context.Context, by Person, required bool) error {
	if required && !by.Program {
		m, err := a.Member(ctx, by.ID)
		if err != nil {
			return err
		}
		if !m.Codes {
			return problem.New(http.StatusConflict, "Set up two-factor codes for yourself first, under Settings, Security.")
		}
	}
	return a.store.Write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE access_policy SET require_codes = ? WHERE id = 1`, required); err != nil {
			return fmt.Errorf("write the policy: %w", err)
		}
		return nil
	})
}
