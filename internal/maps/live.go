package maps

import (
	"context"
	"fmt"

	"wend/internal/understand/emotion"
	"wend/internal/understand/query"
	"wend/internal/understand/touchpoints"
)

// Live is a map with its numbers.
type Live struct {
	Map
	Stages []Stage    `json:"stages" doc:"The map's stages, in order: its columns, or those of the workspace's model"`
	Cells  []LiveCell `json:"cells" doc:"One for each persona at each stage of the map, and those written for stages that it does not show"`
	query.Meta
}

// Stage is a column.
type Stage struct {
	Key     string `json:"key"`
	Name    string `json:"name"`
	Counted bool   `json:"counted" doc:"Whether the workspace's model has it; nothing is counted for a stage that is the map's own"`
}

// LiveCell is a cell with its numbers.
type LiveCell struct {
	Cell
	Numbers *touchpoints.Numbers `json:"numbers" doc:"What the persona's customers did at the stage within the range; null for a stage that the model does not have"`
	Mood    *emotion.Mood        `json:"mood" doc:"How the persona's customers feel at the stage, from what they say and where they struggle; null as numbers are"`
	Counts  []touchpoints.Count  `json:"counts" doc:"What happened at each of the touchpoints, in their order; zero for those without an event"`
}

// Live counts the numbers of a map within the request's range. The segment of
// the request is each persona's own.
func (s *Service) Live(ctx context.Context, m Map, request query.Request) (Live, error) {
	request.Segment = nil
	if err := request.Validate(); err != nil {
		return Live{}, err
	}
	live := Live{Map: m, Stages: stagesOf(m.Body.Columns, s.index.Stages().Stages), Cells: []LiveCell{}}
	written := map[[2]string]Cell{}
	for _, c := range m.Body.Cells {
		written[[2]string{c.Persona, c.Stage}] = c
	}
	for i, persona := range m.Personas {
		request.Segment = persona.Segment
		for _, stage := range live.Stages {
			key := [2]string{persona.Key, stage.Key}
			cell := written[key]
			delete(written, key)
			cell.Persona, cell.Stage = persona.Key, stage.Key
			live.Cells = append(live.Cells, LiveCell{Cell: cell, Counts: make([]touchpoints.Count, len(cell.Touchpoints))})
		}
		row := live.Cells[i*len(live.Stages):]
		err := s.count(ctx, row, request, &live.Meta)
		if err == nil {
			err = s.feel(ctx, row, request, &live.Meta)
		}
		if err != nil {
			return Live{}, query.Under(fmt.Sprintf("/personas/%d", i), err)
		}
	}
	for _, c := range m.Body.Cells {
		if _, gone := written[[2]string{c.Persona, c.Stage}]; gone {
			live.Cells = append(live.Cells, LiveCell{Cell: c, Counts: make([]touchpoints.Count, len(c.Touchpoints))})
		}
	}
	return live, nil
}

// count asks about one persona's cells. An analysis counts some touchpoints at
// a time, a map may have more.
func (s *Service) count(ctx context.Context, row []LiveCell, request query.Request, meta *query.Meta) error {
	const atOnce = 32
	counted := false
	var planned []touchpoints.Planned
	var into []*touchpoints.Count
	ask := func() error {
		a, err := touchpoints.Run(ctx, s.index, touchpoints.Definition{Request: request, Touchpoints: planned})
		if err != nil {
			return err
		}
		for i := range a.Touchpoints {
			*into[i] = a.Touchpoints[i]
		}
		for i := range a.Stages {
			if cell := at(row, a.Stages[i].Key); cell != nil {
				cell.Numbers = &a.Stages[i].Numbers
			}
		}
		meta.TookMS += a.TookMS
		meta.Scanned.Customers += a.Scanned.Customers
		meta.Scanned.Events += a.Scanned.Events
		planned, into, counted = nil, nil, true
		return nil
	}
	for i := range row {
		for n, t := range row[i].Touchpoints {
			if t.Selector.Empty() {
				continue
			}
			planned = append(planned, touchpoints.Planned{Stage: row[i].Stage, Selector: t.Selector})
			into = append(into, &row[i].Counts[n])
			if len(planned) == atOnce {
				if err := ask(); err != nil {
					return err
				}
			}
		}
	}
	if len(planned) > 0 || !counted {
		return ask()
	}
	return nil
}

// feel asks how one persona's customers feel.
func (s *Service) feel(ctx context.Context, row []LiveCell, request query.Request, meta *query.Meta) error {
	a, err := emotion.Run(ctx, s.index, emotion.Definition{Request: request})
	if err != nil {
		return err
	}
	for i := range a.Stages {
		if cell := at(row, a.Stages[i].Key); cell != nil {
			cell.Mood = &a.Stages[i].Mood
		}
	}
	meta.TookMS += a.TookMS
	return nil
}

// at is the cell of a stage; nil where the map does not show it. The model may
// have other stages than the map, and may have changed meanwhile.
func at(row []LiveCell, stage string) *LiveCell {
	for i := range row {
		if row[i].Stage == stage {
			return &row[i]
		}
	}
	return nil
}
