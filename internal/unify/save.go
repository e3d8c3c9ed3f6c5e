package unify

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// What is written back in one slice: small enough that the road's commits,
// which share the database, hardly notice.
const (
	sliceRows = 1000
	// chunkBytes is how streams are cut: of a growing one only the last chunk
	// is ever rewritten.
	chunkBytes = 512
)

// graphOutbox is what the store does not have yet.
type graphOutbox struct {
	savedNodes nodeID // the first one not saved
	sets       []SetID
	streams    []SetID
	pending    *graphSlice
	latest     uint64 // Seq of the latest event observed
	through    uint64 // Seq up to which all sightings were loaded
}

// set notes that a set's row changed.
func (o *graphOutbox) set(g *Graph, s SetID) {
	if x := &g.sets[s]; !x.dirty {
		x.dirty = true
		o.sets = append(o.sets, s)
	}
}

// graphSlice is what one Save wrote, kept until the transaction is known to
// have been committed.
type graphSlice struct {
	number     int64
	savedNodes nodeID // before
	sets       []SetID
	streams    map[SetID]int // bytes saved before
	through    uint64        // Seq up to which everything is saved with it, 0: says nothing
	rows       struct{ nodes, sets, streams rows }
}

// Save writes a slice of what changed since the last one, and tells whether
// there is more. The next call finds out whether the transaction of this one
// was committed, and writes it again if not.
func (g *Graph) Save(ctx context.Context, tx *sql.Tx) (more bool, err error) {
	number, err := slicesWritten(ctx, tx, "graph")
	if err != nil {
		return false, err
	}
	g.mu.Lock()
	slice, more := g.takeSlice(number)
	g.mu.Unlock()
	if slice.number == number {
		return false, nil // nothing to write
	}
	if err := slice.rows.nodes.upsert(ctx, tx, "unify_identifier", "id", "id", "kind", "value"); err != nil {
		return false, err
	}
	if err := slice.rows.sets.upsert(ctx, tx, "unify_set", "id",
		"id", "flavour", "members", "previous", "first_time", "first_message", "first_type", "first_received"); err != nil {
		return false, err
	}
	if err := slice.rows.streams.upsert(ctx, tx, "unify_stream", "set_id, kind, chunk", "set_id", "kind", "chunk", "body"); err != nil {
		return false, err
	}
	return more, writtenSlices(ctx, tx, "graph", slice.number, slice.through)
}

// takeSlice collects rows. Identifiers go before the sets that have them.
func (g *Graph) takeSlice(written int64) (*graphSlice, bool) {
	o := &g.outbox
	if p := o.pending; p != nil && p.number != written {
		g.takeBack(p)
	}
	o.pending = nil
	slice := &graphSlice{number: written, savedNodes: o.savedNodes, streams: map[SetID]int{}}
	room := sliceRows
	for ; room > 0 && int(o.savedNodes) < len(g.nodes); room-- {
		id := g.identifier(o.savedNodes)
		slice.rows.nodes.add(o.savedNodes, id.Kind, id.Value)
		o.savedNodes++
	}
	n := min(room, len(o.sets))
	for _, s := range o.sets[:n] {
		g.sets[s].dirty = false
		slice.rows.sets.add(g.setRow(s)...)
	}
	slice.sets, o.sets = o.sets[:n:n], o.sets[n:]
	room -= n
	for room > 0 && len(o.streams) > 0 {
		s := o.streams[0]
		o.streams = o.streams[1:]
		x := &g.streams[g.sets[s].stream]
		slice.streams[s] = x.saved
		room -= addChunks(&slice.rows.streams, s, sightings, x.data, x.saved)
		x.saved, x.dirty = len(x.data), false
	}
	if slice.rows.nodes.empty() && slice.rows.sets.empty() && slice.rows.streams.empty() {
		return slice, false
	}
	slice.number++
	o.pending = slice
	more := int(o.savedNodes) < len(g.nodes) || len(o.sets) > 0 || len(o.streams) > 0
	if !more {
		slice.through = o.latest
	}
	return slice, more
}

