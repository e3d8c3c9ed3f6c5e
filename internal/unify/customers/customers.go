package customers

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/problem"
	"wend/internal/unify"
)

// Store is what this view reads from disk, and where a decision is kept.
type Store interface {
	Fetch(ctx context.Context, seqs []uint64) ([]*event.Event, error)
	Write(ctx context.Context, change func(*sql.Tx) error) error
}

// Projector is where changes run, one at a time, between two groups of events.
type Projector interface {
	Do(ctx context.Context, fn func()) error
	Position() uint64
}

// Service answers questions about single customers. Safe for concurrent use.
type Service struct {
	graph     *unify.Graph
	profiles  *unify.Profiles
	accounts  *unify.Accounts
	index     *journey.Index
	projector Projector
	store     Store
	now       func() int64
}

// New makes the service; now is the clock, in milliseconds since 1970.
func New(graph *unify.Graph, profiles *unify.Profiles, accounts *unify.Accounts, index *journey.Index, projector Projector, store Store, now func() int64) *Service {
	return &Service{graph, profiles, accounts, index, projector, store, now}
}

// Customer is one customer as it is now.
type Customer struct {
	ID          string
	Identifiers []event.Identifier
	Traits      map[string]json.RawMessage
	FirstSeen   int64 // milliseconds since 1970
	LastSeen    int64
	Stage       string // key of the stage, empty before the first
	Value       float64
	Sessions    int
	Touchpoints int
}

// Profile is everything about one customer but the journey.
type Profile struct {
	Customer
	Consents map[string]bool
	Merges   []unify.Merge // latest first
	Vetoed   []unify.Merge
}

// List finds customers by a part of an identifier or trait, those seen last
// first. An empty query lists everybody.
func (s *Service) List(ctx context.Context, query string, limit int, cursor string) (found []Customer, next string, err error) {
	list, next, err := s.profiles.Search(ctx, unify.Search{Query: strings.TrimSpace(query), Limit: limit, Cursor: cursor, Rank: s.lastSeen})
	if err != nil {
		return nil, "", err
	}
	found = make([]Customer, 0, len(list))
	for _, c := range list {
		found = append(found, s.describe(c))
	}
	return found, next, nil
}

func (s *Service) lastSeen(c journey.Customer) (last int64) {
	s.index.View(c, func(j journey.Journey) { last = j.Columns.Time[j.Hi-1] })
	return last
}

// Held is a customer with the answers that they gave about consent.
type Held struct {
	Customer
	Answers map[string]bool
}

// All lists every customer, page by page.
func (s *Service) All(ctx context.Context) iter.Seq2[Held, error] {
	const page = 500
	return func(yield func(Held, error) bool) {
		for cursor := ""; ; {
			list, next, err := s.profiles.Search(ctx, unify.Search{Limit: page, Cursor: cursor})
			if err != nil {
				yield(Held{}, err)
				return
			}
			for _, c := range list {
				if !yield(Held{s.describe(c), s.profiles.Answers(c)}, nil) {
					return
				}
			}
			if cursor = next; next == "" {
				return
			}
		}
	}
}

// Describe shows the given customers in the given order. An account among them
// is shown with its id as its only identifier, of kind AccountKind.
func (s *Service) Describe(list []journey.Customer) []Customer {
	found := make([]Customer, 0, len(list))
	for _, c := range list {
		if c >= journey.FirstAccount {
			continue
		}
		found = append(found, s.describe(c))
	}
	return append(found, s.describeAccounts(list)...)
}

// Get is one customer's profile, by its id or one that was merged into it.
func (s *Service) Get(id string) (Profile, error) {
	c, ok := s.graph.ByPublicID(id)
	if !ok {
		return Profile{}, problem.NotFound("There is no customer %q.", id)
	}
	return s.profile(c), nil
}

// Lookup is the profile of the customer who has an identifier.
func (s *Service) Lookup(kind, value string) (Profile, error) {
	if kind == "" || value == "" {
		return Profile{}, problem.New(422, "Name the identifier: ?kind=user_id&value=42.")
	}
	c, ok := s.graph.Lookup(kind, value)
	if !ok {
		return Profile{}, problem.NotFound("Nobody is known by the %s %q.", kind, value)
	}
	return s.profile(c), nil
}

// PublicID is the id under which others know a customer, empty for nobody.
func (s *Service) PublicID(c journey.Customer) string {
	if c == journey.Nobody {
		return ""
	}
	return s.graph.PublicID(c)
}

func (s *Service) profile(c journey.Customer) Profile {
	return Profile{Customer: s.describe(c), Consents: s.profiles.Consents(c), Merges: s.graph.Merges(c), Vetoed: s.graph.Vetoed(c)}
}

