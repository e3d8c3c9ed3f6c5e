package unify

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"wend/internal/event"
	"wend/internal/journey"
)

func grouped(seq uint64, user, account string, time int64, traits string) *event.Event {
	return &event.Event{Seq: seq, MessageID: fmt.Sprintf("m%d", seq), Type: event.Group, GroupID: account, Time: time, Received: time,
		Identifiers: []event.Identifier{{Kind: "user_id", Value: user}}, Traits: []byte(traits)}
}

// At every moment a customer belongs to the account that their latest group
// call up to then named, or else to the first one's; in whatever order the
// calls came.
func TestMembersFollowGroupCalls(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := NewGraph(Decisions{})
		a := NewAccounts(g)
		var calls []*event.Event
		for i := range rapid.IntRange(0, 20).Draw(t, "calls") {
			calls = append(calls, grouped(uint64(i+1), rapid.SampledFrom([]string{"anna", "ben", "cem"}).Draw(t, "user"),
				rapid.SampledFrom([]string{"acme", "bolt"}).Draw(t, "account"), rapid.Int64Range(0, 10).Draw(t, "time"), `{}`))
		}
		for _, e := range rapid.Permutation(calls).Draw(t, "order") {
			set, _ := g.Observe(e)
			a.Apply(set, e)
			a.Apply(set, e) // the same call again is nothing new
		}
		members := a.Members()
		slices.SortFunc(calls, func(x, y *event.Event) int { return cmp.Or(cmp.Compare(x.Time, y.Time), cmp.Compare(x.Seq, y.Seq)) })
		for _, user := range []string{"anna", "ben", "cem"} {
			customer, known := g.Lookup("user_id", user)
			for moment := int64(-1); moment <= 11; moment++ {
				want := ""
				for _, e := range calls {
					if e.Identifiers[0].Value == user && (want == "" || e.Time <= moment) {
						want = e.GroupID
					}
				}
				got := ""
				for i, list := range members {
					for _, m := range list {
						if known && m.Customer == customer && m.From <= moment && moment < m.To {
							if got != "" {
								t.Fatalf("at %d %s belongs to two accounts", moment, user)
							}
							got = a.ID(journey.FirstAccount + journey.Customer(i))
						}
					}
				}
				if got != want {
					t.Fatalf("at %d %s belongs to %q, not %q", moment, user, got, want)
				}
			}
		}
	})
}

// Of each trait the latest value by the call's time counts, now and then.
func TestAccountTraits(t *testing.T) {
	g := NewGraph(Decisions{})
	a := NewAccounts(g)
	for i, c := range []struct {
		time   int64
		traits string
	}{{20, `{"plan":"pro","seats":5}`}, {10, `{"plan":"free","industry":"bakery"}`}, {30, `{"seats":null}`}} {
		e := grouped(uint64(i+1), "anna", "acme", c.time, c.traits)
		set, _ := g.Observe(e)
		a.Apply(set, e)
	}
	number, ok := a.ByID("acme")
	if !ok || a.ID(number) != "acme" {
		t.Fatalf("acme is %d, %v", number, ok)
	}
	traits := a.Traits(number)
	if len(traits) != 2 || string(traits["plan"]) != `"pro"` || string(traits["industry"]) != `"bakery"` {
		t.Errorf("traits are %s", traits)
	}
	source := Traits{NewProfiles(g), a}
	for _, c := range []struct {
		key  string
		time int64
		want string
	}{{"plan", 9, ""}, {"plan", 15, "free"}, {"plan", 25, "pro"}, {"seats", 25, "5"}, {"seats", 40, ""}} {
		if got := source.TraitAt(number, []string{c.key}, c.time); got.Exists() != (c.want != "") || got.Exists() && got.String() != c.want {
			t.Errorf("%s at %d is %v, not %q", c.key, c.time, got, c.want)
		}
		said := make([]journey.Said, 2)
		source.ManyTraitsAt(number, []string{"none", c.key}, c.time, said)
		if got := event.ParseValue(said[1].Value); got.Exists() != (c.want != "") || got.Exists() && got.String() != c.want || said[0].Value != nil {
			t.Errorf("%s at %d, read with another, is %v, not %q", c.key, c.time, got, c.want)
		}
	}
	if source.Trait(journey.FirstAccount+7, []string{"plan"}).Exists() || a.ID(7) != "" {
		t.Error("an account that is none has traits or an id")
	}
}

// A library that repeats its group call with every page costs bounded memory
// and changes nothing.
func TestRepeatedGroupCalls(t *testing.T) {
	g := NewGraph(Decisions{})
	a := NewAccounts(g)
	for i := range 3000 {
		account := "acme"
		if i >= 2000 {
			account = "bolt"
		}
		e := grouped(uint64(i+1), "anna", account, int64(i), `{}`)
		set, _ := g.Observe(e)
		a.Apply(set, e)
	}
	for _, calls := range a.joined {
		if len(calls) > mostJoinings {
			t.Errorf("%d calls of one set are kept", len(calls))
		}
	}
	members := a.Members()
	if len(members) != 2 || len(members[0]) != 1 || members[0][0].To != 2000 || members[1][0].From != 2000 {
		t.Errorf("members are %v", members)
	}
}