// takeBack puts a slice that was not committed back into the outbox.
func (g *Graph) takeBack(p *graphSlice) {
	o := &g.outbox
	o.savedNodes = min(o.savedNodes, p.savedNodes)
	// In front, since sets are read back in the order of their codes.
	var sets []SetID
	for _, s := range p.sets {
		if x := &g.sets[s]; !x.dirty {
			x.dirty = true
			sets = append(sets, s)
		}
	}
	o.sets = append(sets, o.sets...)
	for s, saved := range p.streams {
		x := &g.streams[g.sets[s].stream]
		x.saved = min(x.saved, saved)
		if !x.dirty {
			x.dirty = true
			o.streams = append(o.streams, s)
		}
	}
}

func (g *Graph) setRow(s SetID) []any {
	x := &g.sets[s]
	var members strings.Builder
	for i, n := range g.members(s) {
		if i > 0 {
			members.WriteByte(',')
		}
		members.WriteString(strconv.FormatUint(uint64(n), 10))
	}
	previous := ""
	if a := g.aliases[s]; a != nil {
		previous = a.previous
	}
	return []any{s, x.flavour, members.String(), previous, x.time, x.message, x.cause, x.received}
}

// The kinds of streams in unify_stream.
const (
	sightings = 1
	consents  = 2
)

// addChunks adds the chunks of a stream that are not saved yet.
func addChunks(r *rows, s SetID, kind int, data []byte, saved int) (count int) {
	for chunk := saved / chunkBytes; chunk*chunkBytes < len(data); chunk++ {
		from := chunk * chunkBytes
		r.add(s, kind, chunk, data[from:min(from+chunkBytes, len(data))])
		count++
	}
	return count
}

// rows are rows of one table, their values one after the other.
type rows struct{ values []any }

func (r *rows) add(values ...any) { r.values = append(r.values, values...) }
func (r *rows) empty() bool       { return len(r.values) == 0 }

// upsert writes the rows; one whose key is there already is replaced.
func (r *rows) upsert(ctx context.Context, tx *sql.Tx, table, key string, columns ...string) error {
	const most = 128 // rows a statement
	var change []string
	for _, c := range columns {
		if !strings.Contains(", "+key+",", ", "+c+",") {
			change = append(change, c+" = excluded."+c)
		}
	}
	row := "(?" + strings.Repeat(", ?", len(columns)-1) + ")"
	statement := func(n int) string {
		return "INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES " + row + strings.Repeat(", "+row, n-1) +
			" ON CONFLICT (" + key + ") DO UPDATE SET " + strings.Join(change, ", ")
	}
	values, width := r.values, len(columns)
	if len(values) >= most*width {
		prepared, err := tx.PrepareContext(ctx, statement(most))
		if err != nil {
			return fmt.Errorf("prepare %s: %w", table, err)
		}
		defer prepared.Close()
		for ; len(values) >= most*width; values = values[most*width:] {
			if _, err := prepared.ExecContext(ctx, values[:most*width]...); err != nil {
				return fmt.Errorf("write %s: %w", table, err)
			}
		}
	}
	if len(values) > 0 {
		if _, err := tx.ExecContext(ctx, statement(len(values)/width), values...); err != nil {
			return fmt.Errorf("write %s: %w", table, err)
		}
	}
	return nil
}

// slicesWritten is how many slices of a part the store has.
func slicesWritten(ctx context.Context, tx *sql.Tx, part string) (n int64, err error) {
	err = tx.QueryRowContext(ctx, `SELECT slices FROM unify_saved WHERE part = ?`, part).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read unify_saved: %w", err)
	}
	return n, nil
}

func writtenSlices(ctx context.Context, tx *sql.Tx, part string, n int64, through uint64) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO unify_saved (part, slices, through) VALUES (?, ?, ?)
		ON CONFLICT (part) DO UPDATE SET slices = excluded.slices,
		through = CASE WHEN excluded.through > unify_saved.through THEN excluded.through ELSE unify_saved.through END`, part, n, int64(through))
	if err != nil {
		return fmt.Errorf("write unify_saved: %w", err)
	}
	return nil
}
