package bench

import (
	"os"

	"golang.org/x/sys/unix"
)

// syncData makes a file's data durable; its times may wait.
func syncData(file *os.File) error { return unix.Fdatasync(int(file.Fd())) }
