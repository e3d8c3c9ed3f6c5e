package audit

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"strconv"
	"time"

	"wend/internal/problem"
)

// Migrations are this room's tables.
//
//go:embed migrations/*.sql
var Migrations embed.FS

// Store is the part of the state store that this room needs.
type Store interface {
	Write(ctx context.Context, change func(*sql.Tx) error) error
	Read() *sql.DB
}

// Kinds of actors.
const (
	Person   = "person"
	Token    = "token"
	Operator = "operator" // the command line on the server's own machine
	Nobody   = "nobody"   // not signed in (yet)
)

// Outcomes.
const (
	Done    = "done"
	Refused = "refused"
)

// Actor is who did something, by the name of that day.
type Actor struct{ Kind, ID, Name string }

// Entry is one thing that was done. Number, Previous and Hash are given when
// it is written.
type Entry struct {
	Number    int64
	Time      time.Time
	Actor     Actor
	Operation string
	Target    string
	Detail    string // JSON; "{}" where there is nothing more to say
	Outcome   string
	Address   string
	Previous  string
	Hash      string
}

// Log is the audit log. It is safe for concurrent use.
type Log struct {
	store Store
	now   func() time.Time
}

// New opens the log.
func New(store Store, now func() time.Time) *Log { return &Log{store, now} }

// longestText bounds every text of an entry; details are bounded by whoever makes them.
const longestText = 300

