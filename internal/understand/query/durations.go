package query

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// Durations keeps how long things took by a small number, their key: exact
// medians for about eight bytes a thing. Each key has a chain of chunks of its
// own, so that nothing has to be sorted by key later.
//
// Release gives its memory back for the next question.
type Durations struct {
	parts []Adder // the first is the one that is added to
}

// Adder holds the durations that one goroutine adds. Chunks lie in words: the
// durations, then a link that tells how many they are and where the link of the
// chunk before lies.
type Adder struct {
	keys  []cursor
	words []int64
	arena *[]int64 // what words go back to
}

// cursor is the place of a key's next duration, and of the link of its chunk.
type cursor struct{ at, end uint32 }

// arenas are kept for the next question: new memory costs more than what is
// done with it.
var arenas = sync.Pool{New: func() any { return new([]int64) }}

const (
	leastChunk = 3    // durations in a key's first chunk; each next one has twice as many
	mostChunk  = 1023 // up to this
)

// NewDurations makes room for keys from 0.
func NewDurations(keys int) Durations {
	arena := arenas.Get().(*[]int64)
	a := Adder{keys: make([]cursor, keys), words: append((*arena)[:0], 0), arena: arena} // 0: the link of no chunk
	return Durations{parts: []Adder{a}}
}

// Release ends the use of the durations.
func (d *Durations) Release() {
	for i := range d.parts {
		*d.parts[i].arena = d.parts[i].words
		arenas.Put(d.parts[i].arena)
	}
	d.parts = nil
}

// Add keeps how many milliseconds a thing took.
func (d *Durations) Add(key int, took int64) { d.parts[0].Add(key, took) }

// Adder is for loops that add very much.
func (d *Durations) Adder() *Adder { return &d.parts[0] }

// Add keeps how many milliseconds a thing took.
func (a *Adder) Add(key int, took int64) {
	c := &a.keys[key]
	if c.at == c.end {
		a.grow(key)
	}
	a.words[c.at] = took
	c.at++
}

// grow begins a key's next chunk.
func (a *Adder) grow(key int) {
	c := &a.keys[key]
	size := leastChunk
	if c.end > 0 {
		size = min(2*int(uint32(a.words[c.end]))+1, mostChunk)
	}
	at := len(a.words)
	if at+size+1 > cap(a.words) {
		grown := make([]int64, at, max(2*cap(a.words), at+size+1))
		copy(grown, a.words)
		a.words = grown
	}
	a.words = a.words[:at+size+1]
	a.words[at+size] = int64(c.end)<<32 | int64(size)
	c.at, c.end = uint32(at), uint32(at+size)
}

// chunks appends a key's chunks to a list.
func (a *Adder) chunks(key int, list [][]int64) [][]int64 {
	c := a.keys[key]
	words := a.words
	for at, end := c.at, c.end; end > 0; {
		link := uint64(words[end])
		list = append(list, words[end-uint32(link):at])
		end = uint32(link >> 32)
		at = end
	}
	return list
}

// count is the number of a key's durations.
func (a *Adder) count(key int) int {
	c := a.keys[key]
	if c.end == 0 {
		return 0
	}
	n := 0
	for at, end := c.at, c.end; end > 0; {
		link := uint64(a.words[end])
		n += int(at) - int(end-uint32(link))
		end = uint32(link >> 32)
		at = end
	}
	return n
}

// Merge adds another's durations, which must have as many keys and must not be
// used any more.
func (d *Durations) Merge(other *Durations) {
	d.parts = append(d.parts, other.parts...)
	other.parts = nil
}

// Counts are the numbers of things by key.
func (d *Durations) Counts() []uint32 {
	counts := make([]uint32, len(d.parts[0].keys))
	for i := range d.parts {
		for key := range counts {
			counts[key] += uint32(d.parts[i].count(key))
		}
	}
	return counts
}

// Medians are the medians, in seconds, of the keys that name gives the same
// name, of names from 0; nil where there are none. A key with a negative name
// is left out. All cores share the work, because millions of things are common.
func (d *Durations) Medians(names int, name func(key int) int) []*float64 {
	sizes, keys, begins := d.deal(names, name)
	medians := make([]*float64, names)
	total := 0
	for _, n := range sizes {
		total += n
	}
	workers := 1
	if total > 1<<14 {
		workers = runtime.GOMAXPROCS(0)
	}
	order := bySize(sizes)
	var next atomic.Int64
	var wait sync.WaitGroup
	work := func() {
		var s selection
		var chunks [][]int64
		for {
			i := int(next.Add(1)) - 1
			if i >= len(order) {
				return
			}
			at := order[i]
			chunks = chunks[:0]
			for _, key := range keys[begins[at]:begins[at+1]] {
				for k := range d.parts {
					chunks = d.parts[k].chunks(int(key), chunks)
				}
			}
			low, high := s.middle(chunks, sizes[at])
			median := (float64(low) + float64(high)) / 2000
			medians[at] = &median
		}
	}
	for range workers - 1 {
		wait.Go(work)
	}
	work()
	wait.Wait()
	return medians
}

// deal finds the keys of each name: those of name i are keys[begins[i]:begins[i+1]],
// and have sizes[i] durations.
func (d *Durations) deal(names int, name func(key int) int) (sizes []int, keys, begins []uint32) {
	counts := d.Counts()
	sizes, begins = make([]int, names), make([]uint32, names+1)
	for key, n := range counts {
		if n == 0 {
			continue
		}
		if i := name(key); i >= 0 {
			sizes[i] += int(n)
			begins[i+1]++
		}
	}
	for i := range names {
		begins[i+1] += begins[i]
	}
	keys = make([]uint32, begins[names])
	next := append([]uint32(nil), begins...)
	for key, n := range counts {
		if n == 0 {
			continue
		}
		if i := name(key); i >= 0 {
			keys[next[i]] = uint32(key)
			next[i]++
		}
	}
	return sizes, keys, begins
}

// bySize are the names that have durations, those with most first, so that no
// core is left alone with a large one at the end.
func bySize(sizes []int) []int {
	var order []int
	for i, n := range sizes {
		if n > 0 {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(sizes[b], sizes[a]) })
	return order
}
