package access

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"wend/internal/ids"
	"wend/internal/problem"
)

// recoveryCodes is how many spare codes there are for a lost phone.
const recoveryCodes = 10

// Codes is how somebody's two-factor codes stand.
type Codes struct {
	Since        time.Time // zero: off
	RecoveryLeft int
}

// Codes tells how a person's two-factor codes stand.
func (a *Access) Codes(ctx context.Context, p Person) (c Codes, err error) {
	var since int64
	err = a.store.Read().QueryRowContext(ctx, `SELECT code_since, (SELECT count(*) FROM access_recovery WHERE person_id = p.id) FROM access_person p WHERE id = ?`, p.ID).
		Scan(&since, &c.RecoveryLeft)
	if err != nil {
		return Codes{}, fmt.Errorf("read the two-factor codes: %w", err)
	}
	c.Since = moment(since)
	return c, nil
}

// BeginCodes makes a secret for an authenticator app; codes are on once
// ConfirmCodes has seen the first one.
func (a *Access) BeginCodes(ctx context.Context, p Person, password string) (secret, address string, err error) {
	if err := a.confirm(ctx, p.ID, password); err != nil {
		return "", "", err
	}
	secret = newCodeSecret()
	err = a.store.Write(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE access_person SET code_secret = ?, code_step = 0 WHERE id = ? AND code_since = 0`, secret, p.ID)
		if err != nil {
			return fmt.Errorf("begin two-factor codes: %w", err)
		}
		if n, _ := result.RowsAffected(); n == 0 {
			return problem.New(http.StatusConflict, "Two-factor codes are on already. Switch them off first to use another app.")
		}
		return nil
	})
	return secret, codeAddress(secret, p.Email), err
}

// ConfirmCodes switches codes on and returns the recovery codes, which are shown this once.
func (a *Access) ConfirmCodes(ctx context.Context, p Person, code string) (recovery []string, err error) {
	own := limit{"confirm:" + p.ID, freeForAccount}
	if err := a.begin(own); err != nil {
		return nil, err
	}
	err = a.store.Write(ctx, func(tx *sql.Tx) error {
		var secret string
		var since int64
		if err := tx.QueryRowContext(ctx, `SELECT code_secret, code_since FROM access_person WHERE id = ?`, p.ID).Scan(&secret, &since); err != nil {
			return fmt.Errorf("confirm two-factor codes: %w", err)
		}
		if secret == "" || since > 0 {
			return problem.New(http.StatusConflict, "There is nothing to confirm. Begin setting up two-factor codes again.")
		}
		step, ok := matchingStep(secret, digitsOf(code), a.now())
		if !ok {
			return problem.At("/code", "This is not the code that the app shows now. Is the phone's clock set automatically?")
		}
		if _, err := tx.ExecContext(ctx, `UPDATE access_person SET code_since = ?, code_step = ? WHERE id = ?`, a.now().UnixMilli(), step, p.ID); err != nil {
			return fmt.Errorf("confirm two-factor codes: %w", err)
		}
		recovery, err = renewRecovery(ctx, tx, p.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	a.succeeded(own)
	return recovery, nil
}

// RenewRecovery replaces the recovery codes.
func (a *Access) RenewRecovery(ctx context.Context, p Person, password string) (recovery []string, err error) {
	if err := a.confirm(ctx, p.ID, password); err != nil {
		return nil, err
	}
	err = a.store.Write(ctx, func(tx *sql.Tx) error {
		var since int64
		if err := tx.QueryRowContext(ctx, `SELECT code_since FROM access_person WHERE id = ?`, p.ID).Scan(&since); err != nil {
			return fmt.Errorf("renew recovery codes: %w", err)
		}
		if since == 0 {
			return problem.New(http.StatusConflict, "Two-factor codes are off.")
		}
		recovery, err = renewRecovery(ctx, tx, p.ID)
		return err
	})
	return recovery, err
}

func renewRecovery(ctx context.Context, tx *sql.Tx, person string) ([]string, error) {
	if _, err := tx.ExecContext(ctx, `DELETE FROM access_recovery WHERE person_id = ?`, person); err != nil {
		return nil, fmt.Errorf("replace recovery codes: %w", err)
	}
	codes := make([]string, recoveryCodes)
	for i := range codes {
		plain := ids.New("") // 80 bits: too many to try, so a plain hash is enough
		if _, err := tx.ExecContext(ctx, `INSERT INTO access_recovery (person_id, hash) VALUES (?, ?)`, person, ids.Hash(plain)); err != nil {
			return nil, fmt.Errorf("write recovery codes: %w", err)
		}
		codes[i] = plain[:4] + "-" + plain[4:8] + "-" + plain[8:12] + "-" + plain[12:]
	}
	return codes, nil
}

// EndCodes switches a person's own codes off.
func (a *Access) EndCodes(ctx context.Context, p Person, password string) error {
	if err := a.confirm(ctx, p.ID, password); err != nil {
		return err
	}
	return a.dropCodes(ctx, p.ID)
}

func (a *Access) dropCodes(ctx context.Context, person string) error {
	return a.store.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM access_recovery WHERE person_id = ?`, person)
		if err == nil {
			_, err = tx.ExecContext(ctx, `UPDATE access_person SET code_secret = '', code_since = 0, code_step = 0 WHERE id = ?`, person)
		}
		if err != nil {
			return fmt.Errorf("end two-factor codes: %w", err)
		}
		return nil
	})
}

// useCode takes a code as the second step, each only once.
func (a *Access) useCode(ctx context.Context, person, code string) error {
	err := a.store.Write(ctx, func(tx *sql.Tx) error {
		if digits := digitsOf(code); len(digits) == codeDigits {
			return a.useTimeCode(ctx, tx, person, digits)
		}
		plain := strings.NewReplacer("-", "", " ", "").Replace(strings.ToLower(code))
		result, err := tx.ExecContext(ctx, `DELETE FROM access_recovery WHERE person_id = ? AND hash = ?`, person, ids.Hash(plain))
		if err != nil {
			return fmt.Errorf("use a recovery code: %w", err)
		}
		if n, _ := result.RowsAffected(); n == 0 {
			return codeNeeded("This recovery code is not right or was used before.")
		}
		return nil
	})
	return err
}

func (a *Access) useTimeCode(ctx context.Context, tx *sql.Tx, person, digits string) error {
	var secret string
	var last int64
	err := tx.QueryRowContext(ctx, `SELECT code_secret, code_step FROM access_person WHERE id = ? AND code_since > 0`, person).Scan(&secret, &last)
	if errors.Is(err, sql.ErrNoRows) { // switched off meanwhile
		return codeNeeded("Two-factor codes were just switched off. Sign in again.")
	}
	if err != nil {
		return fmt.Errorf("use a code: %w", err)
	}
	step, ok := matchingStep(secret, digits, a.now())
	if !ok {
		return codeNeeded("This is not the code that the app shows now.")
	}
	if step <= last {
		return codeNeeded("This code was used already. Wait for the next one.")
	}
	if _, err := tx.ExecContext(ctx, `UPDATE access_person SET code_step = ? WHERE id = ?`, step, person); err != nil {
		return fmt.Errorf("use a code: %w", err)
	}
	return nil
}

// digitsOf drops the spaces that people read into codes; what is no code of
// digits comes back empty.
func digitsOf(code string) string {
	digits := strings.ReplaceAll(strings.TrimSpace(code), " ", "")
	if strings.Trim(digits, "0123456789") != "" {
		return ""
	}
	return digits
}
