package app

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"runtime"
	"strings"

	_ "modernc.org/sqlite" // the database that the program carries

	"wend/internal/store"
	"wend/internal/store/block"
	"wend/internal/store/segment"
)

// DescribeVersion is what `wend version` prints.
func DescribeVersion() (string, error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return "", err
	}
	defer db.Close()
	var sqlite string
	if err := db.QueryRow(`SELECT sqlite_version()`).Scan(&sqlite); err != nil {
		return "", fmt.Errorf("ask SQLite for its version: %w", err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "wend %s\ncommit %s\n%s %s/%s\nSQLite %s\n", Version, Commit, runtime.Version(), runtime.GOOS, runtime.GOARCH, sqlite)
	fmt.Fprintf(&b, "log blocks version %d, segments version %d\n", block.Version, segment.Version)
	return b.String(), nil
}

// Restore fills an empty data directory from a backup.
func Restore(ctx context.Context, dir string, from io.Reader) error {
	return store.Restore(ctx, dir, from)
}
