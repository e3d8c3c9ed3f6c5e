package query

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Durations counts things by a small number, their key, and keeps how long
// each took in compact chunks: exact medians for eight bytes a thing.
type Durations struct {
	Counts []uint32 // by key
	chunks [][]uint64
	open   []uint64 // the chunk that is being filled
	// long are the few that took longer than tookBits can tell.
	long []keyed
}

type keyed struct {
	key  int
	took int64
}

const (
	tookBits  = 41 // milliseconds of 69 years; the key lies above
	chunkSize = 1 << 13
)

// NewDurations makes room for keys from 0, at most 2²³ of them.
func NewDurations(keys int) Durations { return Durations{Counts: make([]uint32, keys)} }

// Add counts a thing that took so many milliseconds, not less than 0.
func (d *Durations) Add(key int, took int64) {
	d.Counts[key]++
	if took >= 1<<tookBits {
		d.long = append(d.long, keyed{key, took})
		return
	}
	if len(d.open) == cap(d.open) {
		d.close()
		d.open = make([]uint64, 0, chunkSize)
	}
	d.open = append(d.open, uint64(key)<<tookBits|uint64(took))
}

func (d *Durations) close() {
	if len(d.open) > 0 {
		d.chunks = append(d.chunks, d.open)
		d.open = nil
	}
}

// Merge adds another's things, which it must not use any more.
func (d *Durations) Merge(other *Durations) {
	for i, n := range other.Counts {
		d.Counts[i] += n
	}
	other.close()
	d.chunks = append(d.chunks, other.chunks...)
	d.long = append(d.long, other.long...)
}

// ByKey answers the durations of each key, in no particular order. The keys
// are numbered anew by rename, unless it is nil, and counts says how many
// things each number has then. All cores deal out a part of the chunks each.
func (d *Durations) ByKey(rename []int32, counts []uint32) [][]int64 {
	d.close()
	parts := make([]part, max(1, min(runtime.GOMAXPROCS(0), len(d.chunks)/8)))
	for i := range parts {
		p := &parts[i]
		p.rename = rename
		p.chunks = d.chunks[i*len(d.chunks)/len(parts) : (i+1)*len(d.chunks)/len(parts)]
	}
	parts[0].long = d.long
	each := func(work func(*part)) {
		var wait sync.WaitGroup
		for i := range parts[1:] {
			wait.Go(func() { work(&parts[i+1]) })
		}
		work(&parts[0])
		wait.Wait()
	}
	if len(parts) == 1 {
		parts[0].next = make([]uint32, len(counts))
	} else {
		each(func(p *part) { p.count(len(counts)) })
	}
	total := uint32(0)
	for key, n := range counts {
		at := total
		for i := range parts {
			at, parts[i].next[key] = at+parts[i].next[key], at
		}
		total += n
	}
	all := make([]int64, total)
	each(func(p *part) { p.deal(all) })
	times := make([][]int64, len(counts))
	for key, n := range counts {
		times[key], all = all[:n:n], all[n:]
	}
	return times
}

// part is what one core deals out.
type part struct {
	chunks [][]uint64
	long   []keyed
	rename []int32
	next   []uint32 // by key: how many things the part has, then the place of the next
}

func (p *part) key(old int) int {
	if p.rename != nil {
		return int(p.rename[old])
	}
	return old
}

func (p *part) count(keys int) {
	p.next = make([]uint32, keys)
	for _, chunk := range p.chunks {
		for _, packed := range chunk {
			p.next[p.key(int(packed>>tookBits))]++
		}
	}
	for _, long := range p.long {
		p.next[p.key(long.key)]++
	}
}

func (p *part) deal(all []int64) {
	next := p.next
	for _, chunk := range p.chunks {
		for _, packed := range chunk {
			key := p.key(int(packed >> tookBits))
			all[next[key]] = int64(packed & (1<<tookBits - 1))
			next[key]++
		}
	}
	for _, long := range p.long {
		key := p.key(long.key)
		all[next[key]] = long.took
		next[key]++
	}
}

// Medians are the medians of several lists of durations, in seconds, nil for
// empty lists; on all cores, because millions of durations are common.
func Medians(times [][]int64) []*float64 {
	medians := make([]*float64, len(times))
	total := 0
	for _, list := range times {
		total += len(list)
	}
	workers := 1
	if total > 1<<16 {
		workers = runtime.GOMAXPROCS(0)
	}
	var next atomic.Int64
	var wait sync.WaitGroup
	for range workers {
		wait.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(times) {
					return
				}
				medians[i] = MedianSeconds(times[i])
			}
		})
	}
	wait.Wait()
	return medians
}
