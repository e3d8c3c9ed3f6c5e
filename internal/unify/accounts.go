package unify

import (
	"cmp"
	"encoding/json"
	"slices"
	"sync"

	"wend/internal/event"
	"wend/internal/journey"
)

// Accounts are the firms, households and teams that group calls name, and who
// belongs to them. What a person does belongs to the account that their latest
// group call at or before it named; what came before their first one belongs to
// that of the first (as an event of shared identifiers goes to its user).
// Somebody who changes jobs takes their future along and leaves their past.
//
// Accounts are numbered from journey.FirstAccount in the order in which they
// were first heard of; numbers mean nothing outside this process. Nothing is
// written back: a start hears all group calls again. Safe for concurrent use;
// one goroutine applies.
type Accounts struct {
	graph *Graph

	mutex  sync.RWMutex
	list   []account
	byID   map[string]uint32
	joined map[SetID][]joining // by time, then receipt
}

type account struct {
	id     string
	traits record // only its sayings
}

// joining is one group call.
type joining struct {
	time    int64
	seq     uint64
	account uint32
}

// mostJoinings bounds what is kept of one set of identifiers. Libraries repeat
// the call with every page; what repeats the call before it goes first.
const mostJoinings = 256

// longestAccountID bounds what one group call can make memory hold.
const longestAccountID = 512

// NewAccounts makes an empty list of accounts of the graph's customers.
func NewAccounts(g *Graph) *Accounts {
	return &Accounts{graph: g, byID: map[string]uint32{}, joined: map[SetID][]joining{}}
}

// Apply hears a group call; set is what Observe answered for it. Other events,
// and calls that were heard before, change nothing.
func (a *Accounts) Apply(set SetID, e *event.Event) {
	if e.Type != event.Group || e.GroupID == "" || len(e.GroupID) > longestAccountID || e.Flags.Has(event.Bot) {
		return
	}
	a.mutex.Lock()
	defer a.mutex.Unlock()
	number, known := a.byID[e.GroupID]
	if !known {
		number = uint32(len(a.list))
		id := string([]byte(e.GroupID)) // not the block that the text lies in
		a.list = append(a.list, account{id: id})
		a.byID[id] = number
	}
	if len(e.Traits) > 2 {
		a.list[number].traits.hear(saying{e.Time, e.Seq, traitsText(e.Traits)})
	}
	if set == 0 {
		return
	}
	call := joining{e.Time, e.Seq, number}
	calls := a.joined[set]
	i, known := slices.BinarySearchFunc(calls, call, compareJoinings)
	if known {
		return
	}
	if calls = slices.Insert(calls, i, call); len(calls) > mostJoinings {
		calls = slices.CompactFunc(calls, func(a, b joining) bool { return a.account == b.account })
		calls = calls[max(0, len(calls)-mostJoinings):]
	}
	a.joined[set] = calls
}

func compareJoinings(a, b joining) int {
	return cmp.Or(cmp.Compare(a.time, b.time), cmp.Compare(a.seq, b.seq))
}

// Len is how many accounts there are.
func (a *Accounts) Len() int {
	a.mutex.RLock()
	defer a.mutex.RUnlock()
	return len(a.list)
}

// Members is who belongs to which account from when until when, as of now; the
// place in the answer is the account's number.
func (a *Accounts) Members() journey.Accounts {
	a.mutex.RLock()
	defer a.mutex.RUnlock()
	calls := map[journey.Customer][]joining{}
	a.graph.mu.RLock()
	for set, joined := range a.joined {
		for _, call := range joined {
			if c := a.graph.owner(set, call.time); c != journey.Nobody {
				calls[c] = append(calls[c], call)
			}
		}
	}
	a.graph.mu.RUnlock()
	members := make(journey.Accounts, len(a.list))
	for customer, joined := range calls {
		slices.SortFunc(joined, compareJoinings)
		from := int64(journey.Always)
		for i := 0; i < len(joined); {
			next := i + 1
			for next < len(joined) && joined[next].account == joined[i].account {
				next++
			}
			to := int64(journey.Forever)
			if next < len(joined) {
				to = joined[next].time
			}
			if from < to {
				members[joined[i].account] = append(members[joined[i].account], journey.Member{Customer: customer, From: from, To: to})
			}
			from, i = to, next
		}
	}
	for _, m := range members {
		slices.SortFunc(m, func(a, b journey.Member) int {
			return cmp.Or(cmp.Compare(a.Customer, b.Customer), cmp.Compare(a.From, b.From))
		})
	}
	return members
}

