package journey

import (
	"context"
	"math"
	"net/http"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"wend/internal/event"
	"wend/internal/problem"
)

// properties are the on-demand columns. Append feeds all that are live.
type properties struct {
	mu    sync.Mutex
	live  atomic.Pointer[[]*property]
	clock uint64 // counts uses, for the least recently used
	most  int64  // bytes that one column may take at all
}

func (ps *properties) init(limit int64) {
	ps.most = 2 * limit
	ps.live.Store(&[]*property{})
}

// observe feeds an event to every live column. Writer only.
func (ps *properties) observe(e *event.Event, limit int64) {
	live := *ps.live.Load()
	for _, p := range live {
		p.set(e)
	}
	if len(live) > 0 && e.Seq%1024 == 0 {
		ps.bound(limit)
	}
}

// find is the path's column; made tells that it is new and the caller has to
// fill it. The column counts one more user.
func (ps *properties) find(path event.Path) (p *property, made bool) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	ps.clock++
	key := path.String()
	for _, p := range *ps.live.Load() {
		if p.key == key {
			p.used, p.retired = ps.clock, false
			p.users.Add(1)
			return p, false
		}
	}
	p = newProperty(path, ps.most)
	p.used = ps.clock
	p.users.Add(1)
	ps.replace(append(slices.Clone(*ps.live.Load()), p))
	return p, true
}

func (ps *properties) replace(live []*property) { ps.live.Store(&live) }

// remove takes a column out that could not be filled.
func (ps *properties) remove(p *property) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	ps.replace(slices.DeleteFunc(slices.Clone(*ps.live.Load()), func(q *property) bool { return p == q }))
}

// drop takes all columns out.
func (ps *properties) drop() {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	ps.replace(nil)
}

// bound retires the least recently used columns until the rest lies within
// the limit. A retired column goes when nobody reads it any more; until then
// it is fed, so that a query under way sees no gap.
func (ps *properties) bound(limit int64) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	live := slices.Clone(*ps.live.Load())
	slices.SortFunc(live, func(a, b *property) int { return int(int64(b.used) - int64(a.used)) })
	var total int64
	for _, p := range live {
		if total += p.bytes.Load(); total > limit {
			p.retired = true
		}
	}
	ps.replace(slices.DeleteFunc(live, func(p *property) bool { return p.retired && p.users.Load() == 0 }))
}

func (ps *properties) stats() (columns int, bytes int64) {
	live := *ps.live.Load()
	for _, p := range live {
		bytes += p.bytes.Load()
	}
	return len(live), bytes
}

// property is the column of one property, by log position.
type property struct {
	path event.Path
	key  string

	used    uint64 // guarded by properties.mu
	retired bool   // guarded by properties.mu
	users   atomic.Int64

	filled chan struct{} // closed when err is set and the column can be read
	err    error

	mu     sync.Mutex // held by whoever sets: the writer, and the first reader, who fills
	codes  map[event.Value]uint32
	raws   map[string]uint32 // codes by JSON text, for the frequent ones
	values list[event.Value]
	pages  atomic.Pointer[[]*page]
	bytes  atomic.Int64
	most   int64 // bytes from which on every new value is Other
}

func newProperty(path event.Path, most int64) *property {
	p := &property{
		path: path, key: path.String(), filled: make(chan struct{}),
		codes: map[event.Value]uint32{{}: 0}, raws: map[string]uint32{}, most: most,
	}
	p.values.add(event.Value{})
	p.pages.Store(&[]*page{})
	return p
}

// property finds or makes the column of a property.
func (ix *Index) property(ctx context.Context, path event.Path) (Column, error) {
	for {
		p, mine := ix.properties.find(path)
		if mine {
			p.err = ix.fill(ctx, p)
			if p.err != nil {
				ix.properties.remove(p)
			}
			close(p.filled)
			if p.err != nil {
				return nil, p.err
			}
			ix.properties.bound(ix.options.MemoryLimit)
			return p.handle(), nil
		}
		select {
		case <-p.filled:
			if p.err == nil {
				ix.properties.bound(ix.options.MemoryLimit)
				return p.handle(), nil
			}
			// Whoever filled it gave up; it is this caller's turn.
		case <-ctx.Done():
			p.users.Add(-1)
			return nil, ctx.Err()
		}
	}
}

// propertyColumn is one user's hold on a property's column.
type propertyColumn struct{ *property }

// handle lets go of the column when the collector finds that nobody reads it.
func (p *property) handle() *propertyColumn {
	h := &propertyColumn{p}
	runtime.AddCleanup(h, func(users *atomic.Int64) { users.Add(-1) }, &p.users)
	return h
}

// fill reads what was appended before the column was live. What comes later
// is set by Append: its log position is stored before the live columns are
// read there, and read after the column went live here, so that no event can
// fall between.
func (ix *Index) fill(ctx context.Context, p *property) error {
	upTo := ix.seq.Load()
	if ix.options.History == nil || upTo == 0 {
		return nil
	}
	count := 0
	check := func() error {
		if count++; count%4096 != 0 {
			return nil
		}
		if p.bytes.Load() > ix.options.MemoryLimit {
			return problem.New(http.StatusUnprocessableEntity,
				"%s has too many different values for the memory that columns may take (%d MiB). Use a property with fewer values.",
				p.key, ix.options.MemoryLimit>>20)
		}
		return ctx.Err()
	}
	if source, ok := ix.options.History.(PropertySource); ok {
		return source.Property(ctx, p.path, 1, upTo+1, func(seq uint64, v event.Value) error {
			p.setValue(seq, v)
			return check()
		})
	}
	return ix.options.History.Events(ctx, 1, upTo+1, func(e *event.Event) error {
		p.set(e)
		return check()
	})
}

