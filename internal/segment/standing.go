package segment

import (
	"context"
	"slices"
	"strings"

	"wend/internal/journey"
	"wend/internal/problem"
)

// scoring knows every customer's segment by scores as of one moment.
type scoring struct {
	at int64
	of func(journey.Journey) string
}

// Ready measures all customers as of a moment where the rule asks how one
// stands among them. Find does so by itself; Holds cannot, and takes nobody to
// be in a segment at a moment that the test was not made ready for.
func (t *Test) Ready(ctx context.Context, at int64) error {
	if known := t.scored.Load(); !t.scores || known != nil && known.at == at {
		return nil
	}
	of, err := t.ix.Standings().Segment(ctx, t.ix, at)
	if err != nil {
		return err
	}
	t.scored.Store(&scoring{at, of})
	return nil
}

func (t *Test) inSegment(n scored) (predicate, error) {
	if err := n.check(t.ix.Standings().Segments); err != nil {
		return nil, err
	}
	t.scores = true
	return func(m *moment) bool {
		known := t.scored.Load()
		return known != nil && known.at == m.at && slices.Contains(n.keys, known.of(m.journey()))
	}, nil
}

func (t *Test) engaged(n engaged) (predicate, error) {
	standings := t.ix.Standings()
	if err := n.check(standings.Levels); err != nil {
		return nil, err
	}
	return func(m *moment) bool { return slices.Contains(n.keys, standings.Engagement(t.ix, m.journey(), m.at)) }, nil
}

func (t *Test) prefers(n prefers) (predicate, error) {
	standings := t.ix.Standings()
	if standings.Channel == nil {
		return nil, problem.New(422, "Preferred channels are not known here.")
	}
	return func(m *moment) bool { return standings.Channel(t.ix, m.journey(), m.at) == n.channel }, nil
}

// AsksStanding finds the first condition that asks how a person stands among
// persons, by scores or by engagement, with its pointer in the rule.
func (r Rule) AsksStanding() (kind, pointer string, there bool) {
	return asksStanding(r.root)
}

func asksStanding(n node) (kind, pointer string, there bool) {
	var inner []node
	switch n := n.(type) {
	case scored:
		return n.kind(), n.pointer, true
	case engaged:
		return n.kind(), n.pointer, true
	case not:
		inner = []node{n.node}
	case all:
		inner = n.nodes
	case anyOf:
		inner = n.nodes
	}
	for _, n := range inner {
		if kind, pointer, there := asksStanding(n); there {
			return kind, pointer, true
		}
	}
	return "", "", false
}

// check refuses keys that are none of those known.
func (n standing) check(known []string) error {
	for _, key := range n.keys {
		if !slices.Contains(known, key) {
			return problem.At(n.pointer, "There is no %q: write %s.", shorten(key), strings.Join(known, ", "))
		}
	}
	return nil
}

// journey is the journey as it was at the moment.
func (m *moment) journey() journey.Journey {
	j := m.j
	j.Lo, j.Hi = j.First, m.hi
	return j
}
