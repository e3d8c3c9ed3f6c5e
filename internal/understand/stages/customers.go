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
	deed, err := p.deed(q.Of)
	if err != nil {
		return query.People{}, err
	}
	f, _, err := journey.Run(ctx, ix, scan, func() *fold {
		f := newFold(p)
		f.did.List(deed, begin())
		return f
	})
	if err != nil {
		return query.People{}, err
	}
	f.moves.Release()
	return f.did.People(), nil
}

// deed is what whoever is meant did.
func (p *plan) deed(who Who) (int, error) {
	switch {
	case who.Stage != "" && (who.From != "" || who.To != ""):
		return 0, problem.At("/of/stage", "Name a stage, or a move by from and to, not both.")
	case who.Entered && who.Lapsed:
		return 0, problem.At("/of/lapsed", "Ask for those who entered the stage or for those who lapsed there, not both.")
	case who.Stage == "" && (who.Entered || who.Lapsed):
		return 0, problem.At("/of/stage", "Name the stage.")
	case who.Stage != "":
		at, err := query.StageNumber(p.model, who.Stage, "/of/stage")
		switch {
		case err != nil:
			return 0, err
		case who.Entered:
			return p.enters(at), nil
		case who.Lapsed:
			return p.makes(p.move(at, p.width-1)), nil
		}
		return p.stands(at), nil
	}
	from, err := p.place(who.From, "/of/from")
	if err != nil {
		return 0, err
	}
	to, err := p.place(who.To, "/of/to")
	return p.makes(p.move(from, to)), err
}

// place is the number of a stage, of start or of lapsed.
func (p *plan) place(key, pointer string) (int, error) {
	switch key {
	case Start:
		return 0, nil
	case Lapsed:
		return p.width - 1, nil
	}
	return query.StageNumber(p.model, key, pointer)
}
