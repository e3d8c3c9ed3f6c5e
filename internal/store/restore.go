package store

import (
	"archive/tar"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"

	"github.com/klauspost/compress/zstd"
)

// mostManifest bounds the manifest that is read into memory.
const mostManifest = 64 << 20

// segmentName is what a segment may be called. Nothing else than these names and
// the database's is ever written, so no archive can reach out of the directory.
var segmentName = regexp.MustCompile(`^events/[0-9]{4}-[0-9]{2}/[0-9]{1,20}-[0-9]{1,20}-[0-9]{1,20}\.parquet$`)

// Restore makes a data directory from what Backup wrote. It refuses a directory
// that has anything in it, checks every file against its checksum, and takes
// back what it wrote when anything fails.
func Restore(ctx context.Context, dir string, r io.Reader) error {
	if err := restore(ctx, dir, r); err != nil {
		return fmt.Errorf("restore into %s: %w", dir, classified(err))
	}
	return nil
}

func restore(ctx context.Context, dir string, r io.Reader) (err error) {
	if err := claimEmpty(dir); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(filepath.Join(dir, eventsName)), removeFile(filepath.Join(dir, databaseName+temporary)), removeFile(filepath.Join(dir, databaseName)))
		}
	}()
	decoder, err := zstd.NewReader(&contextReader{ctx, r}, zstd.WithDecoderMaxWindow(64<<20), zstd.WithDecoderConcurrency(1))
	if err != nil {
		return err
	}
	defer decoder.Close()
	archive := tar.NewReader(decoder)
	m, err := readManifest(archive)
	if err != nil {
		return err
	}
	for _, entry := range m.Files {
		if err := restoreFile(archive, dir, entry); err != nil {
			return err
		}
	}
	if _, err := archive.Next(); !errors.Is(err, io.EOF) {
		return corrupt("the backup goes on after its last file")
	}
	// The database comes last: a directory without it is no data directory, so
	// a restore that is cut off never looks like a whole one.
	if err := os.Rename(filepath.Join(dir, databaseName+temporary), filepath.Join(dir, databaseName)); err != nil {
		return err
	}
	return syncTree(dir)
}

func claimEmpty(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	if len(entries) > 0 {
		return fmt.Errorf("%w: it holds %s: name a new directory, or empty this one first", ErrNotEmpty, entries[0].Name())
	}
	return nil
}

func readManifest(archive *tar.Reader) (m manifest, err error) {
	header, err := archive.Next()
	if err != nil || header.Name != manifestName || header.Size > mostManifest {
		return m, corrupt("this is no backup of wend")
	}
	if err := json.NewDecoder(archive).Decode(&m); err != nil {
		return m, corrupt("the backup's manifest cannot be read: %w", err)
	}
	if m.Version > backupVersion {
		return m, &failure{class: ErrNewer, cause: fmt.Errorf("the backup has version %d, this program reads up to %d", m.Version, backupVersion)}
	}
	databases := 0
	for _, entry := range m.Files {
		switch {
		case entry.Name == databaseName:
			databases++
		case !segmentName.MatchString(entry.Name):
			return m, corrupt("the backup names a file that is none of wend's: %q", entry.Name)
		}
	}
	if databases != 1 {
		return m, corrupt("the backup has %d databases", databases)
	}
	return m, nil
}

// restoreFile writes the archive's next entry, which must be the one that the
// manifest says.
func restoreFile(archive *tar.Reader, dir string, entry manifestFile) error {
	header, err := archive.Next()
	if err != nil {
		return corrupt("the backup ends before %s: %w", entry.Name, err)
	}
	if header.Name != entry.Name || header.Typeflag != tar.TypeReg || header.Size != entry.Size {
		return corrupt("the backup has %q where its manifest has %q", header.Name, entry.Name)
	}
	path := filepath.Join(dir, filepath.FromSlash(entry.Name))
	if entry.Name == databaseName {
		path += temporary
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	sum := sha256.New()
	_, err = io.Copy(io.MultiWriter(f, sum), archive)
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != entry.SHA256 {
		return corrupt("%s in the backup is damaged: its checksum does not fit", entry.Name)
	}
	return nil
}

// syncTree makes all names below a directory durable.
func syncTree(dir string) error {
	return filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		return syncDirectory(path)
	})
}
