package stages

import (
	"context"

	"wend/internal/journey"
	"wend/internal/problem"
	"wend/internal/understand/query"
)

// CustomersQuestion asks for the customers behind one number of an answer.
type CustomersQuestion struct {
	Definition
	query.Page
	Of Who `json:"of" doc:"Whom to list."`
}

// Who chooses customers by where they stand, where they were, or a move that
// they made.
type Who struct {
	Stage   string `json:"stage,omitempty" doc:"Key of a stage: those who stand at it."`
	Entered bool   `json:"entered,omitempty" doc:"Those who entered the stage, wherever they stand now."`
	Lapsed  bool   `json:"lapsed,omitempty" doc:"Only the lapsed ones of the stage."`
	From    string `json:"from,omitempty" doc:"With to, in place of stage: those who made this move. Key of a stage, or start."`
	To      string `json:"to,omitempty" doc:"Key of a stage, or lapsed."`
}

// chooser tells whether the customer whom a fold visits is meant, who stands
// at a place.
type chooser func(f *fold, standing int) bool

// Customers lists the customers behind a stage or a transition.
func Customers(ctx context.Context, ix *journey.Index, q CustomersQuestion) (query.People, error) {
	begin, err := q.Choose()
	if err != nil {
		return query.People{}, err
	}
	p, scan, err := q.compile(ctx, ix)
	if err != nil {
		return query.People{}, err
	}
	pick, err := p.chooser(q.Of)
	if err != nil {
		return query.People{}, err
	}
	f, _, err := journey.Run(ctx, ix, scan, func() *fold {
		f := newFold(p)
		f.pick, f.chosen = pick, begin()
		return f
	})
	if err != nil {
		return query.People{}, err
	}
	f.moves.Release()
	return f.chosen.People(), nil
}

func (p *plan) chooser(who Who) (chooser, error) {
	switch {
	case who.Stage != "" && (who.From != "" || who.To != ""):
		return nil, problem.At("/of/stage", "Name a stage, or a move by from and to, not both.")
	case who.Entered && who.Lapsed:
		return nil, problem.At("/of/lapsed", "Ask for those who entered the stage or for those who lapsed there, not both.")
	case who.Stage == "" && (who.Entered || who.Lapsed):
		return nil, problem.At("/of/stage", "Name the stage.")
	case who.Stage != "":
		at := p.place(who.Stage)
		if at < 1 || at == p.width-1 {
			return nil, problem.At("/of/stage", "There is no stage %q.", who.Stage)
		}
		if who.Entered {
			return func(f *fold, _ int) bool { return f.enteredAt[at] == f.visit }, nil
		}
		if !who.Lapsed {
			return func(_ *fold, standing int) bool { return standing == at }, nil
		}
		who.From, who.To = who.Stage, Lapsed
	}
	from, to := p.place(who.From), p.place(who.To)
	if from < 0 {
		return nil, problem.At("/of/from", "There is no stage %q.", who.From)
	}
	if to < 0 {
		return nil, problem.At("/of/to", "There is no stage %q.", who.To)
	}
	move := p.move(from, to)
	return func(f *fold, _ int) bool { return f.movedAt[move] == f.visit }, nil
}

// place is the number of a stage's key, of start or of lapsed; −1 for others.
func (p *plan) place(key string) int {
	for place := range p.width {
		if p.key(place) == key {
			return place
		}
	}
	return -1
}
