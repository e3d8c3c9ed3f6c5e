package unify

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"slices"

	"wend/internal/event"
	"wend/internal/journey"
)

// Profiles are what customers' calls said about them: traits and consent. They
// are kept by identifier set, with the time of each call, and put together
// when somebody asks; so they follow the events through merges and splits, and
// can be asked for as of any moment. They share the graph's lock.
type Profiles struct {
	graph   *Graph
	records []record // from 1
	index   []uint32 // by set: its record, 0 none
	// answers are the distinct consent answers, from 1, as JSON and read.
	answers     []answer
	answerCodes map[string]uint32
	outbox      profilesOutbox
}

// record is what the calls of one set said.
type record struct {
	set     SetID
	dirty   bool     // in the outbox
	traits  []saying // by time, then receipt
	bytes   int      // of the traits
	consent consentLog
}

// saying is one identify call's traits.
type saying struct {
	time int64
	seq  uint64
	body string // JSON object
}

// Bounds of what one set keeps: beyond them the oldest calls are put together,
// which costs nothing but the history between them.
const (
	mostSayings     = 256
	mostSayingBytes = 256 << 10
)

// NewProfiles makes empty profiles of the graph's customers.
func NewProfiles(g *Graph) *Profiles {
	return &Profiles{graph: g, records: make([]record, 1), answers: make([]answer, 1), answerCodes: map[string]uint32{}}
}

// Apply takes an event's traits and consent into account; set is what Observe
// answered for it. Taking the same event in twice changes nothing.
func (p *Profiles) Apply(set SetID, e *event.Event) {
	if set == 0 {
		return
	}
	traits := e.Type == event.Identify && len(e.Traits) > 2
	preferences := consentOf(e)
	if !traits && preferences == nil {
		return
	}
	p.graph.mu.Lock()
	defer p.graph.mu.Unlock()
	r := p.record(set)
	if traits && r.hear(saying{e.Time, e.Seq, traitsText(e.Traits)}) {
		p.outbox.traits = append(p.outbox.traits, traitRow{set, e.Seq})
	}
	if preferences != nil {
		if code := p.answer(preferences); code != 0 {
			r.consent.add(e.Time, e.Seq, code)
			if !r.dirty {
				r.dirty = true
				p.outbox.consents = append(p.outbox.consents, set)
			}
		}
	}
}

func (p *Profiles) record(set SetID) *record {
	if int(set) >= len(p.index) {
		p.index = slices.Grow(p.index, int(set)+1-len(p.index))
		for int(set) >= len(p.index) {
			p.index = append(p.index, 0)
		}
	}
	if p.index[set] == 0 {
		p.index[set] = uint32(len(p.records))
		p.records = append(p.records, record{set: set})
	}
	return &p.records[p.index[set]]
}

func compareSayings(a, b saying) int {
	return cmp.Or(cmp.Compare(a.time, b.time), cmp.Compare(a.seq, b.seq))
}

// hear puts in what a call said; false where it was known.
func (r *record) hear(s saying) bool {
	i, known := slices.BinarySearchFunc(r.traits, s, compareSayings)
	if known {
		return false
	}
	if i > 0 && r.traits[i-1].body == s.body {
		s.body = r.traits[i-1].body // most calls repeat the one before
	} else {
		r.bytes += len(s.body)
	}
	r.traits = slices.Insert(r.traits, i, s)
	for len(r.traits) > 1 && (len(r.traits) > mostSayings || r.bytes > mostSayingBytes) {
		both := mergeObjects(r.traits[0].body, r.traits[1].body)
		r.bytes += len(both) - len(r.traits[0].body)
		if r.traits[0].body != r.traits[1].body {
			r.bytes -= len(r.traits[1].body)
		}
		r.traits[1].body = both
		r.traits = slices.Delete(r.traits, 0, 1)
		if len(r.traits) == 1 {
			r.bytes = len(both)
		}
	}
	return true
}

// traitsText is the object as it is kept: without escapes, so that it can be searched.
func traitsText(raw []byte) string {
	if !bytes.Contains(raw, []byte(`\u`)) {
		return string(raw)
	}
	var object map[string]any
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	if decoder.Decode(&object) != nil {
		return string(raw)
	}
	var plain bytes.Buffer
	encoder := json.NewEncoder(&plain)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(object) != nil {
		return string(raw)
	}
	return string(bytes.TrimSpace(plain.Bytes()))
}

