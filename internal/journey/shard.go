package journey

import (
	"math"
	"slices"
	"sync"
)

// Customers lie in shards of shardSize neighbours. Small enough that folding
// a tail into the base takes a millisecond or two and that cores share the
// work evenly, large enough that what a shard costs by itself does not count.
const (
	shardBits = 11
	shardSize = 1 << shardBits
)

// chunk is the base of a shard: all its customers' derived rows. Immutable.
type chunk struct {
	columns Columns
	// start has for each of the shard's customers the first of its rows, and
	// one more entry for the end.
	start    []uint32
	side     []sideRow // by customer, time, receipt
	min, max int64     // bounds of Time, both included; min > max where there is no row
	people   int       // customers with rows
}

var emptyChunk = &chunk{start: make([]uint32, shardSize+1), min: math.MaxInt64, max: math.MinInt64}

// rows are the rows of one customer.
func (c *chunk) rows(local uint16) (lo, hi int) {
	return int(c.start[local]), int(c.start[local+1])
}

// sides are the side rows of one customer.
func (c *chunk) sides(local uint16) []sideRow {
	lo, _ := slices.BinarySearchFunc(c.side, local, func(s sideRow, l uint16) int { return int(s.local) - int(l) })
	hi := lo
	for hi < len(c.side) && c.side[hi].local == local {
		hi++
	}
	return c.side[lo:hi]
}

func (c *chunk) bytes() int64 {
	return c.columns.bytes() + int64(cap(c.start))*4 + int64(cap(c.side))*32
}

// shard is a chunk and the rows that came since. The tail only grows until it
// is folded into a new chunk, so that base and tail as they were at one moment
// stay what they were: that is what a reader takes, under the lock, and then
// reads at leisure.
type shard struct {
	first  Customer // the customer of local 0
	nobody bool     // all rows are Nobody's

	mu   sync.Mutex
	base *chunk
	tail []row
	// head is each customer's last row in the tail, as place + 1; 0 none. Nil
	// while there is no tail.
	head []int32
	// looked is how long the tail was when the background looked last.
	looked int
	// epoch counts what makes a chunk built from an earlier state wrong.
	epoch uint64
}

// view is a shard at one moment.
type view struct {
	shard *shard
	base  *chunk
	tail  []row
	epoch uint64
}

func newShard(first Customer) *shard { return &shard{first: first, base: emptyChunk} }
func newNobody() *shard              { return &shard{nobody: true, base: emptyChunk} }

func (s *shard) view() view {
	s.mu.Lock()
	defer s.mu.Unlock()
	return view{s, s.base, s.tail[:len(s.tail):len(s.tail)], s.epoch}
}

// viewOf is the shard as it is, and the place + 1 of the customer's last row
// in the tail.
func (s *shard) viewOf(local uint16) (v view, last int32) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.head != nil {
		last = s.head[local]
	}
	return view{s, s.base, s.tail[:len(s.tail):len(s.tail)], s.epoch}, last
}

// len is the number of rows, those waiting included.
func (s *shard) len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.base.columns.Time) + len(s.tail)
}

// put adds a row, and tells whether the tail is so long that the writer itself
// should fold it: half of the base, so that every row is copied three times on
// average, however the load comes. Writer only.
func (s *shard) put(r row) (due bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.add(r)
	return len(s.tail) > 2048+len(s.base.columns.Time)/2
}

// add puts a row at the end of the tail. The lock is the caller's.
func (s *shard) add(r row) {
	if s.head == nil {
		s.head = make([]int32, shardSize)
	}
	r.prev = s.head[r.local] - 1
	if r.kind == cleared {
		r.prev = noRow
		s.epoch++
	}
	if len(s.tail) == cap(s.tail) { // append would grow by a quarter, and copy four times as often
		s.tail = slices.Grow(s.tail, max(64, len(s.tail)))
	}
	s.tail = append(s.tail, r)
	s.head[r.local] = int32(len(s.tail))
}

// ripe tells whether the background should fold the tail.
func (s *shard) ripe() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	quiet := len(s.tail) == s.looked
	s.looked = len(s.tail)
	return len(s.tail) > 0 && (quiet || len(s.tail) > 256+len(s.base.columns.Time)/16)
}

// install replaces the base by a chunk that was built from the view. It is
// refused where rows were taken back since.
func (s *shard) install(v view, c *chunk) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.epoch != v.epoch {
		return false
	}
	later := s.tail[len(v.tail):]
	s.base, s.tail, s.head = c, nil, nil
	s.epoch++
	for _, r := range later {
		s.add(r)
	}
	return true
}

