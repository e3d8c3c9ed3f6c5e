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

// fold counts customers.
type fold struct {
	*plan
	standing []int64 // by place
	entered  []int64 // by place; of start: all customers counted
	movers   []int64 // by move: different customers
	moves    query.Durations

	// The last customer who entered a place and who made a move, by number of
	// visit, so that each counts once.
	visit     int64
	enteredAt []int64
	movedAt   []int64

	changes []uint32 // rows of a block at which the stage changes

	// pick, where it is set, chooses customers, who are listed.
	pick   chooser
	chosen query.Chosen
}

func newFold(p *plan) *fold {
	return &fold{
		plan: p, standing: make([]int64, p.width), entered: make([]int64, p.width), enteredAt: make([]int64, p.width),
		movers: make([]int64, p.width*p.width), movedAt: make([]int64, p.width*p.width), moves: query.NewDurations(p.width * p.width),
	}
}

func (f *fold) Visit(j journey.Journey) {
	f.visit++
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

// made counts a move to a stage, and its customer once.
func (f *fold) made(from, to int, took int64) {
	f.entered[to] += f.once(f.enteredAt, to)
	move := f.move(from, to)
	f.movers[move] += f.once(f.movedAt, move)
	if from == 0 {
		f.entered[0]++ // once: nobody comes back to the start
		return
	}
	f.moves.Add(move, took)
}

// once is 1 for the first time that the customer does something, then 0.
func (f *fold) once(at []int64, i int) int64 {
	n := int64(0)
	if at[i] != f.visit {
		n = 1
	}
	at[i] = f.visit
	return n
}

// ends counts where a customer stands after the last touchpoint.
func (f *fold) ends(customer journey.Customer, at int, since, last int64) {
	f.standing[at]++
	if lapse := last + f.patience[at-1]; lapse <= f.moment {
		move := f.move(at, f.width-1)
		f.movers[move] += f.once(f.movedAt, move)
		f.moves.Add(move, lapse-since)
	}
	if f.pick != nil && f.pick(f, at) {
		f.chosen.Add(customer)
	}
}

func (f *fold) Merge(other *fold) {
	for i := range f.standing {
		f.standing[i] += other.standing[i]
		f.entered[i] += other.entered[i]
	}
	for i := range f.movers {
		f.movers[i] += other.movers[i]
	}
	f.moves.Merge(&other.moves)
	f.chosen.Merge(&other.chosen)
}
