package collect

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"wend/internal/ids"
	"wend/internal/problem"
)

// Kind says what a source is, and with it how far it is trusted.
type Kind string

// The kinds of sources.
const (
	Browser   Kind = "browser"
	App       Kind = "app"
	Server    Kind = "server"
	Import    Kind = "import"
	Connector Kind = "connector"
)

// Kinds are all of them, in the order in which a person reads them.
var Kinds = []Kind{Browser, App, Server, Import, Connector}

// Trusted tells whether what a source of this kind says of identities counts
// as proof: its key is not in every visitor's hands.
func (k Kind) Trusted() bool { return k == Server || k == Import || k == Connector }

// Source is something that may send, as people see it.
type Source struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Kind Kind   `json:"kind"`
	// WriteKey is whole for browser and app sources, and for any other only
	// in the answer of Create; else masked.
	WriteKey string    `json:"write_key"`
	Created  time.Time `json:"created"`
	// LastSeen is when it last sent something usable, the zero time before
	// the first event; Events is how many it sent.
	LastSeen time.Time `json:"last_seen,omitzero"`
	Events   int64     `json:"events"`
}

// Sources are all that may send. LookUp is on every request's way and takes no
// lock; changes are written first and then take the place of the old set.
type Sources struct {
	store Store
	now   func() time.Time

	changes sync.Mutex // one change at a time
	live    atomic.Pointer[keyring]
}

// keyring is an immutable set of the sources in use.
type keyring struct {
	byKey map[[sha256.Size]byte]*liveSource
	byID  map[string]*liveSource
}

type liveSource struct {
	Source
	hash             [sha256.Size]byte
	events, lastSeen atomic.Int64
	written          int64 // lastSeen as last written; of Flush alone
}

// longestSourceName bounds a source's name, in characters.
const longestSourceName = 100

func openSources(ctx context.Context, o Options) (*Sources, error) {
	s := &Sources{store: o.Store, now: o.Now}
	rows, err := o.Store.Read().QueryContext(ctx,
		`SELECT id, name, kind, write_key, key_hash, created, last_seen, events FROM collect_source WHERE retired = 0`)
	if err != nil {
		return nil, fmt.Errorf("read sources: %w", err)
	}
	defer rows.Close()
	ring := newKeyring()
	for rows.Next() {
		var l liveSource
		var hash string
		var created, seen, events int64
		if err := rows.Scan(&l.ID, &l.Name, &l.Kind, &l.WriteKey, &hash, &created, &seen, &events); err != nil {
			return nil, fmt.Errorf("read sources: %w", err)
		}
		if n, err := hex.Decode(l.hash[:], []byte(hash)); err != nil || n != len(l.hash) {
			return nil, fmt.Errorf("read sources: the key hash of %s is damaged", l.ID)
		}
		l.Created, l.written = time.UnixMilli(created).UTC(), seen
		l.events.Store(events)
		l.lastSeen.Store(seen)
		ring.add(&l)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read sources: %w", err)
	}
	s.live.Store(ring)
	return s, nil
}

func newKeyring() *keyring {
	return &keyring{byKey: map[[sha256.Size]byte]*liveSource{}, byID: map[string]*liveSource{}}
}

func (k *keyring) add(l *liveSource) {
	k.byKey[l.hash] = l
	k.byID[l.ID] = l
}

// with is a copy of the keyring that can be changed.
func (k *keyring) copied() *keyring {
	return &keyring{byKey: maps.Clone(k.byKey), byID: maps.Clone(k.byID)}
}

// LookUp finds the source of a write key. The answer is shared: do not change it.
func (s *Sources) LookUp(writeKey string) (*Source, bool) {
	l, ok := s.live.Load().byKey[sha256.Sum256([]byte(writeKey))]
	if !ok {
		return nil, false
	}
	return &l.Source, true
}

