package unify

import (
	"database/sql"
	"fmt"
)

// Forget drops everything that was made from calls, so that the next start
// makes it again from the log. What people decided stays.
func Forget(tx *sql.Tx) error {
	for _, table := range []string{"unify_identifier", "unify_set", "unify_stream", "unify_trait", "unify_consent", "unify_saved"} {
		if _, err := tx.Exec("DELETE FROM " + table); err != nil {
			return fmt.Errorf("empty %s: %w", table, err)
		}
	}
	return nil
}
