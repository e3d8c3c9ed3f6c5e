package protocol

import (
	"bytes"
	"fmt"
	"net/http"
	"unicode/utf8"

	"wend/internal/event"
	"wend/internal/problem"
)

// The limits of the protocol, in bytes of the decompressed body.
const (
	LargestEvent = 32 << 10
	LargestBatch = 500 << 10
	MostEvents   = 2500
)

const (
	// deepestNesting is how deep a message may nest, itself included.
	deepestNesting = 100
	// largestMerged bounds what a batch may grow to when its own context is
	// merged into every message.
	largestMerged = 16 << 20
	// exportAdds is by how much an export may lengthen a message: id, times,
	// customer, session and channel.
	exportAdds = 4 << 10
)

// Decoder reads request bodies. It may be used again and again, by one
// goroutine at a time; what it hands out shares memory with the body, never
// with the Decoder.
type Decoder struct {
	agents *Agents
	scan   scanner
	names  interner

	body     []byte
	messages []message
	top      envelope
	valid    bool // the whole body is UTF-8
	scratch  []byte
	second   []byte
}

// envelope is where the fields of a batch's own lie; of a single call, only
// the write key.
type envelope struct {
	batch                     bool
	context, sentAt, writeKey span
	deepest                   int
}

// NewDecoder makes a Decoder that looks user agents up in agents.
func NewDecoder(agents *Agents) *Decoder { return &Decoder{agents: agents} }

// Rejection is a message that cannot be used, and why.
type Rejection struct {
	Index  int
	Reason string
	Raw    []byte
}

// Outcome is what a request's messages came to.
type Outcome struct {
	Events   []*event.Event
	Rejected []Rejection
}

// ReadSingle scans the body of a call that is one message. The error is a
// *problem.Problem.
func (d *Decoder) ReadSingle(body []byte) error { return d.readSingle(body, LargestEvent) }

// ReadRow scans a message from a file, which may be as long as an export
// makes it (Arrival.Exported).
func (d *Decoder) ReadRow(body []byte) error { return d.readSingle(body, LargestEvent+exportAdds) }

func (d *Decoder) readSingle(body []byte, limit int) error {
	d.begin(body)
	if len(body) > limit {
		return TooLarge(LargestEvent)
	}
	m := d.add()
	d.scan.message(m)
	if err := d.finish(); err != nil {
		return err
	}
	d.top.writeKey = m.writeKey
	return nil
}

// ReadBatch scans the body of a call that brings a list of messages.
func (d *Decoder) ReadBatch(body []byte) error {
	d.begin(body)
	if len(body) > LargestBatch {
		return TooLarge(LargestBatch)
	}
	s, found := &d.scan, false
	if s.peek() != '{' {
		s.skip()
		if err := d.finish(); err != nil {
			return err
		}
		return problem.New(http.StatusBadRequest, `A batch is an object: {"batch": [ … ]}.`)
	}
	for more := s.open('{'); more; more = s.next('{') {
		switch string(s.key()) {
		case "batch":
			d.messages = d.messages[:0]
			if found = s.peek() == '['; !found {
				s.skip()
				continue
			}
			if err := d.readMessages(); err != nil {
				return err
			}
			s.level = 1
		case "context":
			s.deepest = 0
			d.top.context = s.value()
			d.top.deepest = s.deepest
		case "sentAt":
			d.top.sentAt = s.value()
		case "writeKey":
			d.top.writeKey = s.value()
		default:
			s.skip()
		}
	}
	if err := d.finish(); err != nil {
		return err
	}
	d.top.batch = true
	if !found {
		return problem.New(http.StatusBadRequest, `The batch has no list of messages: send {"batch": [ … ]}.`)
	}
	return d.checkContext()
}

func (d *Decoder) readMessages() error {
	s := &d.scan
	for more := s.open('['); more; more = s.next('[') {
		if len(d.messages) == MostEvents {
			return problem.New(http.StatusRequestEntityTooLarge, "A batch may bring at most %d events: send it in parts.", MostEvents)
		}
		s.message(d.add())
		if s.bad {
			return nil // finish says where
		}
	}
	return nil
}

func (d *Decoder) checkContext() error {
	raw := d.bytes(d.top.context)
	switch {
	case raw == nil:
		d.top.context = span{}
		return nil
	case raw[0] != '{':
		if string(raw) == "[]" {
			d.top.context = span{}
			return nil
		}
		return problem.New(http.StatusBadRequest, "The batch's context must be an object.")
	case d.top.deepest > deepestNesting:
		return problem.New(http.StatusBadRequest, "The batch's context nests deeper than %d levels.", deepestNesting)
	case !d.valid && !utf8.Valid(raw):
		return problem.New(http.StatusBadRequest, "The batch's context is no valid UTF-8.")
	case d.Merged() > largestMerged:
		return problem.New(http.StatusRequestEntityTooLarge, "The batch's context is too large for so many events: send it in parts.")
	}
	return nil
}

