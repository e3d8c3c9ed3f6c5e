package store

import (
	"context"
	"errors"
	"io"
)

// Backup writes a consistent copy of everything to w while the store runs on.
func (s *Store) Backup(ctx context.Context, w io.Writer) error { return errors.ErrUnsupported }

// Restore makes a data directory from a backup. It refuses a directory that has
// anything in it.
func Restore(ctx context.Context, dir string, r io.Reader) error { return errors.ErrUnsupported }
