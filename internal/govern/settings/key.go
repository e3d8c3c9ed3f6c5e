package settings

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"wend/internal/event"
	"wend/internal/problem"
)

// KeyEvents say what counts as success in this business, on which way customers
// come to it, and which figures the home page shows.
type KeyEvents struct {
	Goal    string      `json:"goal" doc:"The event that counts as success, for example Order Completed"`
	Also    []string    `json:"also,omitempty" doc:"Other events that count as success as well"`
	Path    []string    `json:"path" doc:"The events on the way to the goal, in order; the last one is the goal"`
	Did     string      `json:"did" doc:"What customers who reached the goal did, as in: 12 of them ordered"`
	Figures []KeyFigure `json:"figures" doc:"What the home page shows, in order"`
}

// Names are the events that are key in any way, the goal first; some stand there
// more than once.
func (k KeyEvents) Names() []string {
	names := slices.Concat([]string{k.Goal}, k.Also, k.Path)
	for _, figure := range k.Figures {
		names = append(names, figure.Events...)
	}
	return names
}

// Reached is, of all events that count as success, the first that ever came: a
// bakery takes orders where others of its kind take bookings. Where none came it
// is the goal.
func (k KeyEvents) Reached(came func(event string) bool) string {
	for _, name := range append([]string{k.Goal}, k.Also...) {
		if came(name) {
			return name
		}
	}
	return k.Goal
}

// KeyFigure is one number of the home page.
type KeyFigure struct {
	Label   string         `json:"label"`
	Measure string         `json:"measure" enum:"customers,count,share,sum:value" doc:"customers who did one of the events, how often they happened, the share of those who did one in of and then one of these, or what they were worth"`
	Events  []string       `json:"events,omitempty" doc:"Any of them counts; none named: any touchpoint"`
	Of      []string       `json:"of,omitempty" doc:"For share: what they did before; the same events ask who did it again; none named: any touchpoint"`
	Where   []event.Filter `json:"where,omitempty"`
	Note    string         `json:"note,omitempty" doc:"What the number counts, in a few words"`
}

// Measures of a key figure.
const (
	MeasureCustomers = "customers"
	MeasureCount     = "count"
	MeasureShare     = "share"
	MeasureValue     = "sum:value"
)

const (
	mostFigures   = 8
	mostPathSteps = 20
	longestName   = 200
)

// DefaultKeyEvents are those of a shop, as most events in the default stage
// model are.
func DefaultKeyEvents() KeyEvents {
	const order = "Order Completed"
	newcomers := []event.Filter{{Property: "new_or_returning", Op: "eq", Value: json.RawMessage(`"new"`)}}
	return KeyEvents{
		Goal: order, Did: "ordered",
		Path: []string{event.PageViewed, "Product Viewed", "Product Added", "Checkout Started", order},
		Figures: []KeyFigure{
			{Label: "Visitors", Measure: MeasureCustomers, Note: "customers who came by"},
			{Label: "New customers", Measure: MeasureCustomers, Where: newcomers, Note: "came for the first time"},
			{Label: "Orders", Measure: MeasureCount, Events: []string{order}},
			{Label: "Repeat rate", Measure: MeasureShare, Events: []string{order}, Of: []string{order}, Note: "buyers came back to buy"},
			{Label: "Revenue", Measure: MeasureValue, Events: []string{order}},
		},
	}
}

func checkKeyEvents(k KeyEvents) error {
	const at = "/key_events"
	if !isName(k.Goal) {
		return problem.At(at+"/goal", "Name the event that counts as success, for example Order Completed.")
	}
	if len(k.Did) > 60 {
		return problem.At(at+"/did", "Say in at most 60 characters what customers who reached the goal did, for example ordered.")
	}
	if len(k.Path) == 0 || len(k.Path) > mostPathSteps || k.Path[len(k.Path)-1] != k.Goal {
		return problem.At(at+"/path", "The path has 1 to %d events, and the last one is the goal.", mostPathSteps)
	}
	if err := checkNames(k.Path, at+"/path"); err != nil {
		return err
	}
	if err := checkNames(k.Also, at+"/also"); err != nil {
		return err
	}
	if len(k.Figures) == 0 || len(k.Figures) > mostFigures {
		return problem.At(at+"/figures", "The home page shows 1 to %d figures.", mostFigures)
	}
	for i, figure := range k.Figures {
		if err := checkFigure(figure, at+"/figures/"+strconv.Itoa(i)); err != nil {
			return err
		}
	}
	return nil
}

func checkFigure(f KeyFigure, at string) error {
	if strings.TrimSpace(f.Label) == "" || len(f.Label) > 60 {
		return problem.At(at+"/label", "Give the figure a name, in at most 60 characters.")
	}
	if len(f.Note) > longestName {
		return problem.At(at+"/note", "A note has at most %d characters.", longestName)
	}
	switch f.Measure {
	case MeasureCustomers, MeasureCount, MeasureValue:
		if len(f.Of) > 0 {
			return problem.At(at+"/of", "Only a share is of something: leave of out.")
		}
	case MeasureShare:
		if len(f.Events) == 0 {
			return problem.At(at+"/events", "A share needs the event that it counts.")
		}
	default:
		return problem.At(at+"/measure", "%q is not a measure: use customers, count, share or sum:value.", f.Measure)
	}
	if err := checkNames(f.Events, at+"/events"); err != nil {
		return err
	}
	if err := checkNames(f.Of, at+"/of"); err != nil {
		return err
	}
	return checkFilters(f.Where, at+"/where")
}

func checkNames(names []string, at string) error {
	if len(names) > mostPathSteps {
		return problem.At(at, "At most %d events can be named here.", mostPathSteps)
	}
	for i, name := range names {
		if !isName(name) {
			return problem.At(at+"/"+strconv.Itoa(i), "Name an event, in at most %d characters.", longestName)
		}
	}
	return nil
}

func isName(text string) bool { return strings.TrimSpace(text) != "" && len(text) <= longestName }
