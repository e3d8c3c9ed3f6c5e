package stages

import (
	"wend/internal/journey"
	"wend/internal/understand/query"
)

// plan is a definition beside the stage model as it was when it was asked;
// folds share it. Places are 0 for start, then the stages, then lapsed.
type plan struct {
	model    []journey.Stage
	patience []int64 // by stage
	moment   int64
	width    int // number of places
}

// move is the number of a move between two places.
func (p *plan) move(from, to int) int { return from*p.width + to }

// The numbers of what a customer does: standing at a place, entering it (the
// start: being counted at all), making a move.
func (p *plan) stands(place int) int { return place }
func (p *plan) enters(place int) int { return p.width + place }
func (p *plan) makes(move int) int   { return 2*p.width + move }

// fold counts customers.
type fold struct {
	*plan
	did     query.Deeds
	moves   query.Durations
	changes []uint32 // rows of a block at which the stage changes
}

func newFold(p *plan) *fold {
	moves := p.width * p.width
	return &fold{plan: p, did: query.NewDeeds(p.makes(moves)), moves: query.NewDurations(moves)}
}

func (f *fold) Visit(j journey.Journey) {
	f.did.Begin()
	stages, times := j.Columns.Stage, j.Columns.Time
	at, since := 0, int64(0)
	last := 0
	for row := j.Lo; row < j.Hi; row++ {
		stage := int(stages[row])
		if stage == 0 || stage > len(f.model) {
			continue // none, or one of a model that came while we read
		}
		last = row
		if stage != at {
			f.made(at, stage, times[row]-since)
			at, since = stage, times[row]
		}
	}
	if at != 0 {
		f.ends(j.Customer, at, since, times[last])
	}
}

// made notes a move to a stage.
func (f *fold) made(from, to int, took int64) {
	f.did.Note(f.enters(to))
	move := f.move(from, to)
	f.did.Note(f.makes(move))
	if from == 0 {
		f.did.Note(f.enters(0))
		return
	}
	f.moves.Add(move, took)
}

// ends notes where a customer stands after the last touchpoint.
func (f *fold) ends(customer journey.Customer, at int, since, last int64) {
	f.did.Note(f.stands(at))
	if lapse := last + f.patience[at-1]; lapse <= f.moment {
		move := f.move(at, f.width-1)
		f.did.Note(f.makes(move))
		f.moves.Add(move, lapse-since)
	}
	f.did.End(customer)
}

func (f *fold) Merge(other *fold) {
	f.did.Merge(&other.did)
	f.moves.Merge(&other.moves)
}
