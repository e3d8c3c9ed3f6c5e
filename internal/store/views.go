package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// view is where all events lie at one moment: these segments, and the log from
// sealedThrough+1 on. While somebody holds a view, neither its files nor its
// log blocks are removed, so a long read needs no long transaction.
type view struct {
	sealedThrough uint64
	segments      []*sealed // by month, then first sequence number
	db            querier   // reads the log as of this view
	tx            *sql.Tx   // of a read-only store: the snapshot; else nil

	holders int // guarded by views.mu
}

type querier interface {
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
	QueryRowContext(context.Context, string, ...any) *sql.Row
}

// views keeps the current view and those older ones that somebody still reads.
type views struct {
	store *Store
	mu    sync.Mutex
	// live are the views in use, oldest first; the last one is the current.
	// It is empty for a read-only store, which makes a view for each read.
	live []*view
}

func openViews(ctx context.Context, s *Store) (*views, error) {
	vs := &views{store: s}
	if s.options.ReadOnly {
		return vs, nil
	}
	v, err := readView(ctx, s.dir, s.read)
	if err != nil {
		return nil, err
	}
	vs.live = []*view{v}
	return vs, nil
}

// readView reads the catalogue as the database has it.
func readView(ctx context.Context, dir string, db querier) (*view, error) {
	v := &view{db: db}
	var through int64
	if err := db.QueryRowContext(ctx, `SELECT sealed_through FROM log_state`).Scan(&through); err != nil {
		return nil, err
	}
	v.sealedThrough = uint64(through)
	rows, err := db.QueryContext(ctx, `SELECT file, month, first_seq, last_seq, min_time, max_time, rows, bytes, sha256, generation FROM segment`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		g := &sealed{}
		if err := rows.Scan(&g.File, &g.Month, &g.FirstSeq, &g.LastSeq, &g.MinTime, &g.MaxTime, &g.Rows, &g.Bytes, &g.SHA256, &g.Generation); err != nil {
			return nil, err
		}
		g.path = filepath.Join(dir, filepath.FromSlash(g.File))
		v.segments = append(v.segments, g)
	}
	v.sort()
	return v, rows.Err()
}

func (v *view) sort() {
	slices.SortFunc(v.segments, func(a, b *sealed) int {
		if c := strings.Compare(a.Month, b.Month); c != 0 {
			return c
		}
		if a.FirstSeq != b.FirstSeq {
			return int(min(max(a.FirstSeq-b.FirstSeq, -1), 1))
		}
		return strings.Compare(a.File, b.File)
	})
}

// acquire takes the current view; every acquire needs one release.
func (vs *views) acquire(ctx context.Context) (*view, error) {
	if vs.store.options.ReadOnly {
		return vs.snapshot(ctx)
	}
	vs.mu.Lock()
	defer vs.mu.Unlock()
	if len(vs.live) == 0 {
		return nil, ErrClosed
	}
	v := vs.live[len(vs.live)-1]
	v.holders++
	return v, nil
}

// snapshot makes a view of a directory that another process may be writing. A
// file that disappears before it is opened was compacted away meanwhile, so
// the next look finds its successor.
func (vs *views) snapshot(ctx context.Context) (*view, error) {
	for attempt := 0; ; attempt++ {
		tx, err := vs.store.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
		if err != nil {
			return nil, classified(err)
		}
		v, err := readView(ctx, vs.store.dir, tx)
		if err == nil {
			v.tx = tx
			for _, g := range v.segments {
				if _, err = g.open(); err != nil {
					break
				}
			}
		}
		if err == nil {
			return v, nil
		}
		if v != nil {
			v.closeFiles()
		}
		_ = tx.Rollback() // nothing was written
		if !errors.Is(err, fs.ErrNotExist) || attempt == 10 {
			return nil, classified(err)
		}
	}
}

func (vs *views) release(v *view) {
	if v.tx != nil {
		v.closeFiles()
		_ = v.tx.Rollback() // nothing was written
		return
	}
	vs.mu.Lock()
	v.holders--
	retired := vs.retire()
	vs.mu.Unlock()
	vs.remove(retired)
}

// publish makes next the current view. Called while the transaction that made
// it true is the latest one on these tables.
func (vs *views) publish(next *view) {
	next.sort()
	vs.mu.Lock()
	vs.live = append(vs.live, next)
	retired := vs.retire()
	vs.mu.Unlock()
	vs.remove(retired)
}

// retire forgets old views that nobody holds and answers the segments that
// only they had.
func (vs *views) retire() []*sealed {
	var gone []*sealed
	for len(vs.live) > 1 && vs.live[0].holders == 0 {
		for _, g := range vs.live[0].segments {
			if !slices.Contains(vs.live[1].segments, g) {
				gone = append(gone, g)
			}
		}
		vs.live = vs.live[1:]
	}
	return gone
}

// remove closes and deletes files that no view has. A file that cannot be
// deleted now is swept at the next start.
func (vs *views) remove(gone []*sealed) {
	for _, g := range gone {
		g.close()
		if err := os.Remove(g.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			vs.store.logger.Warn("a replaced segment could not be removed", "file", g.File, "error", err)
		}
	}
}

// readable is the sequence number through which no view needs the log's blocks.
func (vs *views) readable() uint64 {
	vs.mu.Lock()
	defer vs.mu.Unlock()
	return vs.live[0].sealedThrough
}

func (v *view) closeFiles() {
	for _, g := range v.segments {
		g.close()
	}
}

func (vs *views) close() error {
	vs.mu.Lock()
	defer vs.mu.Unlock()
	for _, v := range vs.live {
		v.closeFiles()
	}
	vs.live = nil
	return nil
}