// ID is the id by which group calls name an account.
func (a *Accounts) ID(number journey.Customer) string {
	a.mutex.RLock()
	defer a.mutex.RUnlock()
	if i := int(number - journey.FirstAccount); number >= journey.FirstAccount && i < len(a.list) {
		return a.list[i].id
	}
	return ""
}

// ByID is an account's number.
func (a *Accounts) ByID(id string) (journey.Customer, bool) {
	a.mutex.RLock()
	defer a.mutex.RUnlock()
	number, ok := a.byID[id]
	return journey.FirstAccount + journey.Customer(number), ok
}

// Traits are what group calls said about an account: of each trait the latest
// value by event time.
func (a *Accounts) Traits(number journey.Customer) map[string]json.RawMessage {
	traits := map[string]json.RawMessage{}
	a.mutex.RLock()
	defer a.mutex.RUnlock()
	i := int(number - journey.FirstAccount)
	if number < journey.FirstAccount || i >= len(a.list) {
		return traits
	}
	for _, said := range a.list[i].traits.traits {
		event.Members([]byte(said.body), func(key, value []byte) bool {
			traits[event.KeyText(key)] = value
			return true
		})
	}
	for key, value := range traits {
		if string(value) == "null" {
			delete(traits, key)
		}
	}
	return traits
}

// TraitAt is an account's trait as of a moment.
func (a *Accounts) TraitAt(number journey.Customer, keys []string, time int64) event.Value {
	a.mutex.RLock()
	defer a.mutex.RUnlock()
	i := int(number - journey.FirstAccount)
	if len(keys) == 0 || i < 0 || i >= len(a.list) {
		return event.Value{}
	}
	for _, said := range slices.Backward(a.list[i].traits.traits) {
		if said.time > time {
			continue
		}
		if value := event.Get([]byte(said.body), keys[0]); value != nil {
			return event.ParseValue(event.Get([]byte(said.body), keys...))
		}
	}
	return event.Value{}
}

// ManyTraitsAt are several of an account's traits as of a moment.
func (a *Accounts) ManyTraitsAt(number journey.Customer, names []string, time int64, into []journey.Said) {
	clear(into)
	a.mutex.RLock()
	defer a.mutex.RUnlock()
	if i := int(number - journey.FirstAccount); number >= journey.FirstAccount && i < len(a.list) {
		for _, said := range slices.Backward(a.list[i].traits.traits) {
			if said.time <= time && said.tell(names, into) {
				return
			}
		}
	}
}

// Traits answers for customers and accounts alike (journey.ManyTraitSource).
type Traits struct {
	Profiles *Profiles
	Accounts *Accounts
}

// Trait is the present value of a trait: the keys below traits.
func (t Traits) Trait(c journey.Customer, keys []string) event.Value {
	return t.TraitAt(c, keys, forever)
}

// TraitAt is a trait as of a moment.
func (t Traits) TraitAt(c journey.Customer, keys []string, time int64) event.Value {
	if c >= journey.FirstAccount {
		return t.Accounts.TraitAt(c, keys, time)
	}
	return t.Profiles.TraitAt(c, keys, time)
}

// ManyTraitsAt are several traits as of a moment, read in one go.
func (t Traits) ManyTraitsAt(c journey.Customer, names []string, time int64, into []journey.Said) {
	if c >= journey.FirstAccount {
		t.Accounts.ManyTraitsAt(c, names, time, into)
	} else {
		t.Profiles.ManyTraitsAt(c, names, time, into)
	}
}
