package maps

import (
	"fmt"

	"wend/internal/journey"
	"wend/internal/problem"
)

// Column is a stage of a map: one of the workspace's model, or one that is the
// map's own and that nothing is counted for.
type Column struct {
	Stage string `json:"stage" doc:"Key of a stage of the workspace's model, or one of the map's own: small letters, digits and -"`
	Name  string `json:"name,omitempty" doc:"What it is called on this map; left out: as in the model"`
}

// checkColumns checks the order of a map's stages. A stage that the model does
// not have is the map's own.
func checkColumns(columns []Column) error {
	if len(columns) > mostColumns {
		return problem.At("/columns", "A map has at most %d stages.", mostColumns)
	}
	there := map[string]bool{}
	for i, c := range columns {
		at := fmt.Sprintf("/columns/%d", i)
		if err := checkText(at+"/stage", "stage", c.Stage, 1, longestName); err != nil {
			return err
		}
		if there[c.Stage] {
			return problem.At(at+"/stage", "The stage %q stands on the map twice.", c.Stage)
		}
		there[c.Stage] = true
		if err := checkText(at+"/name", "name", c.Name, 0, longestName); err != nil {
			return err
		}
	}
	return nil
}

// stagesOf are the stages that a map shows: its own order, or the model's.
func stagesOf(columns []Column, model []journey.Stage) []Stage {
	known := map[string]string{}
	stages := []Stage{}
	for _, s := range model {
		known[s.Key] = s.Name
		if len(columns) == 0 {
			stages = append(stages, Stage{Key: s.Key, Name: s.Name, Counted: true})
		}
	}
	for _, c := range columns {
		name, counted := known[c.Stage]
		switch {
		case c.Name != "":
			name = c.Name
		case !counted: // a stage that the model has no more
			name = c.Stage
		}
		stages = append(stages, Stage{Key: c.Stage, Name: name, Counted: counted})
	}
	return stages
}