// setValue puts a value that was read elsewhere into the column.
func (p *property) setValue(seq uint64, v event.Value) {
	if !v.Exists() || seq > math.MaxUint32 {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if code := p.code(v); code != 0 {
		p.put(uint32(seq), code)
	}
}

// Most texts that raws remembers, and the longest: only what is frequent pays.
const (
	mostRaws   = 1 << 14
	longestRaw = 128
)

// set reads the event's value into the column.
func (p *property) set(e *event.Event) {
	object := e.Properties
	if p.path.Root == event.InContext {
		object = e.Context
	}
	raw := event.Get(object, p.path.Keys...)
	if raw == nil || e.Seq > math.MaxUint32 {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	code, ok := p.raws[string(raw)]
	if !ok {
		code = p.code(event.ParseValue(raw))
		if len(p.raws) < mostRaws && len(raw) <= longestRaw {
			p.raws[string(raw)] = code
		}
	}
	if code != 0 {
		p.put(uint32(e.Seq), code)
	}
}

// code is the value's code; the lock is the caller's. A column that a stage's
// rule needs cannot be dropped, however much a hostile sender puts in: from
// some point on its new values are Other.
func (p *property) code(v event.Value) uint32 {
	code, ok := p.codes[v]
	if !ok && p.bytes.Load() > p.most {
		v = event.TextValue(Other)
		code, ok = p.codes[v]
	}
	if !ok {
		code = p.values.add(v)
		p.codes[v] = code
		p.bytes.Add(int64(len(v.Text)) + 120) // value, map slot
	}
	return code
}

// A page holds the codes of pageRows log positions, as wide as its highest.
const pageRows = 1 << 15

type page struct {
	narrow []uint8
	middle []uint16
	wide   []uint32
}

func (g *page) at(i uint32) uint32 {
	switch {
	case g.narrow != nil:
		return uint32(g.narrow[i])
	case g.middle != nil:
		return uint32(g.middle[i])
	}
	return g.wide[i]
}

// put stores a code; the lock is the caller's. Cells that are written belong
// to rows that no reader can know yet; a page that must become wider is
// replaced, and readers of the old one find in it all that they can know.
func (p *property) put(seq, code uint32) {
	pages := *p.pages.Load()
	number, i := int(seq/pageRows), seq%pageRows
	if number >= len(pages) || pages[number] == nil || !pages[number].holds(code) {
		grown := make([]*page, max(len(pages), number+1))
		copy(grown, pages)
		old := grown[number]
		grown[number] = old.widened(code)
		p.bytes.Add(grown[number].bytes() - old.bytes())
		pages = grown
		p.pages.Store(&pages)
	}
	switch g := pages[number]; {
	case g.narrow != nil:
		g.narrow[i] = uint8(code)
	case g.middle != nil:
		g.middle[i] = uint16(code)
	default:
		g.wide[i] = code
	}
}

func (g *page) holds(code uint32) bool {
	return g.wide != nil || g.middle != nil && code <= math.MaxUint16 || code <= math.MaxUint8
}

func (g *page) bytes() int64 {
	if g == nil {
		return 0
	}
	return int64(len(g.narrow) + 2*len(g.middle) + 4*len(g.wide))
}

// widened is a copy of the page (empty where there is none) that holds the code.
func (g *page) widened(code uint32) *page {
	wider := &page{}
	switch {
	case code <= math.MaxUint8:
		wider.narrow = make([]uint8, pageRows)
		return wider // only a missing page is widened for so low a code
	case code <= math.MaxUint16:
		wider.middle = make([]uint16, pageRows)
	default:
		wider.wide = make([]uint32, pageRows)
	}
	if g == nil {
		return wider
	}
	for i := range uint32(pageRows) {
		if wider.middle != nil {
			wider.middle[i] = uint16(g.at(i))
		} else {
			wider.wide[i] = g.at(i)
		}
	}
	return wider
}

func (p *property) Code(j Journey, row int) uint32 {
	seq := j.Columns.Seq[row]
	pages := *p.pages.Load()
	number := int(seq / pageRows)
	if number >= len(pages) || pages[number] == nil {
		return 0
	}
	return pages[number].at(seq % pageRows)
}

// Codes are what Code answers for the journey's rows from lo on: what is far
// apart in memory is fetched at the same time.
func Codes(c Column, j Journey, lo int, into []uint32) {
	if p, ok := c.(*propertyColumn); ok {
		p.fetch(j.Columns.Seq[lo:lo+len(into)], into)
		return
	}
	for i := range into {
		into[i] = c.Code(j, lo+i)
	}
}

func (p *property) fetch(seqs []uint32, into []uint32) {
	pages := *p.pages.Load()
	var g *page
	last := -1 // neighbours most often lie in one page
	for i, seq := range seqs {
		if number := int(seq / pageRows); number != last {
			if last, g = number, &noPage; number < len(pages) && pages[number] != nil {
				g = pages[number]
			}
		}
		if at := seq % pageRows; g.narrow != nil {
			into[i] = uint32(g.narrow[at])
		} else {
			into[i] = g.at(at)
		}
	}
}

// noPage has no values.
var noPage = page{narrow: make([]uint8, pageRows)}

func (p *property) Value(code uint32) event.Value {
	if all := p.values.all(); int(code) < len(all) {
		return all[code]
	}
	return event.Value{}
}

func (p *property) Size() int { return len(p.values.all()) }
