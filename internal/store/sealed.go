package store

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"

	"wend/internal/store/segment"
)

// sealed is a segment that counts.
type sealed struct {
	File              string // below the data directory, with slashes
	Month             string
	FirstSeq, LastSeq int64
	MinTime, MaxTime  int64
	Rows, Bytes       int64
	SHA256            string
	Generation        int64

	path string
	mu   sync.Mutex
	file *segment.File // nil until it is first read
	// indexes find rows by sequence number; made when first needed.
	indexes []*segment.Index
	forget  []func()
}

// open opens the file once; it stays open until no view has it.
func (g *sealed) open() (*segment.File, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.file != nil {
		return g.file, nil
	}
	f, err := segment.Open(g.path)
	if err != nil {
		if errors.Is(err, segment.ErrCorrupt) {
			err = corrupt("%s with events %d to %d: %w", g.File, g.FirstSeq, g.LastSeq, err)
		}
		return nil, err
	}
	if f.Rows() != g.Rows {
		f.Close()
		return nil, corrupt("%s with events %d to %d has %d rows instead of %d", g.File, g.FirstSeq, g.LastSeq, f.Rows(), g.Rows)
	}
	g.file = f
	return f, nil
}

func (g *sealed) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.file != nil {
		g.file.Close()
		for _, forget := range g.forget {
			forget()
		}
		g.file, g.indexes, g.forget = nil, nil, nil
	}
}

// segmentFile is what a segment is written through.
type segmentFile struct{ *bufio.Writer }

// writeSegment writes a segment under a temporary name, makes it durable and
// gives it its own name. It counts only once publish has listed it; until then
// a crash leaves a file that the next start sweeps.
func (s *Store) writeSegment(ctx context.Context, month string, generation int64, write func(*segmentFile) (segment.Info, error)) (_ *sealed, err error) {
	folder := filepath.Join(s.dir, eventsName, month)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	f, err := os.CreateTemp(folder, "segment-*"+temporary)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.Close(), removeFile(f.Name()))
		}
	}()
	out := &segmentFile{bufio.NewWriterSize(f, 1<<18)}
	info, err := write(out)
	if err != nil {
		return nil, err
	}
	if err := out.Flush(); err != nil {
		return nil, err
	}
	if err := f.Sync(); err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	name := path.Join(eventsName, month, fmt.Sprintf("%d-%d-%d.parquet", info.FirstSeq, info.LastSeq, generation))
	g := &sealed{
		File: name, Month: month, FirstSeq: int64(info.FirstSeq), LastSeq: int64(info.LastSeq), MinTime: info.MinTime, MaxTime: info.MaxTime,
		Rows: info.Rows, Bytes: info.Bytes, SHA256: info.SHA256, Generation: generation, path: s.segmentPath(name),
	}
	if err := os.Rename(f.Name(), g.path); err != nil {
		return nil, err
	}
	return g, errors.Join(syncDirectory(folder), syncDirectory(filepath.Dir(folder)))
}

func removeFile(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// sweepSegments removes Parquet files that do not count. Called at start, when
// there is no other view than the current one.
func (s *Store) sweepSegments() error {
	v := s.views.live[0]
	listed := map[string]bool{}
	for _, g := range v.segments {
		listed[g.path] = true
		if _, err := os.Stat(g.path); err != nil {
			return corrupt("%s with events %d to %d is missing: restore it from a backup: %w", g.File, g.FirstSeq, g.LastSeq, err)
		}
	}
	root := filepath.Join(s.dir, eventsName)
	return filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".parquet") || listed[path] {
			return err
		}
		s.logger.Info("removed a segment that was never published", "file", path)
		return os.Remove(path)
	})
}

// checkEvents reads all segments and log blocks against their checksums.
func (s *Store) checkEvents(ctx context.Context) (faults []string, err error) {
	v, err := s.views.acquire(ctx)
	if err != nil {
		return nil, err
	}
	defer s.views.release(v)
	for _, g := range v.segments {
		if err := ctx.Err(); err != nil {
			return faults, err
		}
		if sum, size, err := checksum(g.path); err != nil {
			faults = append(faults, fmt.Sprintf("%s with events %d to %d cannot be read: %v", g.File, g.FirstSeq, g.LastSeq, err))
		} else if sum != g.SHA256 || size != g.Bytes {
			faults = append(faults, fmt.Sprintf("%s with events %d to %d is damaged: its checksum does not fit", g.File, g.FirstSeq, g.LastSeq))
		}
	}
	err = s.readBlocks(ctx, v, v.sealedThrough+1, 1<<63, func(first, last uint64, data []byte) error {
		b, err := decodeBlock(first, last, data)
		if err != nil {
			faults = append(faults, err.Error())
			return nil
		}
		decoded.Put(b)
		return ctx.Err()
	})
	return faults, err
}

func checksum(path string) (sum string, size int64, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", 0, err
	}
	defer f.Close()
	h := sha256.New()
	size, err = io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), size, err
}
