package block

import "wend/internal/event"

// Records are a block's events kept as they were written: next to their text
// each takes a few words, a tenth of a decoded event. They are for readers that
// hold many events and look at one at a time.
type Records struct {
	Header
	plain []byte
}

// Place is where a record begins and what the record before it leaves to it.
type Place struct {
	at             uint32 // MaxPlain fits
	seq            uint64
	time, received int64
}

// Open reads a block and calls each with every event and its place. The event
// is overwritten by the next one; its text stays.
func Open(data []byte, each func(*event.Event, Place)) (*Records, error) {
	h, plain, err := open(data)
	if err != nil {
		return nil, err
	}
	r := recordReader{in: plain, seq: h.First}
	var e event.Event
	for i := range h.Count {
		place := Place{at: uint32(r.at), seq: r.seq, time: r.time, received: r.received}
		r.identifiers = r.identifiers[:0]
		if err := r.next(i, &e); err != nil {
			return nil, err
		}
		each(&e, place)
	}
	return &Records{Header: h, plain: plain}, r.end(h)
}

// Read decodes the event at a place of these records into e, whose identifiers'
// memory it uses again. It shares the records' text.
func (r *Records) Read(p Place, e *event.Event) {
	reader := recordReader{in: r.plain, at: int(p.at), seq: p.seq, time: p.time, received: p.received, identifiers: e.Identifiers[:0]}
	reader.record(e)
}
