package attribution

import (
	"math"
)

// touch is one touch on a path.
type touch struct {
	time   int64
	row    int
	slot   int32 // what it is a touch of
	direct bool
}

// conversion is one conversion and the touches before it, at least one.
type conversion struct {
	time       int64
	path       []touch
	milestones [2]int // rows, negative where they did not happen
}

// credit deals one conversion out: it calls give for touches of the path, by
// their places, with shares that add up to 1. markov and shapley go by paths
// and not by conversions, and are dealt out elsewhere.
func (c conversion) credit(m model, halfLife int64, give func(place int, share float64)) {
	n := len(c.path)
	switch m {
	case first:
		give(0, 1)
	case last:
		give(n-1, 1)
	case lastNonDirect:
		give(c.lastNonDirect(), 1)
	case linear:
		for i := range n {
			give(i, 1/float64(n))
		}
	case position:
		c.position(give)
	case timeDecay:
		c.timeDecay(halfLife, give)
	case wShaped:
		c.wShaped(give)
	}
}

func (c conversion) lastNonDirect() int {
	for i := len(c.path) - 1; i >= 0; i-- {
		if !c.path[i].direct {
			return i
		}
	}
	return len(c.path) - 1
}

func (c conversion) position(give func(int, float64)) {
	n := len(c.path)
	switch n {
	case 1:
		give(0, 1)
	case 2:
		give(0, 0.5)
		give(1, 0.5)
	default:
		give(0, 0.4)
		for i := 1; i < n-1; i++ {
			give(i, 0.2/float64(n-2))
		}
		give(n-1, 0.4)
	}
}

func (c conversion) timeDecay(halfLife int64, give func(int, float64)) {
	// Weights relative to the last touch's, so that they do not all vanish.
	newest := c.path[len(c.path)-1].time
	weight := func(t touch) float64 { return math.Exp2(-float64(newest-t.time) / float64(halfLife)) }
	total := 0.0
	for _, t := range c.path {
		total += weight(t)
	}
	for i, t := range c.path {
		give(i, weight(t)/total)
	}
}

func (c conversion) wShaped(give func(int, float64)) {
	end := len(c.path) - 1
	give(0, 0.3)
	give(end, 0.1)
	for _, row := range c.milestones {
		at := end
		for at >= 0 && c.path[at].row > row {
			at--
		}
		if at < 0 {
			give(0, 0.15)
			give(end, 0.15)
		} else {
			give(at, 0.3)
		}
	}
}