// Record writes an entry behind the last one.
func (l *Log) Record(ctx context.Context, e Entry) error {
	if e.Detail == "" {
		e.Detail = "{}"
	}
	for _, text := range []*string{&e.Actor.ID, &e.Actor.Name, &e.Operation, &e.Target, &e.Address} {
		*text = shorten(*text)
	}
	err := l.store.Write(ctx, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, `SELECT number, hash FROM audit_entry ORDER BY number DESC LIMIT 1`).Scan(&e.Number, &e.Previous)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		e.Number++
		e.Time = time.UnixMilli(l.now().UnixMilli()).UTC()
		e.Hash = e.sum()
		_, err = tx.ExecContext(ctx, `INSERT INTO audit_entry (number, time, actor_kind, actor, actor_name, operation, target, detail, outcome, address, previous, hash)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			e.Number, e.Time.UnixMilli(), e.Actor.Kind, e.Actor.ID, e.Actor.Name, e.Operation, e.Target, e.Detail, e.Outcome, e.Address, e.Previous, e.Hash)
		return err
	})
	if err != nil {
		return fmt.Errorf("write the audit log: %w", err)
	}
	return nil
}

// sum is the hash of everything in the entry, the previous hash among it.
func (e Entry) sum() string {
	raw, _ := json.Marshal([]string{ // a list of strings cannot fail
		strconv.FormatInt(e.Number, 10), strconv.FormatInt(e.Time.UnixMilli(), 10), e.Actor.Kind, e.Actor.ID, e.Actor.Name,
		e.Operation, e.Target, e.Detail, e.Outcome, e.Address, e.Previous,
	})
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

func shorten(text string) string {
	if len(text) <= longestText {
		return text
	}
	cut := longestText
	for cut > 0 && text[cut]&0xc0 == 0x80 { // not within a character
		cut--
	}
	return text[:cut] + "…"
}

// Filter narrows a list down; empty fields admit everything.
type Filter struct {
	Actor     string // an id
	Operation string
}

// Page lists entries, newest first, and where the next page begins.
func (l *Log) Page(ctx context.Context, f Filter, limit int, cursor string) (entries []Entry, next string, err error) {
	before := int64(0)
	if cursor != "" {
		if before, err = strconv.ParseInt(cursor, 10, 64); err != nil || before < 1 {
			return nil, "", problem.New(http.StatusUnprocessableEntity, "This cursor is none of ours. Leave it out to begin at the newest.")
		}
	}
	entries = []Entry{}
	for e, err := range l.read(ctx, f, before, limit+1) {
		if err != nil {
			return nil, "", err
		}
		entries = append(entries, e)
	}
	if len(entries) > limit {
		entries = entries[:limit]
		next = strconv.FormatInt(entries[limit-1].Number, 10)
	}
	return entries, next, nil
}

// chunk is how many entries are read at once, so that a long read does not
// hold the database.
const chunk = 1000

// All reads the entries that the filter admits, newest first.
func (l *Log) All(ctx context.Context, f Filter) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for before := int64(0); ; {
			page, err := collect(l.read(ctx, f, before, chunk))
			if err != nil {
				yield(Entry{}, err)
				return
			}
			for _, e := range page {
				if !yield(e, nil) {
					return
				}
			}
			if len(page) < chunk {
				return
			}
			before = page[chunk-1].Number
		}
	}
}

func collect(entries iter.Seq2[Entry, error]) (list []Entry, err error) {
	for e, err := range entries {
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}

const columns = `number, time, actor_kind, actor, actor_name, operation, target, detail, outcome, address, previous, hash`

func (l *Log) read(ctx context.Context, f Filter, before int64, limit int) iter.Seq2[Entry, error] {
	where, args := ` WHERE (? = 0 OR number < ?)`, []any{before, before}
	if f.Actor != "" {
		where, args = where+` AND actor = ?`, append(args, f.Actor)
	}
	if f.Operation != "" {
		where, args = where+` AND operation = ?`, append(args, f.Operation)
	}
	return l.query(ctx, `SELECT `+columns+` FROM audit_entry`+where+` ORDER BY number DESC LIMIT ?`, append(args, limit)...)
}

func (l *Log) query(ctx context.Context, statement string, args ...any) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		rows, err := l.store.Read().QueryContext(ctx, statement, args...)
		if err != nil {
			yield(Entry{}, fmt.Errorf("read the audit log: %w", err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			var e Entry
			var at int64
			err := rows.Scan(&e.Number, &at, &e.Actor.Kind, &e.Actor.ID, &e.Actor.Name, &e.Operation, &e.Target, &e.Detail, &e.Outcome, &e.Address, &e.Previous, &e.Hash)
			e.Time = time.UnixMilli(at).UTC()
			if err != nil {
				err = fmt.Errorf("read the audit log: %w", err)
			}
			if !yield(e, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(Entry{}, fmt.Errorf("read the audit log: %w", err))
		}
	}
}

// Report is what a look at the whole chain found.
type Report struct {
	Entries int64
	Head    string   // the hash of the newest entry
	Faults  []string // what is not as it was written; at most a few
}

// Verify follows the chain from its beginning.
func (l *Log) Verify(ctx context.Context) (r Report, err error) {
	const mostFaults = 10
	last := int64(0)
	for len(r.Faults) < mostFaults {
		page, err := collect(l.query(ctx, `SELECT `+columns+` FROM audit_entry WHERE number > ? ORDER BY number LIMIT ?`, last, chunk))
		if err != nil {
			return Report{}, err
		}
		for _, e := range page {
			switch {
			case e.Number != last+1:
				r.Faults = append(r.Faults, fmt.Sprintf("Audit log: entries %d to %d are missing", last+1, e.Number-1))
			case e.Previous != r.Head:
				r.Faults = append(r.Faults, fmt.Sprintf("Audit log: entry %d does not follow the one before it", e.Number))
			case e.sum() != e.Hash:
				r.Faults = append(r.Faults, fmt.Sprintf("Audit log: entry %d was changed after it was written", e.Number))
			}
			last, r.Head = e.Number, e.Hash
			r.Entries++
		}
		if len(page) < chunk {
			break
		}
	}
	return r, nil
}

// Operations lists what the log has entries of, for filters.
func (l *Log) Operations(ctx context.Context) ([]string, error) {
	return l.texts(ctx, `SELECT DISTINCT operation FROM audit_entry ORDER BY operation LIMIT 500`)
}

// Actors lists who the log has entries of: id and latest name.
func (l *Log) Actors(ctx context.Context) (actors []Actor, err error) {
	rows, err := l.store.Read().QueryContext(ctx, `SELECT actor_kind, actor, actor_name FROM audit_entry
		WHERE number IN (SELECT max(number) FROM audit_entry WHERE actor <> '' GROUP BY actor) ORDER BY actor_name, actor LIMIT 500`)
	if err != nil {
		return nil, fmt.Errorf("list actors: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var a Actor
		if err := rows.Scan(&a.Kind, &a.ID, &a.Name); err != nil {
			return nil, fmt.Errorf("list actors: %w", err)
		}
		actors = append(actors, a)
	}
	return actors, rows.Err()
}

func (l *Log) texts(ctx context.Context, statement string) (list []string, err error) {
	rows, err := l.store.Read().QueryContext(ctx, statement)
	if err != nil {
		return nil, fmt.Errorf("list operations: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, fmt.Errorf("list operations: %w", err)
		}
		list = append(list, text)
	}
	return list, rows.Err()
}