// Merged is how many bytes merging the batch's context into its messages
// takes, 0 where there is none.
func (d *Decoder) Merged() int {
	if !d.top.context.found() {
		return 0
	}
	n := len(d.messages) * (int(d.top.context.to-d.top.context.from) + 16)
	for i := range d.messages {
		n += int(d.messages[i].all.to - d.messages[i].all.from)
	}
	return n
}

func (d *Decoder) begin(body []byte) {
	d.body = body
	d.messages = d.messages[:0]
	d.top = envelope{}
	d.valid = utf8.Valid(body)
	d.scan = scanner{data: body, stack: d.scan.stack[:0]}
	if len(body) >= 3 && string(body[:3]) == "\uFEFF" {
		d.scan.pos = 3
	}
}

func (d *Decoder) add() *message {
	d.messages = append(d.messages, message{data: d.body})
	return &d.messages[len(d.messages)-1]
}

func (d *Decoder) finish() error {
	s := &d.scan
	if !s.bad && s.peek() == 0 && s.pos == len(d.body) {
		return nil
	}
	return problem.New(http.StatusBadRequest, "The body is no valid JSON: it cannot be read from byte %d on.", s.pos)
}

// TooLarge says that a body is over its limit.
func TooLarge(limit int) *problem.Problem {
	what := "A batch"
	if limit == LargestEvent {
		what = "An event"
	}
	return problem.New(http.StatusRequestEntityTooLarge, "%s may have at most %d KiB: send less at a time.", what, limit>>10)
}

// Len is how many messages were read.
func (d *Decoder) Len() int { return len(d.messages) }

// WriteKey is the write key inside the body, empty where there is none.
func (d *Decoder) WriteKey() string {
	m := message{data: d.body}
	return string(m.text(d.top.writeKey, &d.scratch))
}

// SentAt is the batch's own sentAt, as text.
func (d *Decoder) SentAt() string {
	raw := d.bytes(d.top.sentAt)
	if len(raw) > 0 && raw[0] == '"' {
		m := message{data: d.body}
		raw = m.text(d.top.sentAt, &d.scratch)
	}
	return string(cut(raw, 64))
}

// Cookieless tells whether a message may say that its visitor's browser keeps
// no id, so that Normalise wants Arrival.AnonymousID.
func (d *Decoder) Cookieless() bool { return bytes.Contains(d.body, []byte(`"cookieless"`)) }

// Size is how much memory naming every message's visitor takes at most.
func (d *Decoder) Size() int { return len(d.body) + len(d.messages)*longestIdentifier/8 }

// Release lets go of the body, so that a Decoder kept for later keeps no
// memory of the requests before.
func (d *Decoder) Release() {
	clear(d.messages)
	d.messages, d.body, d.scan.data = d.messages[:0], nil, nil
}

func (d *Decoder) bytes(s span) []byte {
	m := message{data: d.body}
	return m.raw(s)
}

// Normalise turns the messages read into events. Bad ones are in Rejected,
// with the reason in the sender's words.
func (d *Decoder) Normalise(a Arrival) Outcome {
	n := len(d.messages)
	out := Outcome{Events: make([]*event.Event, 0, n)}
	events := make([]event.Event, n)
	w := normaliser{Decoder: d, arrival: &a, identifiers: make([]event.Identifier, 0, 2*n)}
	batch := message{data: d.body}
	w.sentAt, w.sent = batch.moment(d.top.sentAt, &d.scratch)
	if a.SentAt != "" {
		w.sentAt, w.sent = ParseTime([]byte(a.SentAt))
	}
	common := d.bytes(d.top.context)
	var again scanner
	replace := func(m *message, raw []byte) {
		again = scanner{data: raw, stack: again.stack[:0]}
		*m = message{data: raw}
		again.message(m)
	}
	for i := range d.messages {
		m := &d.messages[i]
		reason := d.check(m, a.Exported)
		if reason == "" && common != nil {
			replace(m, mergeContext(m, common))
		}
		if reason == "" && a.AnonymousID != "" && m.nameless() {
			replace(m, m.named(a.AnonymousID))
		}
		if reason == "" {
			reason = w.event(m, &events[i])
		}
		if reason != "" {
			out.Rejected = append(out.Rejected, Rejection{Index: i, Reason: reason, Raw: m.data[m.all.from:m.all.to:m.all.to]})
			continue
		}
		out.Events = append(out.Events, &events[i])
	}
	return out
}

// check refuses what cannot be a message at all.
func (d *Decoder) check(m *message, exported bool) (reason string) {
	raw, limit := m.data[m.all.from:m.all.to], LargestEvent
	if exported {
		limit += exportAdds
	}
	switch {
	case raw[0] != '{':
		return "A message must be a JSON object."
	case len(raw) > limit:
		return fmt.Sprintf("The event is %d bytes long; an event may have at most %d.", len(raw), LargestEvent)
	case m.deepest > deepestNesting:
		return fmt.Sprintf("The message nests deeper than %d levels.", deepestNesting)
	case !d.valid && !utf8.Valid(raw):
		return "The message is no valid UTF-8."
	}
	return ""
}
