package touchpoints

import (
	"math/bits"

	"wend/internal/journey"
	"wend/internal/understand/query"
)

// fold counts by stage, from 1, and by planned touchpoint.
type fold struct {
	*plan
	stages  []Numbers
	planned []Count
	took    query.Durations

	// Of the customer being visited:
	visit     int64
	seen      []int64 // by stage: the visit that was there last
	since     []int64 // by stage: first touchpoint there, while nobody went on
	had       []int64 // by planned touchpoint: the visit that had it last
	pick      func(f *fold) bool
	wentOn    []int64 // by stage: the visit that went on from it last
	chosen    query.Chosen
	stageOpen uint64 // stages that the customer came to and has not gone on from, a bit each
}

// mostStages is how many stages a model can have for a bit each.
const mostStages = 63

func newFold(p *plan) *fold {
	n := len(p.model) + 1
	return &fold{
		plan: p, stages: make([]Numbers, n), planned: make([]Count, len(p.at)), took: query.NewDurations(n),
		seen: make([]int64, n), since: make([]int64, n), wentOn: make([]int64, n), had: make([]int64, len(p.at)),
	}
}

func (f *fold) Visit(j journey.Journey) {
	f.visit++
	f.stageOpen = 0
	wanted := uint32(1)<<len(f.at) - 1
	for row := j.Lo; row < j.Hi; row++ {
		stage := int(j.Columns.Stage[row])
		if stage == 0 || stage > len(f.model) || stage > mostStages {
			continue
		}
		f.arrive(stage, j.Columns.Time[row])
		for mask := f.table.Fits(j, row, wanted); mask != 0; mask &= mask - 1 {
			if i := bits.TrailingZeros32(mask); f.at[i] == stage {
				f.happen(i)
			}
		}
	}
	if f.pick != nil && f.pick(f) {
		f.chosen.Add(j.Customer)
	}
}

// arrive notes a touchpoint at a stage: it ends the wait at all earlier ones.
func (f *fold) arrive(stage int, time int64) {
	for open := f.stageOpen & (1<<stage - 1); open != 0; open &= open - 1 {
		earlier := bits.TrailingZeros64(open)
		f.stages[earlier].WentOn++
		f.wentOn[earlier] = f.visit
		f.took.Add(earlier, time-f.since[earlier])
		f.stageOpen &^= 1 << earlier
	}
	f.stages[stage].Events++
	if f.seen[stage] == f.visit {
		return
	}
	f.seen[stage] = f.visit
	f.stages[stage].Customers++
	f.since[stage] = time
	f.stageOpen |= 1 << stage
}

func (f *fold) happen(i int) {
	f.planned[i].Events++
	if f.had[i] != f.visit {
		f.had[i] = f.visit
		f.planned[i].Customers++
	}
}

func (f *fold) Merge(other *fold) {
	for i := range f.stages {
		f.stages[i].Customers += other.stages[i].Customers
		f.stages[i].Events += other.stages[i].Events
		f.stages[i].WentOn += other.stages[i].WentOn
	}
	for i := range f.planned {
		f.planned[i].Customers += other.planned[i].Customers
		f.planned[i].Events += other.planned[i].Events
	}
	f.took.Merge(&other.took)
	f.chosen.Merge(&other.chosen)
}

func (f *fold) answer() Answer {
	defer f.took.Release()
	a := Answer{Stages: []Stage{}, Touchpoints: f.planned}
	medians := f.took.Medians(len(f.stages), func(stage int) int { return stage })
	for i, stage := range f.model {
		n := f.stages[i+1]
		n.MedianSeconds = medians[i+1]
		if n.Customers >= query.FewestForRates && i+1 < len(f.model) {
			rate, interval := float64(n.WentOn)/float64(n.Customers), query.Wilson(n.WentOn, n.Customers)
			n.Rate, n.Interval = &rate, &interval
		}
		a.Stages = append(a.Stages, Stage{Key: stage.Key, Name: stage.Name, Numbers: n})
	}
	return a
}