func (s *Service) describe(c journey.Customer) Customer {
	out := Customer{ID: s.graph.PublicID(c), Identifiers: s.graph.Identifiers(c), Traits: s.profiles.Traits(c)}
	out.FirstSeen, _ = s.graph.FirstSeen(c)
	out.LastSeen = out.FirstSeen
	s.index.View(c, func(j journey.Journey) { s.summarise(j, &out) })
	for side := range s.index.Sides(c) {
		out.LastSeen = max(out.LastSeen, side.Time)
	}
	return out
}

// summarise adds what a journey says of its customer or account.
func (s *Service) summarise(j journey.Journey, out *Customer) {
	columns := j.Columns
	out.LastSeen = max(out.LastSeen, columns.Time[j.Hi-1])
	out.Stage = s.stageKey(columns.Stage[j.Hi-1])
	out.Touchpoints = j.Hi - j.Lo
	out.Value, out.Sessions = s.worth(j)
}

func (s *Service) worth(j journey.Journey) (value float64, sessions int) {
	var codes []uint16
	for _, name := range event.Earning() {
		if code, ok := s.index.EventCode(name); ok {
			codes = append(codes, code)
		}
	}
	worths, last := s.index.Worths(), journey.NoSession
	for i := j.Lo; i < j.Hi; i++ {
		if session := j.Columns.Session[i]; session != last {
			last, sessions = session, sessions+1
		}
		if slices.Contains(codes, j.Columns.Event[i]) {
			value += worths.Amount(j.Columns.Worth[i])
		}
	}
	return value, sessions
}

// Split undoes a merge, by default the latest one, and answers the profile of
// the customer that keeps the id.
func (s *Service) Split(ctx context.Context, id, merge string) (Profile, error) {
	c, ok := s.graph.ByPublicID(id)
	if !ok {
		return Profile{}, problem.NotFound("There is no customer %q.", id)
	}
	decision, err := s.graph.PlanSplit(c, merge)
	if err != nil {
		return Profile{}, err
	}
	if err := s.decide(ctx, decision); err != nil {
		return Profile{}, err
	}
	return s.Get(id)
}

// decide keeps a decision about identity and lets it take effect. On disk
// first: what was answered must survive a restart.
func (s *Service) decide(ctx context.Context, d unify.Decision) error {
	err := s.store.Write(ctx, func(tx *sql.Tx) error { return unify.SaveDecision(ctx, tx, d, s.now()) })
	if err != nil {
		return fmt.Errorf("keep the decision: %w", err)
	}
	return s.projector.Do(context.WithoutCancel(ctx), func() {
		s.index.Rederive(s.graph.Decide(d), s.graph.Owner)
	})
}

// Frozen lists the identifiers that came with so many anonymous ids at once
// that no more of them join, until a person thaws them.
func (s *Service) Frozen() []unify.Frozen { return s.graph.Frozen() }

// Thaw lets a frozen identifier join again.
func (s *Service) Thaw(ctx context.Context, id event.Identifier) error {
	for _, frozen := range s.graph.Frozen() {
		if frozen.Identifier == id {
			return s.decide(ctx, unify.Decision{Thawed: &unify.Thawed{Identifier: id, At: s.now()}})
		}
	}
	return problem.NotFound("The %s %q is not frozen.", id.Kind, id.Value)
}

// mostBlocked bounds the list of blocked values.
const mostBlocked = 10_000

// Blocked is the values that identify nobody.
func (s *Service) Blocked() []string { return s.graph.BlockedValues() }

// Block replaces the values that identify nobody.
func (s *Service) Block(ctx context.Context, values []string) error {
	if len(values) > mostBlocked {
		return problem.At("/values", "At most %d values can be blocked.", mostBlocked)
	}
	values = append([]string{}, values...)
	return s.decide(ctx, unify.Decision{Blocked: &values})
}

// Live is an event with what it did to its customer.
type Live struct {
	Event *event.Event
	Move  Move
}

// LatestEvents is the newest events that queries see, newest first.
func (s *Service) LatestEvents(ctx context.Context, limit int) ([]Live, error) {
	position := s.projector.Position()
	var seqs []uint64
	for seq := position; seq > 0 && len(seqs) < limit; seq-- {
		seqs = append(seqs, seq)
	}
	events, err := s.store.Fetch(ctx, seqs)
	if err != nil {
		return nil, fmt.Errorf("read the latest events: %w", err)
	}
	out := make([]Live, 0, len(events))
	for _, e := range events {
		if e != nil { // nil: erased
			out = append(out, Live{Event: e, Move: s.Move(s.graph.OwnerOf(e), e)})
		}
	}
	return out, nil
}

// sessionID names a session by its first touchpoint's place in the log.
func sessionID(seq uint32) string { return "s_" + strconv.FormatUint(uint64(seq), 36) }
