package journey

import "wend/internal/event"

// row is one event as it waits in a tail. Rows of one customer are chained
// backwards through prev.
type row struct {
	time   int64
	seq    uint32
	set    uint32
	page   uint32
	worth  uint32
	origin uint32
	prev   int32 // place in the tail of the customer's row before, or noRow
	event  uint16
	client uint16
	place  uint16
	local  uint16 // customer's place in its shard
	kind   kind
	typ    event.Type // of side rows
	bot    bool       // of side rows
}

const noRow = -1

// kind says what a row in a tail is.
type kind uint8

const (
	touchpoint kind = iota
	// side rows are calls that are no touchpoints, and bots' events.
	side
	// older stands for a touchpoint that is too old to be held: it tells that
	// the customer was there before. It keeps a set, so that it moves as its
	// touchpoint would.
	older
	// cleared takes back every row of the customer before it, those in the
	// chunk included: they were dealt out anew.
	cleared
)

// before orders rows of one customer: by time, then by receipt.
func (r *row) before(time int64, seq uint32) bool {
	return r.time < time || r.time == time && r.seq < seq
}

// side is the row as a reader sees it.
func (r *row) side() Side { return Side{Time: r.time, Seq: r.seq, Set: r.set, Type: r.typ, Bot: r.bot} }

// encode turns an event into a row without customer. Writer only.
func (v *vocabulary) encode(set uint32, e *event.Event) row {
	r := row{time: e.Time, seq: uint32(e.Seq), set: set, prev: noRow}
	if !e.Type.Touchpoint() || e.Flags.Has(event.Bot) {
		r.kind, r.typ, r.bot = side, e.Type, e.Flags.Has(event.Bot)
		return r
	}
	f := &e.Facts
	r.event = uint16(v.events.intern(e.Name))
	r.page = v.pages.intern(f.Page)
	r.client = v.client(f)
	r.place = v.place(f)
	r.origin = v.origin(f)
	if f.HasValue {
		r.worth = v.worths.code(f.Value)
	}
	return r
}

// Side is a call that is no touchpoint (identify, group, alias), or a bot's
// event. Side rows belong to a customer as touchpoints do; no fold sees them.
type Side struct {
	Time int64
	Seq  uint32
	Set  uint32
	Type event.Type
	Bot  bool
}

// sideRow is a side row at rest, in its chunk; or, with older, a row of that kind.
type sideRow struct {
	Side
	older bool
	local uint16
}
