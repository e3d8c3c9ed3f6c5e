package journey

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"wend/internal/event"
)

// Options make an index. The zero Options are a working one without traits
// and without history.
type Options struct {
	// Zone is the workspace's time zone, for hour and weekday where a query
	// names none. Nil is UTC.
	Zone *time.Location
	// Traits answers traits.* paths. Nil: every trait is missing.
	Traits TraitSource
	// History gives events back for property columns. Nil: a property is
	// known of the events only that come after the first question for it.
	History EventSource
	// Consents answers what a customer had agreed to at a moment. Nil: nothing.
	Consents func(c Customer, time int64) map[string]bool
	// Accounts answers who belongs to which account. Nil: there are none.
	Accounts func() Accounts
	// Standings answers what analyses find out about customers. The zero value:
	// nothing, and rules that ask for it are refused.
	Standings Standings
	// MemoryLimit bounds the on-demand property columns, in bytes. 0 is 256 MiB.
	MemoryLimit int64
	// Cold gives the touchpoints before HistoryFrom (milliseconds since 1970
	// UTC) where history is larger than memory. Nil: all are held.
	Cold        Cold
	HistoryFrom int64
}

// TraitSource tells a customer's traits as they are now. It is called from
// many goroutines.
type TraitSource interface {
	Trait(c Customer, keys []string) event.Value
}

// MomentTraitSource is a TraitSource that also knows the past. Where the
// source is one, a stage's rule sees the latest value whose call's time is at
// or before the touchpoint's.
type MomentTraitSource interface {
	TraitSource
	TraitAt(c Customer, keys []string, time int64) event.Value
}

// Said is the latest that a customer's calls said of a trait: its JSON, which
// is the source's and does not change, and by which call.
type Said struct {
	Value []byte // nil: nothing
	Time  int64
	Seq   uint64
}

// ManyTraitSource is a MomentTraitSource that reads several traits of a
// customer in one go: into has a place for each name, and all names differ.
type ManyTraitSource interface {
	MomentTraitSource
	ManyTraitsAt(c Customer, names []string, time int64, into []Said)
}

// EventSource gives events by log position, whatever they lie in, in no
// particular order; from and to are half-open. The event is the source's
// again when fn returns.
type EventSource interface {
	Events(ctx context.Context, from, to uint64, fn func(*event.Event) error) error
}

// PropertySource is an EventSource that can read one property without reading
// the events around it. Events without a value may be left out.
type PropertySource interface {
	EventSource
	Property(ctx context.Context, path event.Path, from, to uint64, fn func(seq uint64, v event.Value) error) error
}

// Index is every customer's journey. Writers (Append, Rederive, Load,
// SetStages) take turns; readers need not wait for them.
type Index struct {
	options Options
	words   *vocabulary
	stages  atomic.Pointer[stages]
	zone    atomic.Pointer[time.Location]

	// write is held by whoever changes words or rows.
	write sync.Mutex
	// moves is held for reading while the views of one run are taken, and for
	// writing while rows move between customers: no run sees a row twice.
	moves sync.RWMutex
	// shards by customer; nobody's rows lie in shards of their own, the last of
	// which takes new ones. Guarded by write; readers use published.
	shards    []*shard
	nobody    []*shard
	published atomic.Pointer[layout]

	properties properties
	mergers    sync.Pool // of *merger, for View
	// seq is the highest log position that was handed to Append.
	seq atomic.Uint64
}

// layout is what a reader starts from.
type layout struct{ shards, nobody []*shard }

// New makes an empty index.
func New(opts Options) *Index {
	if opts.Zone == nil {
		opts.Zone = time.UTC
	}
	if opts.MemoryLimit == 0 {
		opts.MemoryLimit = 256 << 20
	}
	ix := &Index{options: opts, words: newVocabulary()}
	ix.stages.Store(&stages{})
	ix.zone.Store(opts.Zone)
	ix.published.Store(&layout{})
	ix.properties.init(opts.MemoryLimit)
	ix.mergers.New = func() any { return &merger{} }
	return ix
}

// Zone is the workspace's time zone.
func (ix *Index) Zone() *time.Location { return ix.zone.Load() }

// SetZone changes the workspace's time zone, for questions asked from now on.
func (ix *Index) SetZone(zone *time.Location) { ix.zone.Store(zone) }

