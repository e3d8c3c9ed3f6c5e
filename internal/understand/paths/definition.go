package paths

import (
	"slices"

	"wend/internal/problem"
	"wend/internal/understand/query"
)

// Definition is the question.
type Definition struct {
	query.Request
	By    string          `json:"by,omitempty" enum:"event,page,channel,stage" doc:"What the nodes are; by default event."`
	Start *query.Selector `json:"start,omitempty" doc:"Where paths begin: at a unit's first event that matches. Units without one are left out."`
	End   *query.Selector `json:"end,omitempty" doc:"Where paths end: after the first event that matches, at or after the start. Units without one are left out."`
	Unit  string          `json:"unit,omitempty" enum:"session,customer" doc:"Whose paths: those of sessions (the default) or of whole customers."`
	Depth *int            `json:"depth,omitempty" minimum:"1" maximum:"20" doc:"Greatest number of nodes of a path; by default 5."`
	Top   *int            `json:"top,omitempty" minimum:"1" maximum:"500" doc:"How many nodes of each depth are shown by name, the most frequent ones; by default 50."`
}

const (
	defaultDepth, mostDepth = 5, 20
	defaultTop, mostTop     = 50, 500
)

// dimension is what nodes are.
type dimension uint8

const (
	byEvent dimension = iota
	byPage
	byChannel
	byStage
)

var dimensions = []string{byEvent: "event", byPage: "page", byChannel: "channel", byStage: "stage"}

// Decode reads a request's body.
func Decode(raw []byte) (Definition, error) { return query.Read[Definition](raw) }

// Validate checks everything that can be checked without an index.
func (d Definition) Validate() error {
	_, err := d.read()
	return err
}

type shape struct {
	by         dimension
	customers  bool
	depth, top int
}

func (d Definition) read() (shape, error) {
	var s shape
	if err := d.Request.Validate(); err != nil {
		return s, err
	}
	if d.By != "" {
		by := slices.Index(dimensions, d.By)
		if by < 0 {
			return s, problem.At("/by", "by must be event, page, channel or stage.")
		}
		s.by = dimension(by)
	}
	switch d.Unit {
	case "", "session":
	case "customer":
		s.customers = true
	default:
		return s, problem.At("/unit", "unit must be session or customer.")
	}
	if d.Start != nil {
		if err := d.Start.Validate("/start"); err != nil {
			return s, err
		}
	}
	if d.End != nil {
		if err := d.End.Validate("/end"); err != nil {
			return s, err
		}
	}
	var err error
	if s.depth, err = query.Limit(d.Depth, defaultDepth, mostDepth, "/depth"); err != nil {
		return s, err
	}
	s.top, err = query.Limit(d.Top, defaultTop, mostTop, "/top")
	return s, err
}