// mergeObjects is the older object with the newer's members over it.
func mergeObjects(older, newer string) string {
	merged := map[string]json.RawMessage{}
	for _, object := range []string{older, newer} {
		event.Members([]byte(object), func(key, value []byte) bool {
			merged[event.KeyText(key)] = value
			return true
		})
	}
	text, err := json.Marshal(merged)
	if err != nil {
		return newer
	}
	return string(text)
}

// sayings visits everything that the customer's identify calls said up to a
// time, each set's calls from the latest.
func (p *Profiles) sayings(c journey.Customer, until int64, fn func(saying) bool) {
	g := p.graph
	g.owned(c, func(s SetID, partly bool) {
		if int(s) >= len(p.index) || p.index[s] == 0 {
			return
		}
		for _, say := range slices.Backward(p.records[p.index[s]].traits) {
			if say.time <= until && (!partly || g.owner(s, say.time) == c) && !fn(say) {
				return
			}
		}
	})
}

// forever is later than every event.
const forever = 1<<63 - 1

// Traits are the customer's traits: of each the latest value by event time.
func (p *Profiles) Traits(c journey.Customer) map[string]json.RawMessage {
	return p.TraitsAt(c, forever)
}

// TraitsAt are the traits as of a moment: of each the latest value whose
// call's time is at or before it.
func (p *Profiles) TraitsAt(c journey.Customer, time int64) map[string]json.RawMessage {
	p.graph.mu.RLock()
	defer p.graph.mu.RUnlock()
	c = p.graph.current(c)
	var all []saying
	p.sayings(c, time, func(s saying) bool {
		all = append(all, s)
		return true
	})
	slices.SortFunc(all, compareSayings)
	traits := map[string]json.RawMessage{}
	body := ""
	for _, s := range all {
		if s.body == body {
			continue
		}
		body = s.body
		event.Members([]byte(body), func(key, value []byte) bool {
			traits[event.KeyText(key)] = value
			return true
		})
	}
	for key, value := range traits {
		if string(value) == "null" {
			delete(traits, key)
		}
	}
	return traits
}

// Trait is the customer's present value of a trait: the keys below traits.
func (p *Profiles) Trait(c journey.Customer, keys []string) event.Value {
	return p.TraitAt(c, keys, forever)
}

// TraitAt is a trait as of a moment.
func (p *Profiles) TraitAt(c journey.Customer, keys []string, time int64) event.Value {
	if len(keys) == 0 {
		return event.Value{}
	}
	p.graph.mu.RLock()
	defer p.graph.mu.RUnlock()
	var latest saying
	var found []byte
	p.sayings(p.graph.current(c), time, func(s saying) bool {
		if found != nil && compareSayings(s, latest) < 0 {
			return false // the set's other calls are older still
		}
		if s.body == latest.body && found != nil {
			latest = s
			return false
		}
		value := event.Get(bytesOf(s.body), keys[0])
		if value == nil {
			return true
		}
		latest, found = s, value
		return false
	})
	if len(keys) > 1 {
		found = event.Get(found, keys[1:]...)
	}
	return event.ParseValue(found)
}

// consentLog is an append-only list of consent answers in compact bytes.
type consentLog struct {
	data  []byte
	time  int64
	seq   uint64
	saved int
}

func (l *consentLog) add(time int64, seq uint64, code uint32) {
	if len(l.data) > 0 && seq == l.seq {
		return
	}
	l.data = binary.AppendVarint(l.data, time-l.time)
	l.data = binary.AppendVarint(l.data, int64(seq-l.seq))
	l.data = binary.AppendUvarint(l.data, uint64(code))
	l.time, l.seq = time, seq
}

func (l *consentLog) each(fn func(time int64, seq uint64, code uint32)) {
	var time int64
	var seq uint64
	for data := l.data; len(data) > 0; {
		step, n := binary.Varint(data)
		ahead, m := binary.Varint(data[max(n, 0):])
		if n <= 0 || m <= 0 {
			return
		}
		code, k := binary.Uvarint(data[n+m:])
		if k <= 0 {
			return
		}
		time, seq, data = time+step, seq+uint64(ahead), data[n+m+k:]
		fn(time, seq, uint32(code))
	}
}
