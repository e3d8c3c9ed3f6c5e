package paths

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"testing"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/journey/journeytest"
	"wend/internal/understand/query"
	"wend/internal/understand/querytest"
)

// The published cases, read where they lie. Their people have one session
// each, and their nodes are numbered from 1.
func TestPublishedPaths(t *testing.T) {
	raw, err := os.ReadFile("../../../../shared/data/funnels/path_cases.json")
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the reference data is not beside this checkout")
	}
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []struct {
			ID         string            `json:"id"`
			Events     [][2]string       `json:"events"`
			SamePerson map[string]string `json:"same_person"`
			Start      string            `json:"start_point"`
			Most       int               `json:"max_steps"`
			Expected   []struct {
				From, To string
				Users    int64
			} `json:"expected_edges"`
		} `json:"cases"`
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	for _, c := range file.Cases {
		t.Run(c.ID, func(t *testing.T) {
			numbers := map[string]journey.Customer{}
			var events []journeytest.Event
			for i, e := range c.Events {
				person := e[0]
				if p, ok := c.SamePerson[person]; ok {
					person = p
				}
				if _, known := numbers[person]; !known {
					numbers[person] = journey.Customer(len(numbers) + 1)
				}
				made := journeytest.Event{Customer: numbers[person], Time: querytest.Origin.UnixMilli() + int64(i)*1000, Name: event.PageViewed}
				made.Facts.Page = e[1]
				events = append(events, made)
			}
			d := Definition{By: "page"}
			d.From, d.To = "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z"
			if c.Start != "" {
				value, _ := json.Marshal(c.Start)
				d.Start = &query.Selector{Where: []event.Filter{{Property: "page", Op: "eq", Value: value}}}
			}
			if c.Most > 0 {
				d.Depth = &c.Most
			}
			a, err := Run(t.Context(), journeytest.New(events).Index, d)
			if err != nil {
				t.Fatal(err)
			}
			var got, want []string
			for _, l := range a.Links {
				got = append(got, fmt.Sprintf("%s %s %d", l.Source, l.Target, l.Count))
			}
			for _, e := range c.Expected {
				want = append(want, fmt.Sprintf("%s %s %d", fromOne(e.From), fromOne(e.To), e.Users))
			}
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

// fromOne writes a published node ("1_/about") as ours ("0:/about").
func fromOne(node string) string {
	var n int
	var name string
	if _, err := fmt.Sscanf(node, "%d_%s", &n, &name); err != nil {
		return node
	}
	return fmt.Sprintf("%d:%s", n-1, name)
}
