package store

import (
	"archive/tar"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/klauspost/compress/zstd"
)

const (
	// backupVersion is the version of the backups that this program writes.
	backupVersion = 1
	manifestName  = "manifest.json"
)

// manifest is the first entry of a backup: what follows, in this order.
type manifest struct {
	Version int            `json:"version"`
	Created time.Time      `json:"created"`
	Files   []manifestFile `json:"files"`
}

type manifestFile struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Backup writes a consistent copy of everything to w while the store runs on.
// docs/formats/backup.md specifies it. Restore makes a data directory of it.
func (s *Store) Backup(ctx context.Context, w io.Writer) error {
	if err := s.backup(ctx, w); err != nil {
		return fmt.Errorf("back up %s: %w", s.dir, classified(err))
	}
	return nil
}

func (s *Store) backup(ctx context.Context, w io.Writer) (err error) {
	folder, err := s.temporaryFolder("backup-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	copied := filepath.Join(folder, databaseName)
	files, release, err := s.freeze(ctx, copied)
	if err != nil {
		return err
	}
	defer release()
	m := manifest{Version: backupVersion, Created: time.Now().UTC()}
	sum, size, err := checksum(copied)
	if err != nil {
		return err
	}
	m.Files = append(m.Files, manifestFile{databaseName, size, sum})
	for _, g := range files {
		m.Files = append(m.Files, manifestFile{g.File, g.Bytes, g.SHA256})
	}
	encoder, err := zstd.NewWriter(w, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithEncoderConcurrency(2))
	if err != nil {
		return err
	}
	archive := tar.NewWriter(encoder)
	if err := writeManifest(archive, m); err != nil {
		return errors.Join(err, encoder.Close())
	}
	for i, entry := range m.Files {
		path := copied
		if i > 0 {
			path = files[i-1].path
		}
		if err := archiveFile(ctx, archive, path, entry, m.Created); err != nil {
			return errors.Join(err, encoder.Close())
		}
	}
	return errors.Join(archive.Close(), encoder.Close())
}

// freeze copies the database and answers the segments that belong to the copy;
// they stay until release is called.
func (s *Store) freeze(ctx context.Context, copied string) (files []*sealed, release func(), err error) {
	for attempt := 0; ; attempt++ {
		if err := os.RemoveAll(copied); err != nil {
			return nil, nil, err
		}
		// A view taken before the copy keeps every segment that the copy can
		// name and that compaction has not replaced since.
		v, err := s.views.acquire(ctx)
		if err != nil {
			return nil, nil, err
		}
		if err = s.copyDatabase(ctx, copied); err == nil {
			if files, err = openAll(ctx, s.dir, copied); err == nil {
				return files, func() {
					for _, g := range files {
						g.close()
					}
					s.views.release(v)
				}, nil
			}
		}
		s.views.release(v)
		if !errors.Is(err, fs.ErrNotExist) || attempt == 10 {
			return nil, nil, err
		}
	}
}

// copyDatabase writes the database as it is at one moment to a new file. It
// needs a connection of its own: SQLite counts the copy as writing, which the
// pool's connections are not allowed.
func (s *Store) copyDatabase(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite", dataSource(s.databasePath(), "ro", "busy_timeout(10000)"))
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, `VACUUM INTO ?`, path)
	return err
}

// openAll opens every segment that a copy of the database lists, so that none
// can disappear any more.
func openAll(ctx context.Context, dir, copied string) ([]*sealed, error) {
	db, err := sql.Open("sqlite", dataSource(copied, "ro", "query_only(1)"))
	if err != nil {
		return nil, err
	}
	defer db.Close()
	v, err := readView(ctx, dir, db)
	if err != nil {
		return nil, err
	}
	for _, g := range v.segments {
		if _, err := g.open(); err != nil {
			v.closeFiles()
			return nil, err
		}
	}
	return v.segments, nil
}

func writeManifest(archive *tar.Writer, m manifest) error {
	text, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	header := &tar.Header{Typeflag: tar.TypeReg, Name: manifestName, Size: int64(len(text)), Mode: 0o600, ModTime: m.Created, Format: tar.FormatPAX}
	if err := archive.WriteHeader(header); err != nil {
		return err
	}
	_, err = archive.Write(text)
	return err
}

func archiveFile(ctx context.Context, archive *tar.Writer, path string, entry manifestFile, created time.Time) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	header := &tar.Header{Typeflag: tar.TypeReg, Name: entry.Name, Size: entry.Size, Mode: 0o600, ModTime: created, Format: tar.FormatPAX}
	if err := archive.WriteHeader(header); err != nil {
		return err
	}
	n, err := io.Copy(archive, io.LimitReader(&contextReader{ctx, f}, entry.Size))
	if err != nil {
		return err
	}
	if n != entry.Size {
		return corrupt("%s has %d bytes instead of %d", entry.Name, n, entry.Size)
	}
	return nil
}

// contextReader ends reading when its context ends.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c *contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
