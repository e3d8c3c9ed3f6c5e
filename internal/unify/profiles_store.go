package unify

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
)

// profilesOutbox is what the store does not have yet.
type profilesOutbox struct {
	traits       []traitRow
	consents     []SetID
	savedAnswers uint32 // the first one not saved, 0 stands for 1
	pending      *profilesSlice
}

type traitRow struct {
	set SetID
	seq uint64
}

type profilesSlice struct {
	number       int64
	traits       []traitRow
	consents     map[SetID]int // bytes saved before
	savedAnswers uint32
	rows         struct{ answers, traits, consents rows }
}

// Save writes a slice of what changed since the last one, as Graph.Save does.
func (p *Profiles) Save(ctx context.Context, tx *sql.Tx) (more bool, err error) {
	number, err := slicesWritten(ctx, tx, "profiles")
	if err != nil {
		return false, err
	}
	p.graph.mu.Lock()
	slice, more := p.takeSlice(number)
	p.graph.mu.Unlock()
	if slice.number == number {
		return false, nil
	}
	if err := slice.rows.answers.upsert(ctx, tx, "unify_consent", "id", "id", "body"); err != nil {
		return false, err
	}
	if err := slice.rows.traits.upsert(ctx, tx, "unify_trait", "seq", "seq", "set_id", "time", "body"); err != nil {
		return false, err
	}
	if err := slice.rows.consents.upsert(ctx, tx, "unify_stream", "set_id, kind, chunk", "set_id", "kind", "chunk", "body"); err != nil {
		return false, err
	}
	return more, writtenSlices(ctx, tx, "profiles", slice.number, 0)
}

func (p *Profiles) takeSlice(written int64) (*profilesSlice, bool) {
	o := &p.outbox
	if s := o.pending; s != nil && s.number != written {
		o.savedAnswers = min(o.savedAnswers, s.savedAnswers)
		o.traits = slices.Concat(s.traits, o.traits)
		for set, saved := range s.consents {
			r := p.record(set)
			r.consent.saved = min(r.consent.saved, saved)
			if !r.dirty {
				r.dirty = true
				o.consents = append(o.consents, set)
			}
		}
	}
	o.pending = nil
	o.savedAnswers = max(o.savedAnswers, 1)
	slice := &profilesSlice{number: written, consents: map[SetID]int{}, savedAnswers: o.savedAnswers}
	for ; int(o.savedAnswers) < len(p.answers); o.savedAnswers++ {
		slice.rows.answers.add(o.savedAnswers, p.answers[o.savedAnswers].body)
	}
	n := min(sliceRows, len(o.traits))
	for _, t := range o.traits[:n] {
		traits := p.record(t.set).traits
		// One that was put together with a later call is not there any more.
		if i := slices.IndexFunc(traits, func(s saying) bool { return s.seq == t.seq }); i >= 0 {
			slice.rows.traits.add(int64(t.seq), t.set, traits[i].time, traits[i].body)
		}
	}
	slice.traits, o.traits = o.traits[:n:n], o.traits[n:]
	for room := sliceRows - n; room > 0 && len(o.consents) > 0; {
		set := o.consents[0]
		o.consents = o.consents[1:]
		r := p.record(set)
		slice.consents[set] = r.consent.saved
		room -= addChunks(&slice.rows.consents, set, consents, r.consent.data, r.consent.saved)
		r.consent.saved, r.dirty = len(r.consent.data), false
	}
	more := len(o.traits) > 0 || len(o.consents) > 0
	if slice.rows.answers.empty() && slice.rows.traits.empty() && slice.rows.consents.empty() {
		return slice, more
	}
	slice.number++
	o.pending = slice
	return slice, more
}

// Load fills empty profiles with what Save wrote; the graph is loaded first.
func (p *Profiles) Load(ctx context.Context, db *sql.DB) error {
	p.graph.mu.Lock()
	defer p.graph.mu.Unlock()
	err := query(ctx, db, `SELECT id, body FROM unify_consent ORDER BY id`, func(scan func(...any) error) error {
		var code uint32
		var a answer
		if err := scan(&code, &a.body); err != nil {
			return err
		}
		if int(code) != len(p.answers) {
			return fmt.Errorf("answer %d is missing", len(p.answers))
		}
		if err := json.Unmarshal([]byte(a.body), &a.given); err != nil {
			return fmt.Errorf("decode answer %d: %w", code, err)
		}
		p.addAnswer(a)
		return nil
	})
	if err != nil {
		return fmt.Errorf("load consent answers: %w", err)
	}
	p.outbox.savedAnswers = uint32(len(p.answers))
	err = query(ctx, db, `SELECT seq, set_id, time, body FROM unify_trait ORDER BY seq`, func(scan func(...any) error) error {
		var seq int64
		var set SetID
		var s saying
		if err := scan(&seq, &set, &s.time, &s.body); err != nil {
			return err
		}
		if int(set) >= len(p.graph.sets) {
			return nil // newer than the graph's rows: the log's tail brings it again
		}
		s.seq = uint64(seq)
		p.record(set).hear(s)
		return nil
	})
	if err != nil {
		return fmt.Errorf("load traits: %w", err)
	}
	err = loadStreams(ctx, db, consents, func(set SetID, data []byte) error {
		if int(set) >= len(p.graph.sets) {
			return nil // as above
		}
		l := &p.record(set).consent
		l.data, l.saved = data, len(data)
		l.each(func(time int64, seq uint64, _ uint32) { l.time, l.seq = time, seq })
		return nil
	})
	if err != nil {
		return fmt.Errorf("load consent: %w", err)
	}
	return nil
}
