package unify

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"wend/internal/event"
)

// Load fills an empty graph with what Save wrote. The customers are derived
// from it, so they need not be stored. Whoever deals out rows observes every
// event once more afterwards, which finds its set and changes nothing.
func (g *Graph) Load(ctx context.Context, db *sql.DB) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := g.loadNodes(ctx, db); err != nil {
		return fmt.Errorf("load identifiers: %w", err)
	}
	if err := g.loadSets(ctx, db); err != nil {
		return fmt.Errorf("load identifier sets: %w", err)
	}
	err := loadStreams(ctx, db, sightings, func(s SetID, data []byte) error {
		if int(s) >= len(g.sets) || g.sets[s].stream == 0 {
			return fmt.Errorf("set %d has no sightings", s)
		}
		g.streams[g.sets[s].stream].restore(data)
		return nil
	})
	if err != nil {
		return fmt.Errorf("load sightings: %w", err)
	}
	g.outbox.savedNodes = nodeID(len(g.nodes))
	err = query(ctx, db, `SELECT through FROM unify_saved WHERE part = 'graph'`, func(scan func(...any) error) error {
		return scan(&g.outbox.through)
	})
	if err != nil {
		return fmt.Errorf("load how far sightings are saved: %w", err)
	}
	g.deriveAll()
	return nil
}

// deriveAll derives every customer from the sets.
func (g *Graph) deriveAll() {
	for s := SetID(1); int(s) < len(g.sets); s++ {
		g.resolvePrevious(s)
		g.admit(s)
	}
	seeds := make([]nodeID, 0, len(g.nodes))
	for s := SetID(1); int(s) < len(g.sets); s++ {
		g.settleEffect(s)
		for _, n := range g.members(s) {
			g.settleFirst(n, s)
		}
		if a := g.aliases[s]; a != nil && a.node != 0 {
			g.settleFirst(a.node, s)
		}
	}
	for n := 1; n < len(g.nodes); n++ {
		seeds = append(seeds, nodeID(n))
	}
	g.derive(seeds)
	g.takeDirty()
}

func (g *Graph) loadNodes(ctx context.Context, db *sql.DB) error {
	return query(ctx, db, `SELECT id, kind, value FROM unify_identifier ORDER BY id`, func(scan func(...any) error) error {
		var n nodeID
		var id event.Identifier
		if err := scan(&n, &id.Kind, &id.Value); err != nil {
			return err
		}
		if int(n) != len(g.nodes) {
			return fmt.Errorf("identifier %d is missing", len(g.nodes))
		}
		g.addNode(id)
		return nil
	})
}

func (g *Graph) loadSets(ctx context.Context, db *sql.DB) error {
	return query(ctx, db, `SELECT id, flavour, members, previous, first_time, first_message, first_type, first_received
		FROM unify_set ORDER BY id`, func(scan func(...any) error) error {
		var s SetID
		var k key
		var members string
		var seen sighting
		if err := scan(&s, &k.flavour, &members, &k.previous, &seen.time, &seen.message, &seen.cause, &seen.received); err != nil {
			return err
		}
		if int(s) != len(g.sets) {
			return fmt.Errorf("set %d is missing", len(g.sets))
		}
		for code := range strings.SplitSeq(members, ",") {
			if code == "" {
				continue
			}
			n, err := strconv.ParseUint(code, 10, 32)
			if err != nil || n == 0 || int(n) >= len(g.nodes) {
				return fmt.Errorf("set %d has an unknown identifier %q", s, code)
			}
			k.ids = append(k.ids, g.identifier(nodeID(n)))
		}
		s, _ = g.addSet(k, g.hashKey(k), seen)
		g.sets[s].last = never // of the events of this process, which are yet to come
		return nil
	})
}

// loadStreams puts the chunks of each stream together.
func loadStreams(ctx context.Context, db *sql.DB, kind int, fn func(s SetID, data []byte) error) error {
	var at SetID
	var data []byte
	done := func() error {
		if at == 0 {
			return nil
		}
		return fn(at, append([]byte(nil), data...))
	}
	err := query(ctx, db, `SELECT set_id, body FROM unify_stream WHERE kind = `+strconv.Itoa(kind)+` ORDER BY set_id, chunk`,
		func(scan func(...any) error) error {
			var s SetID
			var body sql.RawBytes
			if err := scan(&s, &body); err != nil {
				return err
			}
			if s != at {
				if err := done(); err != nil {
					return err
				}
				at, data = s, data[:0]
			}
			data = append(data, body...)
			return nil
		})
	if err != nil {
		return err
	}
	return done()
}

func query(ctx context.Context, db *sql.DB, text string, row func(scan func(...any) error) error) error {
	found, err := db.QueryContext(ctx, text)
	if err != nil {
		return err
	}
	defer found.Close()
	for found.Next() {
		if err := row(found.Scan); err != nil {
			return err
		}
	}
	return found.Err()
}

// SaveDecision writes a decision, before it takes effect.
func SaveDecision(ctx context.Context, tx *sql.Tx, d Decision, now int64) error {
	body, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("encode the decision: %w", err)
	}
	id := sha256.Sum256(fmt.Appendf(nil, "%d %s", now, body))
	_, err = tx.ExecContext(ctx, `INSERT INTO unify_decision (id, made, body) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING`,
		hex.EncodeToString(id[:16]), now, string(body))
	if err != nil {
		return fmt.Errorf("write the decision: %w", err)
	}
	return nil
}

// LoadDecisions reads what people decided, for NewGraph.
func LoadDecisions(ctx context.Context, db *sql.DB) (Decisions, error) {
	var all Decisions
	err := query(ctx, db, `SELECT body FROM unify_decision ORDER BY made, id`, func(scan func(...any) error) error {
		var body string
		if err := scan(&body); err != nil {
			return err
		}
		var d Decision
		if err := json.Unmarshal([]byte(body), &d); err != nil {
			return fmt.Errorf("decode a decision: %w", err)
		}
		all.add(d)
		return nil
	})
	if err != nil {
		return Decisions{}, fmt.Errorf("load decisions: %w", err)
	}
	return all, nil
}

func (all *Decisions) add(d Decision) {
	all.Retired = append(all.Retired, d.Retired...)
	if d.Thawed != nil {
		all.Thawed = append(all.Thawed, *d.Thawed)
	}
	if d.Blocked != nil {
		all.Blocked = append([]string{}, *d.Blocked...)
	}
}
