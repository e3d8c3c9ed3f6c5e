package collect

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"wend/internal/collect/protocol"
	"wend/internal/event"
	"wend/internal/ids"
	"wend/internal/problem"
)

// Quarantined is a message that could not be used.
type Quarantined struct {
	ID       string    `json:"id"`
	Received time.Time `json:"received"`
	Source   string    `json:"source"`
	Reason   string    `json:"reason"`
	// Message is what came, as text; bytes that are no UTF-8 are replaced.
	Message  string    `json:"message"`
	Replayed time.Time `json:"replayed,omitzero"`
}

// Replayed says what a replay came to.
type Replayed struct {
	Stored  int           `json:"stored"`
	Refused []Quarantined `json:"refused,omitempty"` // with their reasons of today
}

// Quarantine keeps what could not be used until a person replays or deletes
// it. It is bounded: beyond its limits the oldest go, and Dropped counts them.
type Quarantine struct {
	store           Store
	road            Road
	agents          *protocol.Agents
	now             func() time.Time
	mostRows, bytes int64

	gather  sync.Mutex
	pending []*admission
	writing sync.Mutex // guards what follows, and each admission's outcome
	rows    int64
	size    int64
	dropped atomic.Int64
}

// admission is one request's entries on their way to disk.
type admission struct {
	entries []entry
	done    bool
	err     error
}

type entry struct {
	id       string
	received int64
	source   string
	reason   string
	arrival  string
	raw      []byte
}

// trimShare is how much room is made at once when a limit is reached.
const trimShare = 50

func openQuarantine(ctx context.Context, o Options, agents *protocol.Agents) (*Quarantine, error) {
	q := &Quarantine{store: o.Store, road: o.Road, agents: agents, now: o.Now, mostRows: o.QuarantineRows, bytes: o.QuarantineBytes}
	var dropped int64
	err := errors.Join(
		o.Store.Read().QueryRowContext(ctx, `SELECT COUNT(*), COALESCE(SUM(size), 0) FROM collect_quarantine`).Scan(&q.rows, &q.size),
		o.Store.Read().QueryRowContext(ctx, `SELECT COALESCE(SUM(total), 0) FROM collect_quarantine_dropped`).Scan(&dropped),
	)
	if err != nil {
		return nil, fmt.Errorf("read quarantine: %w", err)
	}
	q.dropped.Store(dropped)
	return q, nil
}

// Dropped is how many the limits have cost since the beginning.
func (q *Quarantine) Dropped() int64 { return q.dropped.Load() }

// add stores rejected messages durably. Requests that come while another's
// are being written go together in one transaction.
func (q *Quarantine) add(ctx context.Context, a protocol.Arrival, rejected []protocol.Rejection) error {
	known, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("quarantine: %w", err)
	}
	mine := &admission{}
	for _, bad := range rejected {
		mine.entries = append(mine.entries, entry{
			id: fmt.Sprintf("q%011x_%s", a.Received, ids.New("")), received: a.Received, source: a.Source,
			reason: bad.Reason, arrival: string(known), raw: bad.Raw,
		})
	}
	q.gather.Lock()
	q.pending = append(q.pending, mine)
	q.gather.Unlock()

	q.writing.Lock()
	defer q.writing.Unlock()
	if mine.done { // whoever was before us took ours along
		return mine.err
	}
	q.gather.Lock()
	group := q.pending
	q.pending = nil
	q.gather.Unlock()
	err = q.write(context.WithoutCancel(ctx), group) // others wait for it too
	for _, one := range group {
		one.done, one.err = true, err
	}
	return err
}

func (q *Quarantine) write(ctx context.Context, group []*admission) error {
	rows, size, dropped := q.rows, q.size, int64(0)
	err := q.store.Write(ctx, func(tx *sql.Tx) error {
		rows, size, dropped = q.rows, q.size, 0
		insert, err := tx.PrepareContext(ctx, `INSERT INTO collect_quarantine (id, received, source, reason, arrival, raw, size) VALUES ($1, $2, $3, $4, $5, $6, $7)`)
		if err != nil {
			return err
		}
		defer insert.Close()
		for _, one := range group {
			for _, e := range one.entries {
				n := int64(len(e.raw) + len(e.arrival) + len(e.reason))
				if _, err := insert.ExecContext(ctx, e.id, e.received, e.source, e.reason, e.arrival, e.raw, n); err != nil {
					return err
				}
				rows, size = rows+1, size+n
			}
		}
		if rows <= q.mostRows && size <= q.bytes {
			return nil
		}
		dropped, size, err = q.trim(ctx, tx, rows, size)
		rows -= dropped
		return err
	})
	if err != nil {
		return fmt.Errorf("quarantine: %w", err)
	}
	q.rows, q.size = rows, size
	q.dropped.Add(dropped)
	return nil
}