// TraitAt is a customer's trait as of a moment, or as it is where the source
// of traits does not know the past.
func (ix *Index) TraitAt(c Customer, keys []string, time int64) event.Value {
	if past, ok := ix.options.Traits.(MomentTraitSource); ok {
		return past.TraitAt(c, keys, time)
	}
	if ix.options.Traits == nil {
		return event.Value{}
	}
	return ix.options.Traits.Trait(c, keys)
}

// ConsentsAt is what a customer had agreed to, or refused, at a moment.
func (ix *Index) ConsentsAt(c Customer, time int64) map[string]bool {
	if ix.options.Consents == nil || c >= FirstAccount {
		return nil
	}
	return ix.options.Consents(c, time)
}

// Append files an event of the customer: touchpoints at their time, other
// calls and bots' events as side rows. The event's bytes are not kept.
func (ix *Index) Append(c Customer, set uint32, e *event.Event) {
	ix.write.Lock()
	defer ix.write.Unlock()
	ix.seq.Store(max(ix.seq.Load(), e.Seq))
	ix.properties.observe(e, ix.options.MemoryLimit)
	r := ix.encode(set, e)
	s := ix.place(c, &r)
	if s.put(r) {
		ix.fold(s)
	}
}

// encode makes the event's row, or what stands for it where it is too old to be held.
func (ix *Index) encode(set uint32, e *event.Event) row {
	if e.Time < ix.options.HistoryFrom && ix.options.Cold != nil && e.Type.Touchpoint() && !e.Flags.Has(event.Bot) {
		ix.words.events.intern(e.Name) // a question must find the name, also where only the past has it
		return row{time: e.Time, seq: uint32(e.Seq), set: set, kind: older}
	}
	return ix.words.encode(set, e)
}

// place finds the shard for a row of the customer, and the row's local place
// in it.
func (ix *Index) place(c Customer, r *row) *shard {
	if c == Nobody {
		r.local = 0
		return ix.nobodyShard()
	}
	r.local = uint16(c & (shardSize - 1))
	number := int(c >> shardBits)
	if number >= len(ix.shards) {
		for number >= len(ix.shards) {
			ix.shards = append(ix.shards, newShard(Customer(len(ix.shards))<<shardBits))
		}
		ix.publish()
	}
	return ix.shards[number]
}

// nobodyShardRows is how many rows one shard of Nobody's takes: no query has
// to fold them as one giant journey.
const nobodyShardRows = 1 << 16

func (ix *Index) nobodyShard() *shard {
	if n := len(ix.nobody); n > 0 {
		if s := ix.nobody[n-1]; s.len() < nobodyShardRows {
			return s
		}
	}
	s := newNobody()
	ix.nobody = append(ix.nobody, s)
	ix.publish()
	return s
}

func (ix *Index) publish() {
	ix.published.Store(&layout{ix.shards[:len(ix.shards):len(ix.shards)], ix.nobody[:len(ix.nobody):len(ix.nobody)]})
}

// fold turns a shard's tail into a new base; false where rows were taken back meanwhile.
func (ix *Index) fold(s *shard) bool {
	v := s.view()
	if len(v.tail) == 0 {
		return true
	}
	return s.install(v, v.build(ix.newDeriver(), false))
}

// Rederive deals the rows of these customers out anew: every touchpoint and
// side row goes to the owner of its identifier set at its time. Customers
// that are not in the list only receive.
func (ix *Index) Rederive(customers []Customer, owner func(set uint32, time int64) Customer) {
	ix.write.Lock()
	defer ix.write.Unlock()
	var rows []row
	seen := make(map[Customer]struct{}, len(customers))
	for _, c := range customers {
		if _, twice := seen[c]; !twice {
			seen[c] = struct{}{}
			rows = ix.rowsOf(c, rows)
		}
	}
	for s := range ix.move(seen, rows, owner) {
		ix.fold(s)
	}
}

// move takes the customers' rows back and adds them where they belong now,
// while no run and no view can begin. It answers the shards to be folded.
func (ix *Index) move(from map[Customer]struct{}, rows []row, owner func(set uint32, time int64) Customer) map[*shard]struct{} {
	ix.moves.Lock()
	defer ix.moves.Unlock()
	due := map[*shard]struct{}{}
	put := func(c Customer, r row) {
		s := ix.place(c, &r)
		if s.put(r) {
			due[s] = struct{}{}
		}
	}
	for c := range from {
		if c == Nobody {
			ix.nobody = nil
			ix.publish()
			continue
		}
		put(c, row{kind: cleared})
	}
	for i := range rows {
		put(owner(rows[i].set, rows[i].time), rows[i])
	}
	return due
}

