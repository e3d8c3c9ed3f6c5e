package funnel

import (
	"runtime"
	"sync"

	"wend/internal/understand/query"
)

// records keep what a breakdown needs of each unit that came beyond step 1,
// until it is known which values are frequent: a word with the value's code and the depth, then how
// long each step took.
type records struct {
	chunks []*chunk
}

type chunk struct {
	n     int
	words [1 << 13]int64
}

// chunks are kept for the next question.
var chunks = sync.Pool{New: func() any { return new(chunk) }}

// next makes room for a unit of a depth.
func (r *records) next(depth int) []int64 {
	var c *chunk
	if n := len(r.chunks); n > 0 {
		c = r.chunks[n-1]
	}
	if c == nil || c.n+depth > len(c.words) {
		c = chunks.Get().(*chunk)
		c.n = 0
		r.chunks = append(r.chunks, c)
	}
	c.n += depth
	return c.words[c.n-depth : c.n]
}

// grouped are the numbers of units by value.
type grouped struct {
	slots  query.Groups
	depths [][mostSteps + 1]int64 // by slot, then depth
	took   query.Durations        // by slot, then step: see key
}

func key(slot, step int) int { return slot*(mostSteps+1) + step }

// deal deals the records out to the values; all cores share the work.
func (r *records) deal(slots query.Groups) grouped {
	parts := make([]grouped, max(1, min(runtime.GOMAXPROCS(0), len(r.chunks)/4)))
	var wait sync.WaitGroup
	for i := range parts {
		g := &parts[i]
		*g = grouped{slots: slots, depths: make([][mostSteps + 1]int64, slots.Len()), took: query.NewDurations(key(slots.Len(), 0))}
		mine := r.chunks[i*len(r.chunks)/len(parts) : (i+1)*len(r.chunks)/len(parts)]
		wait.Go(func() {
			for _, c := range mine {
				g.add(c.words[:c.n])
				chunks.Put(c)
			}
		})
	}
	wait.Wait()
	all := parts[0]
	for _, g := range parts[1:] {
		for slot := range all.depths {
			for depth := range all.depths[slot] {
				all.depths[slot][depth] += g.depths[slot][depth]
			}
		}
		all.took.Merge(&g.took)
	}
	r.chunks = nil
	return all
}

func (g *grouped) add(words []int64) {
	for len(words) > 0 {
		slot, depth := g.slots.Slot(uint32(words[0]>>8)), int(words[0]&0xff)
		g.depths[slot][depth]++
		for k := 1; k < depth; k++ {
			g.took.Add(key(slot, k+1), words[k])
		}
		words = words[depth:]
	}
}
