//go:build windows

package store

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// errQuota is what a full disk answers.
var errQuota error = windows.ERROR_DISK_FULL

// lockFile takes an exclusive lock that ends with the process, however it ends.
func lockFile(f *os.File) error {
	err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &windows.Overlapped{})
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return ErrLocked
	}
	return err
}

// syncDirectory does nothing: NTFS journals names by itself and gives no handle
// that could be flushed.
func syncDirectory(string) error { return nil }
