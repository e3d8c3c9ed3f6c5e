package kits

import (
	"cmp"
	"slices"
	"time"
)

// Seen is one event name as it was really received.
type Seen struct {
	Event     string
	Count     int64
	FirstSeen time.Time // zero: unknown
	LastSeen  time.Time
	// Properties by name.
	Properties map[string]SeenProperty
}

// SeenProperty is how often a property came, and as what.
type SeenProperty struct {
	Count int64
	Types []string // most frequent first; none where it was always null
}

// State is what became of a planned event or property.
type State string

// The states of events; those of properties are received, missing and wrong_type.
const (
	Received  State = "received"
	NotYet    State = "not_yet"
	Misspelt  State = "misspelt"
	Missing   State = "missing"
	WrongType State = "wrong_type"
)

// Checked is a planned event beside what was received of it.
type Checked struct {
	PlannedEvent
	Own        bool              `json:"own" doc:"Added by the owner, not by the kit"`
	State      State             `json:"state" enum:"received,not_yet,misspelt"`
	FirstSeen  *time.Time        `json:"first_seen" doc:"null: never, or before Wend kept it"`
	LastSeen   *time.Time        `json:"last_seen"`
	Count      int64             `json:"count"`
	Lookalikes []Lookalike       `json:"lookalikes" doc:"Events that were received and look as if this one was meant"`
	Properties []CheckedProperty `json:"properties"`
	Code       SampleCode        `json:"code" doc:"What to paste"`
}

// Lookalike is an event that is probably another one under a wrong name.
type Lookalike struct {
	Name    string  `json:"name"`
	Count   int64   `json:"count"`
	Differs Differs `json:"differs" enum:"writing,order,spelling,word" doc:"In capitals and separators, in word order or endings, by a letter or two, or it is another word for it"`
}

// CheckedProperty is a planned property beside what was received of it.
type CheckedProperty struct {
	PlannedProperty
	State    State   `json:"state" enum:"received,missing,wrong_type"`
	Share    float64 `json:"share" doc:"Share of the event's calls that had it; an estimate where the event is frequent"`
	Received string  `json:"received_type,omitempty" enum:"text,number,boolean,list,object" doc:"As what it mostly came, where that is the wrong type"`
}

// mostLookalikes bounds what one row of the checklist tells.
const mostLookalikes = 5

// Check holds a plan against what was received. own tells which events the
// owner added. It is a function of its arguments alone.
func Check(plan []PlannedEvent, own map[string]bool, seen []Seen) []Checked {
	received := make(map[string]*Seen, len(seen))
	for i := range seen {
		received[seen[i].Event] = &seen[i]
	}
	meant := lookalikes(plan, seen)
	checked := make([]Checked, 0, len(plan))
	for _, planned := range plan {
		c := Checked{PlannedEvent: planned, Own: own[planned.Event], State: NotYet, Lookalikes: meant[planned.Event], Code: CodeFor(planned)}
		if c.Lookalikes == nil {
			c.Lookalikes = []Lookalike{}
		}
		got := received[planned.Event]
		switch {
		case got != nil && got.Count > 0:
			c.State, c.Count = Received, got.Count
			c.FirstSeen, c.LastSeen = timeOrNull(got.FirstSeen), timeOrNull(got.LastSeen)
		case len(c.Lookalikes) > 0:
			c.State = Misspelt
		}
		c.Properties = checkProperties(planned.Properties, got)
		checked = append(checked, c)
	}
	return checked
}

func checkProperties(planned []PlannedProperty, got *Seen) []CheckedProperty {
	checked := make([]CheckedProperty, 0, len(planned))
	for _, property := range planned {
		c := CheckedProperty{PlannedProperty: property, State: Missing}
		if got != nil && got.Count > 0 {
			if came := got.Properties[property.Name]; came.Count > 0 && len(came.Types) > 0 {
				c.State, c.Share = Received, min(1, float64(came.Count)/float64(got.Count))
				if came.Types[0] != property.Type {
					c.State, c.Received = WrongType, came.Types[0]
				}
			}
		}
		checked = append(checked, c)
	}
	return checked
}

// lookalikes gives every received name that nobody planned to the planned
// event that it is closest to, if to any.
func lookalikes(plan []PlannedEvent, seen []Seen) map[string][]Lookalike {
	planned := map[string]bool{}
	for _, event := range plan {
		planned[event.Event] = true
	}
	meant := map[string][]Lookalike{}
	for _, got := range seen {
		if got.Count <= 0 || planned[got.Event] || isKnownName(got.Event) {
			continue
		}
		best, nearest, how := "", 0, Differs("")
		for _, event := range plan {
			if differs, distance, ok := closeness(event.Event, got.Event); ok && (best == "" || distance < nearest) {
				best, nearest, how = event.Event, distance, differs
			}
		}
		if best != "" {
			meant[best] = append(meant[best], Lookalike{got.Event, got.Count, how})
		}
	}
	for event, list := range meant {
		slices.SortFunc(list, func(a, b Lookalike) int {
			return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Name, b.Name))
		})
		meant[event] = list[:min(len(list), mostLookalikes)]
	}
	return meant
}

func timeOrNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
