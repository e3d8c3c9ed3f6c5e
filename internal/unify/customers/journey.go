package customers

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/problem"
)

// Session is one visit with its touchpoints in order of time. A long session
// may be cut by a page's end; the next page then goes on with its earlier
// touchpoints. Start and End are of the whole session.
type Session struct {
	ID          string
	Start, End  int64 // milliseconds since 1970
	Channel     string
	Touchpoints []Touchpoint
}

// Touchpoint is one event of a journey with its details.
type Touchpoint struct {
	MessageID  string
	Event      string
	Time       int64 // milliseconds since 1970
	Type       string
	Page       string
	Stage      string
	Device     string
	Value      *float64
	Properties json.RawMessage
	CustomerID string // who did it, in an account's journey; else empty
}

// Journey is a customer's sessions, newest first; limit counts touchpoints.
func (s *Service) Journey(ctx context.Context, id string, limit int, cursor string) (sessions []Session, next string, err error) {
	c, ok := s.graph.ByPublicID(id)
	if !ok {
		return nil, "", problem.NotFound("There is no customer %q.", id)
	}
	before, err := readCursor(cursor)
	if err != nil {
		return nil, "", err
	}
	var seqs []uint64
	sessions = []Session{}
	s.index.View(c, func(j journey.Journey) {
		sessions, seqs, next = s.page(j, limit, before)
	})
	if _, err := s.details(ctx, sessions, seqs); err != nil {
		return nil, "", err
	}
	return sessions, next, nil
}

// details adds what only the stored messages know, and answers those, in the
// order of the numbers; nil where one was removed meanwhile.
func (s *Service) details(ctx context.Context, sessions []Session, seqs []uint64) ([]*event.Event, error) {
	events, err := s.store.Fetch(ctx, seqs)
	if err != nil {
		return nil, fmt.Errorf("read touchpoints: %w", err)
	}
	fill(sessions, events)
	return events, nil
}

// place is a touchpoint's place in a journey: the order of Columns.
type place struct {
	time int64
	seq  uint32
}

func readCursor(cursor string) (place, error) {
	if cursor == "" {
		return place{time: 1<<63 - 1}, nil
	}
	time, seq, ok := strings.Cut(cursor, "-")
	t, err := strconv.ParseInt(time, 36, 64)
	n, err2 := strconv.ParseUint(seq, 36, 32)
	if !ok || err != nil || err2 != nil {
		return place{}, problem.New(422, "The cursor %q is not one that an earlier answer gave as next.", cursor)
	}
	return place{t, uint32(n)}, nil
}

func (p place) String() string {
	return strconv.FormatInt(p.time, 36) + "-" + strconv.FormatUint(uint64(p.seq), 36)
}

// page cuts the touchpoints before a place into sessions, newest first, and
// names the events whose details are to be read, in that order.
func (s *Service) page(j journey.Journey, limit int, before place) (sessions []Session, seqs []uint64, next string) {
	columns, sessions := j.Columns, []Session{}
	hi := j.Lo
	for hi < j.Hi && (columns.Time[hi] < before.time || columns.Time[hi] == before.time && columns.Seq[hi] < before.seq) {
		hi++
	}
	for hi > j.Lo && len(seqs) < limit {
		session := columns.Session[hi-1]
		first, last := hi-1, hi-1
		for first > j.Lo && columns.Session[first-1] == session {
			first--
		}
		for last+1 < j.Hi && columns.Session[last+1] == session {
			last++
		}
		lo := max(first, hi-(limit-len(seqs)))
		out := Session{ID: sessionID(columns.Seq[first]), Start: columns.Time[first], End: columns.Time[last],
			Channel: event.Channels[columns.Sessions[session].Channel]}
		for i := lo; i < hi; i++ {
			out.Touchpoints = append(out.Touchpoints, s.touchpoint(columns, i))
			seqs = append(seqs, uint64(columns.Seq[i]))
		}
		sessions = append(sessions, out)
		hi = lo
	}
	if hi > j.Lo {
		next = place{columns.Time[hi], columns.Seq[hi]}.String()
	}
	return sessions, seqs, next
}

func (s *Service) touchpoint(columns *journey.Columns, i int) Touchpoint {
	t := Touchpoint{Event: s.index.EventName(columns.Event[i]), Time: columns.Time[i], Page: s.index.Page(columns.Page[i])}
	if stage, model := int(columns.Stage[i]), s.index.Stages(); stage > 0 && stage <= len(model.Stages) {
		t.Stage = model.Stages[stage-1].Key
	}
	if value, ok := s.index.Worths().Of(columns.Worth[i]); ok {
		t.Value = &value
	}
	return t
}

// fill adds what only the stored message knows.
func fill(sessions []Session, events []*event.Event) {
	for i := range sessions {
		for k := range sessions[i].Touchpoints {
			t := &sessions[i].Touchpoints[k]
			e := events[0]
			events = events[1:]
			if e == nil {
				continue
			}
			t.MessageID, t.Type, t.Device = e.MessageID, e.Type.String(), e.Facts.Device
			t.Properties = slices.Clone(json.RawMessage(e.Properties))
		}
	}
}

// Place is where an event stands in its customer's journey.
type Place struct {
	CustomerID, SessionID, Channel string
}

// Place tells where an event stands in its customer's journey. Events of
// nobody, bots' events and calls that are no touchpoints have no session.
func (s *Service) Place(e *event.Event) Place {
	c := s.graph.OwnerOf(e)
	place := Place{CustomerID: s.PublicID(c)}
	if !e.Type.Touchpoint() || e.Flags.Has(event.Bot) {
		return place
	}
	s.index.View(c, func(j journey.Journey) {
		columns := j.Columns
		row, ok := rowOf(j, e)
		if !ok || columns.Session[row] == journey.NoSession {
			return
		}
		first := row
		for first > j.Lo && columns.Session[first-1] == columns.Session[row] {
			first--
		}
		place.SessionID = sessionID(columns.Seq[first])
		place.Channel = event.Channels[columns.Sessions[columns.Session[row]].Channel]
	})
	return place
}