// rowsOf appends all rows of the customer, those at rest and those waiting.
func (ix *Index) rowsOf(c Customer, rows []row) []row {
	shards := ix.nobody
	if c != Nobody {
		number := int(c >> shardBits)
		if number >= len(ix.shards) {
			return rows
		}
		shards = ix.shards[number : number+1]
	}
	for _, s := range shards {
		local := uint16(c & (shardSize - 1))
		v, last := s.viewOf(local)
		var w waiting
		w.collect(v.tail, last)
		if !w.cleared {
			lo, hi := v.base.rows(local)
			for i := lo; i < hi; i++ {
				rows = append(rows, v.base.columns.rowAt(i, local))
			}
			for _, sr := range v.base.sides(local) {
				r := row{kind: side, time: sr.Time, seq: sr.Seq, set: sr.Set, typ: sr.Type, bot: sr.Bot}
				if sr.older {
					r.kind = older
				}
				rows = append(rows, r)
			}
		}
		for _, r := range w.rows {
			rows = append(rows, *r)
		}
		for _, r := range w.sides {
			rows = append(rows, *r)
		}
	}
	return rows
}

// Compact folds tails into their bases, so that queries find little to merge:
// the tails that grew beyond a sixteenth of their base, and those to which
// nothing was added since the last call. The owner calls it every few seconds;
// the writer need not wait for it. It takes its time: one shard after another,
// and as long a pause as each took, so that those who wait for an answer
// meanwhile find a core.
func (ix *Index) Compact(ctx context.Context) error {
	all := ix.published.Load()
	pause := time.NewTimer(0)
	defer pause.Stop()
	for _, shards := range [][]*shard{all.shards, all.nobody} {
		for _, s := range shards {
			if err := ctx.Err(); err != nil {
				return err
			}
			if !s.ripe() {
				continue
			}
			begun := time.Now()
			ix.fold(s)
			pause.Reset(time.Since(begun))
			select {
			case <-pause.C:
			case <-ctx.Done():
			}
		}
	}
	return ctx.Err()
}

// rebuild derives every customer anew.
func (ix *Index) rebuild(ctx context.Context) error {
	return ix.each(ctx, func(s *shard) {
		for ctx.Err() == nil { // again where rows were taken back meanwhile
			v := s.view()
			if s.install(v, v.build(ix.newDeriver(), true)) {
				return
			}
		}
	})
}

// each calls fn for every shard, on all cores, until the context ends.
func (ix *Index) each(ctx context.Context, fn func(*shard)) error {
	all := ix.published.Load()
	shards := append(all.shards[:len(all.shards):len(all.shards)], all.nobody...)
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(shards)) {
		workers.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(shards) {
					return
				}
				fn(shards[i])
			}
		})
	}
	workers.Wait()
	return ctx.Err()
}

// EventCode is the code of an event's name, canonical or GA4's; false where no
// such event was ever seen.
func (ix *Index) EventCode(name string) (uint16, bool) {
	code, ok := ix.words.events.code(event.Canonical(name))
	return uint16(code), ok
}

// internEvent gives a name a code before any such event was seen.
func (ix *Index) internEvent(name string) uint16 {
	ix.write.Lock()
	defer ix.write.Unlock()
	return uint16(ix.words.events.intern(name))
}

// EventName is the canonical name of a code.
func (ix *Index) EventName(code uint16) string { return ix.words.events.text(uint32(code)) }

// EventCodes is one more than the highest code that EventCode has given out.
func (ix *Index) EventCodes() int { return len(ix.words.events.texts.all()) }

// Page is the page of a code of Columns.Page and Session.Landing, Text the
// text of a session's other codes.
func (ix *Index) Page(code uint32) string { return ix.words.pages.text(code) }

// Text is the text of a session's source, medium, campaign or referrer.
func (ix *Index) Text(code uint32) string { return ix.words.texts.text(code) }

// Worths reads Columns.Worth.
func (ix *Index) Worths() Worths { return Worths{&ix.words.worths.list} }