// trim deletes the oldest until a little more than enough room is made.
func (q *Quarantine) trim(ctx context.Context, tx *sql.Tx, rows, size int64) (dropped, left int64, err error) {
	list, err := tx.QueryContext(ctx, `SELECT id, size FROM collect_quarantine ORDER BY id`)
	if err != nil {
		return 0, size, err
	}
	defer list.Close()
	mostRows, mostBytes := q.mostRows-q.mostRows/trimShare, q.bytes-q.bytes/trimShare
	last := ""
	for (rows-dropped > mostRows || size > mostBytes) && list.Next() {
		var n int64
		if err := list.Scan(&last, &n); err != nil {
			return 0, size, err
		}
		dropped, size = dropped+1, size-n
	}
	if err := errors.Join(list.Err(), list.Close()); err != nil {
		return 0, size, err
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM collect_quarantine WHERE id <= $1`, last); err != nil {
		return 0, size, err
	}
	_, err = tx.ExecContext(ctx, `UPDATE collect_quarantine_dropped SET total = total + $1 WHERE id = 1`, dropped)
	return dropped, size, err
}

// mostListed bounds a page of the list.
const mostListed = 1000

// List is the quarantine, the latest first; next continues it, and is empty
// at the end. limit 0 means 100.
func (q *Quarantine) List(ctx context.Context, limit int, cursor string) (items []Quarantined, next string, err error) {
	if limit <= 0 {
		limit = 100
	}
	limit = min(limit, mostListed)
	before := cursor
	if before == "" {
		before = "r" // after every id
	}
	rows, err := q.store.Read().QueryContext(ctx,
		`SELECT id, received, source, reason, raw, replayed FROM collect_quarantine WHERE id < $1 ORDER BY id DESC LIMIT $2`, before, limit+1)
	if err != nil {
		return nil, "", fmt.Errorf("list quarantine: %w", err)
	}
	defer rows.Close()
	items = []Quarantined{}
	for rows.Next() {
		if len(items) == limit {
			next = items[limit-1].ID
			break
		}
		var item Quarantined
		var received, replayed int64
		var raw []byte
		if err := rows.Scan(&item.ID, &received, &item.Source, &item.Reason, &raw, &replayed); err != nil {
			return nil, "", fmt.Errorf("list quarantine: %w", err)
		}
		item.Received = time.UnixMilli(received).UTC()
		item.Message = strings.ToValidUTF8(string(raw), "\uFFFD")
		if replayed != 0 {
			item.Replayed = time.UnixMilli(replayed).UTC()
		}
		items = append(items, item)
	}
	if err := rows.Err(); err != nil {
		return nil, "", fmt.Errorf("list quarantine: %w", err)
	}
	return items, next, nil
}

// Replay sends quarantined messages down the road again, as if they had just
// been accepted at the time of their receipt: after an update that can read
// them, or when a rule was too strict. Done twice it stores nothing twice.
func (q *Quarantine) Replay(ctx context.Context, ids []string) (Replayed, error) {
	var result Replayed
	d := protocol.NewDecoder(q.agents)
	for _, id := range ids {
		e, err := q.find(ctx, id)
		if err != nil {
			return result, err
		}
		events, reason, err := replayOne(d, e)
		if err != nil {
			return result, err
		}
		if reason != "" {
			result.Refused = append(result.Refused, Quarantined{
				ID: id, Received: time.UnixMilli(e.received).UTC(), Source: e.source, Reason: reason, Message: strings.ToValidUTF8(string(e.raw), "\uFFFD"),
			})
			continue
		}
		duplicates, err := q.road.Accept(ctx, events)
		if err != nil {
			return result, err
		}
		result.Stored += len(events) - duplicates
		err = q.store.Write(ctx, func(tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, `UPDATE collect_quarantine SET replayed = $1 WHERE id = $2`, q.now().UnixMilli(), id)
			return err
		})
		if err != nil {
			return result, fmt.Errorf("mark as replayed: %w", err)
		}
	}
	return result, nil
}

func (q *Quarantine) find(ctx context.Context, id string) (e entry, err error) {
	e.id = id
	err = q.store.Read().QueryRowContext(ctx, `SELECT received, source, arrival, raw FROM collect_quarantine WHERE id = $1`, id).
		Scan(&e.received, &e.source, &e.arrival, &e.raw)
	if errors.Is(err, sql.ErrNoRows) {
		return e, problem.NotFound("There is no message %q in quarantine.", id)
	}
	if err != nil {
		return e, fmt.Errorf("read quarantine: %w", err)
	}
	return e, nil
}

func replayOne(d *protocol.Decoder, e entry) (events []*event.Event, reason string, err error) {
	var arrival protocol.Arrival
	if err := json.Unmarshal([]byte(e.arrival), &arrival); err != nil {
		return nil, "", fmt.Errorf("replay %s: %w", e.id, err)
	}
	arrival.MessageID = e.id
	if err := d.ReadSingle(e.raw); err != nil {
		var p *problem.Problem
		if errors.As(err, &p) {
			return nil, p.Detail, nil
		}
		return nil, "", err
	}
	outcome := d.Normalise(arrival)
	if len(outcome.Rejected) > 0 {
		return nil, outcome.Rejected[0].Reason, nil
	}
	return outcome.Events, "", nil
}

// Delete throws quarantined messages away.
func (q *Quarantine) Delete(ctx context.Context, ids []string) error {
	q.writing.Lock()
	defer q.writing.Unlock()
	rows, size := int64(0), int64(0)
	err := q.store.Write(ctx, func(tx *sql.Tx) error {
		rows, size = 0, 0
		for _, id := range ids {
			var n int64
			switch err := tx.QueryRowContext(ctx, `DELETE FROM collect_quarantine WHERE id = $1 RETURNING size`, id).Scan(&n); {
			case errors.Is(err, sql.ErrNoRows):
				return problem.NotFound("There is no message %q in quarantine.", id)
			case err != nil:
				return err
			}
			rows, size = rows+1, size+n
		}
		return nil
	})
	if err != nil {
		return err
	}
	q.rows, q.size = q.rows-rows, q.size-size
	return nil
}
