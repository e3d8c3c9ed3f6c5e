package paths

import (
	"wend/internal/journey"
	"wend/internal/understand/query"
)

// The table's bits.
const (
	startBit = 1 << iota
	endBit
)

// plan is a definition compiled against an index; folds share it.
type plan struct {
	shape
	start, end bool
	table      query.Table
	column     journey.Column
}

// backwards tells whether depth 0 is the end of a path and not its begin.
func (p *plan) backwards() bool { return p.end && !p.start }

// path is a unit's path: the codes and times of its nodes by position. A
// backward path is kept in reverse, so that position 0 is depth 0 either way.
type path struct {
	n     int
	codes [mostDepth]uint32
	times [mostDepth]int64
	// exit: the unit's path really ended at its last node.
	exit bool
}

// walk reads the path of the touchpoints lo to hi of one customer. False:
// the unit is left out, or has no node.
func (p *plan) walk(j journey.Journey, lo, hi int, way *path) bool {
	way.n, way.exit = 0, false
	if p.start {
		if lo = p.find(j, lo, hi, startBit); lo == hi {
			return false
		}
	}
	if p.end {
		end := p.find(j, lo, hi, endBit)
		if end == hi {
			return false
		}
		hi = end + 1
	}
	if p.backwards() {
		p.readBack(j, lo, hi, way)
	} else {
		p.read(j, lo, hi, way)
		way.exit = way.exit && !p.end
	}
	return way.n > 0
}

// code is the dimension's code in a row, as the dimension's column has it.
func (p *plan) code(c *journey.Columns, row int) uint32 {
	switch p.by {
	case byEvent:
		return uint32(c.Event[row])
	case byPage:
		return c.Page[row]
	case byChannel:
		return uint32(c.Sessions[c.Session[row]].Channel)
	}
	return uint32(c.Stage[row])
}

// find is the first row that fits, or hi.
func (p *plan) find(j journey.Journey, lo, hi int, bit uint32) int {
	for lo < hi && p.table.Fits(j, lo, bit) == 0 {
		lo++
	}
	return lo
}

func (p *plan) read(j journey.Journey, lo, hi int, way *path) {
	last := uint32(query.Missing)
	for row := lo; row < hi; row++ {
		code := p.code(j.Columns, row)
		if code == query.Missing || code == last {
			continue
		}
		if way.n == p.depth {
			return
		}
		way.codes[way.n], way.times[way.n] = code, j.Columns.Time[row]
		way.n++
		last = code
	}
	way.exit = true
}

func (p *plan) readBack(j journey.Journey, lo, hi int, way *path) {
	last := uint32(query.Missing)
	for row := hi - 1; row >= lo; row-- {
		code := p.code(j.Columns, row)
		switch {
		case code == query.Missing:
		case code == last:
			way.times[way.n-1] = j.Columns.Time[row] // its first event is earlier
		case way.n == p.depth:
			return
		default:
			way.codes[way.n], way.times[way.n] = code, j.Columns.Time[row]
			way.n++
			last = code
		}
	}
}
