package maps

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"wend/internal/problem"
	"wend/internal/understand/conformance"
	"wend/internal/understand/query"
)

// Map is a journey map with its place in the list.
type Map struct {
	ID        string    `json:"id"`
	Created   time.Time `json:"created"`
	Updated   time.Time `json:"updated"`
	CreatedBy string    `json:"created_by" doc:"Who made it"`
	Body
}

// Body is what people write.
type Body struct {
	Name     string             `json:"name"`
	Note     string             `json:"note,omitempty" doc:"What the map is about"`
	Personas []Persona          `json:"personas" doc:"Whose journeys the map is about, from 1 to 6"`
	Columns  []Column           `json:"columns,omitempty" doc:"The map's stages, in order; left out: those of the workspace's model"`
	Cells    []Cell             `json:"cells" doc:"What is written, by persona and stage; a cell that is left out is empty"`
	Ideal    *conformance.Ideal `json:"ideal,omitempty" doc:"The journey as it should be"`
}

// Persona stands for customers of a kind.
type Persona struct {
	Key     string          `json:"key" doc:"Small letters, digits and -"`
	Name    string          `json:"name"`
	Note    string          `json:"note,omitempty" doc:"Who they are and what they want"`
	Segment json.RawMessage `json:"segment,omitempty" doc:"Rule that says which customers are meant; left out: all of them"`
}

// Cell is what is written of a persona at a stage.
type Cell struct {
	Persona     string       `json:"persona" doc:"Key of the persona"`
	Stage       string       `json:"stage" doc:"Key of a stage of the workspace's model, or of the map's own"`
	Actions     []string     `json:"actions,omitempty" doc:"What they do"`
	Thoughts    []string     `json:"thoughts,omitempty" doc:"What they think and ask"`
	Feelings    []string     `json:"feelings,omitempty" doc:"How they feel"`
	Pains       []string     `json:"pains,omitempty" doc:"What hurts"`
	Delights    []string     `json:"delights,omitempty" doc:"What pleases"`
	Touchpoints []Touchpoint `json:"touchpoints,omitempty" doc:"Where they meet the business, at most 12"`
	Owner       string       `json:"owner,omitempty" doc:"Who answers for it"`
}

// Touchpoint is a place where customers meet the business; with an event, it is counted.
type Touchpoint struct {
	Name string `json:"name"`
	query.Selector
}

const (
	mostPersonas    = 6
	mostColumns     = 30
	mostCells       = mostPersonas * mostColumns
	mostLines       = 20
	mostTouchpoints = 12
	longestName     = 100
	longestLine     = 300
	longestNote     = 2000
)

var keyPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)

// Validate checks what was written. A stage that the model does not have is
// allowed: models change, and what was written of a stage is kept.
func (b *Body) Validate() error {
	b.Name = strings.TrimSpace(b.Name)
	if err := checkText("/name", "name", b.Name, 1, longestName); err != nil {
		return err
	}
	if err := checkText("/note", "note", b.Note, 0, longestNote); err != nil {
		return err
	}
	if len(b.Personas) == 0 || len(b.Personas) > mostPersonas {
		return problem.At("/personas", "A map has from 1 to %d personas.", mostPersonas)
	}
	keys := map[string]bool{}
	for i, p := range b.Personas {
		if err := p.validate(fmt.Sprintf("/personas/%d", i)); err != nil {
			return err
		}
		if keys[p.Key] {
			return problem.At(fmt.Sprintf("/personas/%d/key", i), "There are two personas with the key %q.", p.Key)
		}
		keys[p.Key] = true
	}
	if err := checkColumns(b.Columns); err != nil {
		return err
	}
	if len(b.Cells) > mostCells {
		return problem.At("/cells", "A map has at most %d cells.", mostCells)
	}
	places := map[[2]string]bool{}
	for i, c := range b.Cells {
		at := fmt.Sprintf("/cells/%d", i)
		if !keys[c.Persona] {
			return problem.At(at+"/persona", "There is no persona %q in this map.", c.Persona)
		}
		if places[[2]string{c.Persona, c.Stage}] {
			return problem.At(at, "The persona %q has two cells at the stage %q.", c.Persona, c.Stage)
		}
		places[[2]string{c.Persona, c.Stage}] = true
		if err := c.validate(at); err != nil {
			return err
		}
	}
	if b.Ideal != nil {
		return b.Ideal.Validate("/ideal")
	}
	return nil
}

func (p Persona) validate(at string) error {
	if !keyPattern.MatchString(p.Key) {
		return problem.At(at+"/key", "%q cannot be a key: use small letters, digits and -.", p.Key)
	}
	if err := checkText(at+"/name", "name", strings.TrimSpace(p.Name), 1, longestName); err != nil {
		return err
	}
	if err := checkText(at+"/note", "note", p.Note, 0, longestNote); err != nil {
		return err
	}
	_, _, err := query.ReadSegment(p.Segment, at+"/segment")
	return err
}

func (c Cell) validate(at string) error {
	if err := checkText(at+"/stage", "stage", c.Stage, 1, longestName); err != nil {
		return err
	}
	if err := checkText(at+"/owner", "owner", c.Owner, 0, longestName); err != nil {
		return err
	}
	for row, lines := range map[string][]string{
		"/actions": c.Actions, "/thoughts": c.Thoughts, "/feelings": c.Feelings, "/pains": c.Pains, "/delights": c.Delights,
	} {
		if len(lines) > mostLines {
			return problem.At(at+row, "There may be at most %d lines here.", mostLines)
		}
		for i, line := range lines {
			if err := checkText(fmt.Sprintf("%s%s/%d", at, row, i), "line", line, 1, longestLine); err != nil {
				return err
			}
		}
	}
	if len(c.Touchpoints) > mostTouchpoints {
		return problem.At(at+"/touchpoints", "There may be at most %d touchpoints in one cell.", mostTouchpoints)
	}
	for i, t := range c.Touchpoints {
		at := fmt.Sprintf("%s/touchpoints/%d", at, i)
		if err := checkText(at+"/name", "name", strings.TrimSpace(t.Name), 1, longestName); err != nil {
			return err
		}
		if err := t.Selector.Validate(at); err != nil {
			return err
		}
	}
	return nil
}

func checkText(pointer, what, text string, least, most int) error {
	switch n := utf8.RuneCountInString(text); {
	case n < least:
		return problem.At(pointer, "The %s is missing.", what)
	case n > most:
		return problem.At(pointer, "The %s may have at most %d characters.", what, most)
	}
	return nil
}

// Persona is the persona of a key.
func (b *Body) Persona(key string) (Persona, bool) {
	for _, p := range b.Personas {
		if p.Key == key {
			return p, true
		}
	}
	return Persona{}, false
}
