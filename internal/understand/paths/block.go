package paths

import (
	"wend/internal/journey"
	"wend/internal/understand/query"
)

// VisitBlock is Visit of many customers: what most questions ask for, sessions
// as they are, is counted while the touchpoints are read, once.
func (f *fold) VisitBlock(b journey.Block) {
	plain := !f.customers && !f.start && !f.end && f.pick == nil && f.width > 0 && f.ranks == nil
	switch {
	case plain && f.by == byEvent:
		visitSessions(f, b, b.Columns.Event)
	case plain && f.by == byPage:
		visitSessions(f, b, b.Columns.Page)
	case plain && f.by == byStage:
		visitSessions(f, b, b.Columns.Stage)
	default:
		for i := range b.Lo {
			if b.Lo[i] < b.Hi[i] {
				f.Visit(b.Journey(i))
			}
		}
	}
}

// visitSessions counts the sessions of a block by the nodes' codes.
func visitSessions[C uint8 | uint16 | uint32](f *fold, b journey.Block, codes []C) {
	for i := 0; i < len(b.Lo); {
		lo := b.Lo[i]
		for i++; i < len(b.Lo) && b.Lo[i] == b.Hi[i-1]; i++ {
		}
		hi := b.Hi[i-1]
		readSessions(f, b.Columns.Session[lo:hi], b.Columns.Time[lo:hi], codes[lo:hi])
	}
}

// readSessions counts sessions that follow each other.
func readSessions[C uint8 | uint16 | uint32](f *fold, sessions []uint32, times []int64, codes []C) {
	links, width, depth := f.links.Adder(), f.width, f.depth
	times, codes = times[:len(sessions)], codes[:len(sessions)]
	session := uint32(journey.NoSession)
	n, at := 0, 0 // the path's nodes so far, and the place of the last one
	var last C
	var since int64
	for row := 0; row < len(sessions); row++ {
		if sessions[row] != session {
			session = sessions[row]
			if n > 0 {
				f.exits[at]++
			}
			n, last = 0, query.Missing
		}
		code := codes[row]
		if code == last || code == query.Missing {
			continue
		}
		last = code
		// A code that is newer than the fold is nothing yet: it goes with the rest.
		slot := min(int(code), width-1)
		switch n {
		case 0:
			f.nodes[slot]++
			at = slot
		case depth: // it would have gone on: no exit
			n = 0
			for row+1 < len(sessions) && sessions[row+1] == session {
				row++
			}
			continue
		default:
			links.Add(at*width+slot, times[row]-since)
			at = n*width + slot
		}
		since = times[row]
		n++
	}
	if n > 0 {
		f.exits[at]++
	}
}