// heads finds each customer's last row in the view's tail, as place + 1, and
// the bounds of the touchpoints' times. The answer lies in room.
func (v *view) heads(room []int32) (head []int32, low, high int64) {
	low, high = v.base.min, v.base.max
	if len(v.tail) == 0 {
		return nil, low, high
	}
	if room == nil {
		room = make([]int32, shardSize)
	}
	clear(room)
	for i := range v.tail {
		r := &v.tail[i]
		room[r.local] = int32(i + 1)
		if r.kind == touchpoint {
			low, high = min(low, r.time), max(high, r.time)
		}
	}
	return room, low, high
}

// customer is the customer of a place in the shard.
func (s *shard) customer(local uint16) Customer {
	if s.nobody {
		return Nobody
	}
	return s.first + Customer(local)
}

// build folds the view's tail into a new chunk. With all, every customer is
// derived anew, else those with rows in the tail.
func (v *view) build(d *deriver, all bool) *chunk {
	head, _, _ := v.heads(nil)
	n, sides := v.size(head)
	c := &chunk{columns: makeColumns(n), start: make([]uint32, shardSize+1), min: math.MaxInt64, max: math.MinInt64}
	c.side = make([]sideRow, 0, sides)
	c.columns.Sessions = make([]Session, 0, len(v.base.columns.Sessions)+len(v.tail)/4)
	var w waiting
	copied := 0 // first customer not copied yet
	for i := 0; i <= shardSize; i++ {
		if i < shardSize && !all && (head == nil || head[i] == 0) {
			continue
		}
		v.copyBase(c, copied, i)
		copied = i + 1
		if i == shardSize {
			break
		}
		local, last := uint16(i), int32(0)
		if head != nil {
			last = head[i]
		}
		w.collect(v.tail, last)
		at := len(c.columns.Time)
		c.start[i] = uint32(at)
		w.merge(&c.columns, v.base, local)
		d.derive(v.shard.customer(local), &c.columns, at, len(c.columns.Time), w.older(v.base, local))
		w.mergeSides(&c.side, v.base, local)
	}
	c.start[shardSize] = uint32(len(c.columns.Time))
	if sessions := c.columns.Sessions; cap(sessions)-len(sessions) > len(sessions)/16 {
		c.columns.Sessions = append(make([]Session, 0, len(sessions)), sessions...)
	}
	for i := range shardSize {
		if lo, hi := c.rows(uint16(i)); lo < hi {
			c.people++
			c.min, c.max = min(c.min, c.columns.Time[lo]), max(c.max, c.columns.Time[hi-1])
		}
	}
	return c
}

// copyBase copies the customers from to until of the base as they are.
func (v *view) copyBase(c *chunk, from, until int) {
	if from >= until {
		return
	}
	shift := uint32(len(c.columns.Time)) - v.base.start[from]
	for i := from; i < until; i++ {
		c.start[i] = v.base.start[i] + shift
	}
	c.columns.appendDerived(&v.base.columns, int(v.base.start[from]), int(v.base.start[until]))
	lo, _ := slices.BinarySearchFunc(v.base.side, from, func(s sideRow, l int) int { return int(s.local) - l })
	hi, _ := slices.BinarySearchFunc(v.base.side, until, func(s sideRow, l int) int { return int(s.local) - l })
	c.side = append(c.side, v.base.side[lo:hi]...)
}

// size is how many touchpoints and side rows the merged chunk will have.
func (v *view) size(head []int32) (rows, sides int) {
	rows, sides = len(v.base.columns.Time), len(v.base.side)
	for i := range v.tail {
		switch v.tail[i].kind {
		case touchpoint:
			rows++
		case side, older:
			sides++
		case cleared:
			return v.sizeWithout(head)
		}
	}
	return rows, sides
}

// sizeWithout is size where rows were taken back.
func (v *view) sizeWithout(head []int32) (rows, sides int) {
	rows, sides = len(v.base.columns.Time), len(v.base.side)
	for local, last := range head {
		for i := last - 1; i != noRow; i = v.tail[i].prev {
			switch v.tail[i].kind {
			case touchpoint:
				rows++
			case side, older:
				sides++
			case cleared:
				lo, hi := v.base.rows(uint16(local))
				rows -= hi - lo
				sides -= len(v.base.sides(uint16(local)))
			}
		}
	}
	return rows, sides
}