// List is all sources in use, the oldest first, trusted keys masked.
func (s *Sources) List(context.Context) ([]Source, error) {
	ring := s.live.Load()
	list := make([]Source, 0, len(ring.byID))
	for _, l := range ring.byID {
		list = append(list, l.view())
	}
	slices.SortFunc(list, func(a, b Source) int {
		if c := a.Created.Compare(b.Created); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return list, nil
}

func (l *liveSource) view() Source {
	v := l.Source
	v.Events = l.events.Load()
	if seen := l.lastSeen.Load(); seen != 0 {
		v.LastSeen = time.UnixMilli(seen).UTC()
	}
	return v
}

// Find is one source in use.
func (s *Sources) Find(_ context.Context, id string) (Source, error) {
	if l, ok := s.live.Load().byID[id]; ok {
		return l.view(), nil
	}
	return Source{}, problem.NotFound("There is no source %q.", id)
}

// Create makes a source with a new write key, which the answer shows whole.
func (s *Sources) Create(ctx context.Context, name string, kind Kind) (Source, error) {
	return s.create(ctx, name, kind, ids.Secret("wk_"))
}

func (s *Sources) create(ctx context.Context, name string, kind Kind, key string) (Source, error) {
	name = strings.TrimSpace(name)
	if name == "" || len([]rune(name)) > longestSourceName {
		return Source{}, problem.At("/name", "A source needs a name of at most %d characters.", longestSourceName)
	}
	if !slices.Contains(Kinds, kind) {
		return Source{}, problem.At("/kind", "%q is no kind of source: use browser, app, server, import or connector.", kind)
	}
	s.changes.Lock()
	defer s.changes.Unlock()
	l := &liveSource{
		Source: Source{ID: ids.New("src_"), Name: name, Kind: kind, WriteKey: key, Created: s.now().UTC().Truncate(time.Millisecond)},
		hash:   sha256.Sum256([]byte(key)),
	}
	if kind.Trusted() {
		l.WriteKey = ids.Mask(key)
	}
	err := s.store.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO collect_source (id, name, kind, write_key, key_hash, created) VALUES ($1, $2, $3, $4, $5, $6)`,
			l.ID, l.Name, string(l.Kind), l.WriteKey, hex.EncodeToString(l.hash[:]), l.Created.UnixMilli())
		return err
	})
	if err != nil {
		return Source{}, fmt.Errorf("create source: %w", err)
	}
	ring := s.live.Load().copied()
	ring.add(l)
	s.live.Store(ring)
	shown := l.view()
	shown.WriteKey = key
	return shown, nil
}

// Ensure makes sure that a source of this name, kind and write key is in use,
// as WEND_WRITE_KEY asks for one. A key that was retired is taken up again.
func (s *Sources) Ensure(ctx context.Context, name string, kind Kind, key string) (Source, error) {
	if key == "" {
		return Source{}, problem.New(http.StatusUnprocessableEntity, "A write key cannot be empty.")
	}
	if l, ok := s.live.Load().byKey[sha256.Sum256([]byte(key))]; ok {
		return l.view(), nil
	}
	hash := sha256.Sum256([]byte(key))
	err := s.store.Write(ctx, func(tx *sql.Tx) error { // its events keep the retired source's id
		_, err := tx.ExecContext(ctx, `UPDATE collect_source SET key_hash = key_hash || '-' || id WHERE key_hash = $1 AND retired <> 0`, hex.EncodeToString(hash[:]))
		return err
	})
	if err != nil {
		return Source{}, fmt.Errorf("ensure source: %w", err)
	}
	return s.create(ctx, name, kind, key)
}

// OfKind is the first source in use of a kind, made under the name where there
// is none: imports and connectors need one of their own.
func (s *Sources) OfKind(ctx context.Context, kind Kind, name string) (Source, error) {
	list, err := s.List(ctx)
	if err != nil {
		return Source{}, err
	}
	for _, source := range list {
		if source.Kind == kind {
			return source, nil
		}
	}
	return s.Create(ctx, name, kind)
}

// Delete retires a source: its key stops working before Delete returns. Its
// events stay.
func (s *Sources) Delete(ctx context.Context, id string) error {
	s.changes.Lock()
	defer s.changes.Unlock()
	l, ok := s.live.Load().byID[id]
	if !ok {
		return problem.NotFound("There is no source %q.", id)
	}
	ring := s.live.Load().copied()
	delete(ring.byID, id)
	delete(ring.byKey, l.hash)
	err := s.store.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE collect_source SET retired = $1, last_seen = $2, events = $3 WHERE id = $4`,
			s.now().UnixMilli(), l.lastSeen.Load(), l.events.Load(), id)
		return err
	})
	if err != nil {
		return fmt.Errorf("retire source: %w", err)
	}
	s.live.Store(ring)
	return nil
}

// Seen counts events that a source brought outside of HTTP (imports).
func (s *Sources) Seen(id string, events int) { s.seen(id, events, s.now().UnixMilli()) }

func (s *Sources) seen(id string, events int, at int64) {
	if l, ok := s.live.Load().byID[id]; ok {
		l.events.Add(int64(events))
		l.lastSeen.Store(at)
	}
}

// Flush writes the counters of sources that have sent something since.
func (s *Sources) Flush(ctx context.Context) error {
	s.changes.Lock()
	defer s.changes.Unlock()
	type count struct {
		source       *liveSource
		events, seen int64
	}
	var counts []count
	for _, l := range s.live.Load().byID {
		if seen := l.lastSeen.Load(); seen != l.written {
			counts = append(counts, count{l, l.events.Load(), seen})
		}
	}
	if len(counts) == 0 {
		return nil
	}
	err := s.store.Write(ctx, func(tx *sql.Tx) error {
		for _, c := range counts {
			if _, err := tx.ExecContext(ctx, `UPDATE collect_source SET last_seen = $1, events = $2 WHERE id = $3`, c.seen, c.events, c.source.ID); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("write sources' counters: %w", err)
	}
	for _, c := range counts {
		c.source.written = c.seen
	}
	return nil
}
