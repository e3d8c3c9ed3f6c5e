package unify

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"io/fs"
	"sync"

	"wend/internal/event"
	"wend/internal/journey"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are this room's tables, at the root of the file system.
func Migrations() fs.FS {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	return sub
}

type SetID = uint32

type Decisions struct {
	Retired []Retired `json:"retired,omitempty"`
	Thawed  []Thawed  `json:"thawed,omitempty"`
	Blocked []string  `json:"blocked,omitempty"`
}

type Decision struct {
	Retired []Retired `json:"retired,omitempty"`
	Thawed  *Thawed   `json:"thawed,omitempty"`
	Blocked *[]string `json:"blocked,omitempty"`
}

type Retired struct {
	Stronger Ref `json:"stronger"`
	Weaker   Ref `json:"weaker"`
}

type Thawed struct {
	Identifier Ref   `json:"identifier"`
	At         int64 `json:"at"`
}

type Ref struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
}

type Merge struct {
	ID          string `json:"id"`
	Cause       string `json:"cause"`
	MessageID   string `json:"message_id"`
	Time        int64  `json:"time"`
	Identifiers []Ref  `json:"identifiers"`
}

type Frozen struct {
	Identifier Ref   `json:"identifier"`
	Since      int64 `json:"since"`
	Held       int   `json:"held"`
}

type Graph struct {
	mu   sync.RWMutex
	sets map[string]SetID
	cust map[event.Identifier]journey.Customer
	own  []journey.Customer
}

func NewGraph(d Decisions) *Graph {
	return &Graph{sets: map[string]SetID{}, cust: map[event.Identifier]journey.Customer{}, own: []journey.Customer{0}}
}

func (g *Graph) Observe(e *event.Event) (SetID, []journey.Customer) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(e.Identifiers) == 0 {
		return 0, nil
	}
	k := e.Identifiers[0]
	s, ok := g.sets[k.Kind+"\x00"+k.Value]
	if !ok {
		s = SetID(len(g.own))
		g.sets[k.Kind+"\x00"+k.Value] = s
		g.own = append(g.own, journey.Customer(s))
		g.cust[k] = journey.Customer(s)
	}
	return s, nil
}
func (g *Graph) Owner(set SetID, time int64) journey.Customer {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return g.own[set]
}
func (g *Graph) PublicID(c journey.Customer) string                 { return "" }
func (g *Graph) ByPublicID(id string) (journey.Customer, bool)      { return 0, false }
func (g *Graph) Lookup(kind, value string) (journey.Customer, bool) { return 0, false }
func (g *Graph) Identifiers(c journey.Customer) []event.Identifier  { return nil }
func (g *Graph) Merges(c journey.Customer) []Merge                  { return nil }
func (g *Graph) Vetoed(c journey.Customer) []Merge                  { return nil }
func (g *Graph) Frozen() []Frozen                                   { return nil }
func (g *Graph) FirstSeen(c journey.Customer) int64                 { return 0 }
func (g *Graph) Customers() int                                     { return 0 }
func (g *Graph) PlanSplit(c journey.Customer, merge string) (Decision, error) {
	return Decision{}, nil
}
func (g *Graph) Decide(d Decision) []journey.Customer { return nil }
func (g *Graph) Split(c journey.Customer, merge string) ([]journey.Customer, error) {
	return nil, nil
}
func (g *Graph) Save(ctx context.Context, tx *sql.Tx) (more bool, err error) { return false, nil }
func (g *Graph) Load(ctx context.Context, db *sql.DB) error                  { return nil }

func SaveDecision(ctx context.Context, tx *sql.Tx, d Decision, now int64) error { return nil }
func LoadDecisions(ctx context.Context, db *sql.DB) (Decisions, error)          { return Decisions{}, nil }

type Profiles struct{ graph *Graph }

func NewProfiles(g *Graph) *Profiles                                     { return &Profiles{g} }
func (p *Profiles) Apply(set SetID, e *event.Event)                      {}
func (p *Profiles) Traits(c journey.Customer) map[string]json.RawMessage { return nil }
func (p *Profiles) Trait(c journey.Customer, keys []string) event.Value  { return event.Value{} }
func (p *Profiles) TraitAt(c journey.Customer, keys []string, t int64) event.Value {
	return event.Value{}
}
func (p *Profiles) Consents(c journey.Customer) map[string]bool            { return nil }
func (p *Profiles) ConsentsAt(c journey.Customer, t int64) map[string]bool { return nil }

// Search is one page of a search; Query "" lists everybody.
type Search struct {
	Query  string
	Limit  int
	Cursor string
	Rank   func(journey.Customer) int64 // higher first, nil: by public id alone
}

func (p *Profiles) Search(ctx context.Context, s Search) (found []journey.Customer, next string, err error) {
	return nil, "", nil
}
func (p *Profiles) Save(ctx context.Context, tx *sql.Tx) (more bool, err error) { return false, nil }
func (p *Profiles) Load(ctx context.Context, db *sql.DB) error                  { return nil }
