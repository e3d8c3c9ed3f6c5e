package unify

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"wend/internal/event"
)

// story is a few calls and who is who afterwards, for people to read: the
// contract's rules one by one. A call is "time type identifiers…"; "<u" is an
// alias call's previousId, "!" makes it trusted. A customer is its identifiers
// and, after "|", the numbers of the calls that are its own.
type story struct {
	name  string
	calls []string
	want  []string
}

var stories = []story{
	{"rule 1: an identifier seen with one user is that user's, with all its history",
		[]string{"1 track anonymous_id:a", "2 identify user_id:u anonymous_id:a"},
		[]string{"anonymous_id:a user_id:u | 1 2"}},
	{"rule 1: one seen with several users is nobody's; its events go by when it was seen with whom",
		[]string{"5 identify user_id:u anonymous_id:a", "10 identify user_id:v anonymous_id:a",
			"1 track anonymous_id:a", "7 track anonymous_id:a", "10 track anonymous_id:a", "99 track anonymous_id:a"},
		[]string{"user_id:u | 1 3 4", "user_id:v | 2 5 6"}},
	{"rule 1: shared identifiers decide only where an event has no other",
		[]string{"1 identify user_id:u anonymous_id:a", "2 identify user_id:v anonymous_id:a", "3 track email:e anonymous_id:a"},
		[]string{"email:e | 3", "user_id:u | 1", "user_id:v | 2"}},
	{"rule 1: among several shared ones the strongest decides",
		[]string{"1 identify user_id:u email:e", "2 identify user_id:v email:e", "3 identify user_id:v anonymous_id:a",
			"4 identify user_id:u anonymous_id:a", "5 track email:e anonymous_id:a"},
		[]string{"user_id:u | 1 4", "user_id:v | 2 3 5"}},
	{"rule 2: others join in order of time, and not two users",
		[]string{"1 identify user_id:u email:e", "2 identify user_id:v phone:1", "3 track email:e shop_id:s", "4 track phone:1 shop_id:s"},
		[]string{"email:e shop_id:s user_id:u | 1 3", "phone:1 user_id:v | 2 4"}},
	{"rule 2: in order of time, whatever the order of arrival",
		[]string{"1 identify user_id:u email:e", "2 identify user_id:v phone:1", "4 track phone:1 shop_id:s", "3 track email:e shop_id:s"},
		[]string{"email:e shop_id:s user_id:u | 1 4", "phone:1 user_id:v | 2 3"}},
	{"rule 2: an event whose identifiers lead to different customers goes by the strongest",
		[]string{"1 identify user_id:u email:e", "2 identify user_id:v anonymous_id:a", "3 track email:e anonymous_id:a"},
		[]string{"anonymous_id:a user_id:v | 2", "email:e user_id:u | 1 3"}},
	{"rule 4: an alias joins the visitor's history",
		[]string{"1 track anonymous_id:a", "2 alias user_id:u <a"},
		[]string{"anonymous_id:a user_id:u | 1 2"}},
	{"rule 4: an alias between users counts from a trusted source",
		[]string{"1 track user_id:old", "2 alias! user_id:new <old", "3 track user_id:new"},
		[]string{"user_id:new user_id:old | 1 2 3"}},
	{"rule 4: and from no other",
		[]string{"1 track user_id:old", "2 alias user_id:new <old", "3 track user_id:new"},
		[]string{"user_id:new | 2 3", "user_id:old | 1"}},
	{"rule 4: previousId is a user_id as soon as one of that value was ever seen",
		[]string{"1 track anonymous_id:x", "2 alias user_id:u <x", "3 track user_id:x"},
		[]string{"anonymous_id:x | 1", "user_id:u | 2", "user_id:x | 3"}},
	{"rule 4: what two users shared is theirs once they are one",
		[]string{"1 identify user_id:u anonymous_id:a", "2 identify user_id:v anonymous_id:a", "3 track anonymous_id:a", "4 alias! user_id:v <u"},
		[]string{"anonymous_id:a user_id:u user_id:v | 1 2 3 4"}},
	{"rule 5: blocked values identify nobody",
		[]string{"1 track user_id:NULL anonymous_id:a", "2 track user_id:null anonymous_id:b", "3 track user_id:undefined", "4 track user_id:0000-00"},
		[]string{"anonymous_id:a | 1", "anonymous_id:b | 2", "nobody | 3 4"}},
	// The published cases that differ (docs/identity-cases.md), as Wend has them.
	{"an email of two users belongs to neither",
		[]string{"1 identify user_id:abc123 email:jane@example1.com", "2 identify user_id:abc456 email:jane@example1.com"},
		[]string{"user_id:abc123 | 1", "user_id:abc456 | 2"}},
	{"a family tablet belongs to nobody",
		[]string{"1 identify user_id:u1 anonymous_id:tablet", "2 identify user_id:u2 anonymous_id:tablet"},
		[]string{"user_id:u1 | 1", "user_id:u2 | 2"}},
	{"an email in properties is no identifier",
		[]string{"1 identify user_id:u1 email:a@x.com", "2 track anonymous_id:an1"},
		[]string{"anonymous_id:an1 | 2", "email:a@x.com user_id:u1 | 1"}},
}

func TestRules(t *testing.T) {
	for _, s := range stories {
		t.Run(s.name, func(t *testing.T) {
			w := newWorld(Decisions{})
			for i, text := range s.calls {
				w.observe(parseCall(i+1, text))
			}
			if got := s.tell(w); !slices.Equal(got, s.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(s.want, "\n"))
			}
			if wrong := w.misplaced(); wrong != "" {
				t.Error(wrong)
			}
		})
	}
}

func parseCall(seq int, text string) *event.Event {
	words := strings.Fields(text)
	verb, trusted := strings.CutSuffix(words[1], "!")
	kind, ok := event.ParseType(verb)
	if !ok {
		panic(text)
	}
	var time int64
	fmt.Sscan(words[0], &time)
	e := call(seq, kind, time)
	for _, word := range words[2:] {
		if previous, ok := strings.CutPrefix(word, "<"); ok {
			e.PreviousID = previous
			continue
		}
		kind, value, _ := strings.Cut(word, ":")
		e.Identifiers = append(e.Identifiers, event.Identifier{Kind: kind, Value: value})
	}
	if trusted {
		e.Flags = event.Trusted
	}
	return e
}

func (s story) tell(w *world) []string {
	calls := map[string]string{}
	for _, r := range w.rows {
		var ids []string
		c := w.graph.Owner(r.set, r.event.Time)
		for _, id := range w.graph.Identifiers(c) {
			ids = append(ids, id.Kind+":"+id.Value)
		}
		if c == 0 {
			ids = []string{"nobody"}
		}
		slices.Sort(ids)
		calls[strings.Join(ids, " ")] += fmt.Sprintf(" %d", r.event.Seq)
	}
	var lines []string
	for ids, seqs := range calls {
		lines = append(lines, ids+" |"+seqs)
	}
	slices.Sort(lines)
	return lines
}

// Rule 6 goes by receipt: the 101st anonymous id of a day joins nobody, nor do
// those after, until a person thaws the identifier.
func TestTooManyAnonymousIDsFreezeAnIdentifier(t *testing.T) {
	const day = 24 * 60 * 60 * 1000
	w := newWorld(Decisions{})
	seq := 0
	visit := func(received int64) string {
		seq++
		id := fmt.Sprintf("a%d", seq)
		e := call(2*seq, event.Track, 1000+int64(seq), "anonymous_id:"+id)
		login := call(2*seq+1, event.Identify, 5000+int64(seq), "user_id:bot", "anonymous_id:"+id)
		e.Received, login.Received = received, received
		w.observe(e, login)
		return id
	}
	joined := func(id string) bool {
		c, ok := w.graph.Lookup(event.AnonymousID, id)
		bot, _ := w.graph.Lookup(event.UserID, "bot")
		return ok && c == bot
	}
	for i := range 100 {
		if id := visit(int64(i)); !joined(id) {
			t.Fatalf("anonymous id %d of the day does not join", i+1)
		}
	}
	late := visit(99)
	if joined(late) {
		t.Fatal("the 101st joins")
	}
	if id := visit(9 * day); joined(id) {
		t.Fatal("one of a later day joins before a person said so")
	}
	frozen := w.graph.Frozen()
	if len(frozen) != 1 || frozen[0].Identifier.Value != "bot" || frozen[0].Since != 99 || frozen[0].Held != 2 {
		t.Fatalf("reported %v", frozen)
	}
	login := w.rows[len(w.rows)-1]
	if bot, _ := w.graph.Lookup(event.UserID, "bot"); login.owner != bot {
		t.Error("a call that carries the user_id is not the user's")
	}
	w.decide(Decision{Thawed: &Thawed{event.Identifier{Kind: event.UserID, Value: "bot"}, 9 * day}})
	if !joined(late) || len(w.graph.Frozen()) != 0 {
		t.Fatal("thawing joins nothing")
	}
	if wrong := w.misplaced(); wrong != "" {
		t.Fatal(wrong)
	}
	for i := range 100 {
		if id := visit(9*day + 1 + int64(i)); !joined(id) {
			t.Fatalf("anonymous id %d after thawing does not join", i+1)
		}
	}
	if id := visit(9*day + 200); joined(id) {
		t.Fatal("thawed for good, but a person thaws what was received until then")
	}
	// A hundred a day is what a call centre may have.
	w = newWorld(Decisions{})
	for i := range 300 {
		if id := visit(int64(i) * day / 100); !joined(id) {
			t.Fatalf("anonymous id %d at 100 a day does not join", i+1)
		}
	}
}

func TestCurrentUserStandsFirst(t *testing.T) {
	w := newWorld(Decisions{})
	w.observe(parseCall(1, "1 track user_id:a"), parseCall(2, "2 alias! user_id:z <a"), parseCall(3, "3 track user_id:a email:e"))
	c, _ := w.graph.Lookup(event.UserID, "a")
	if ids := w.graph.Identifiers(c); ids[0].Value != "z" || ids[1].Value != "a" || ids[2].Value != "e" {
		t.Errorf("identifiers %v", ids)
	}
}

func TestMergedIDsRedirect(t *testing.T) {
	w := newWorld(Decisions{})
	w.observe(parseCall(1, "5 track anonymous_id:young"), parseCall(2, "1 track user_id:old"))
	young, _ := w.graph.Lookup(event.AnonymousID, "young")
	old, _ := w.graph.Lookup(event.UserID, "old")
	youngID, oldID := w.graph.PublicID(young), w.graph.PublicID(old)
	w.observe(parseCall(3, "9 identify user_id:old anonymous_id:young"))
	c, ok := w.graph.ByPublicID(youngID)
	if !ok || w.graph.PublicID(c) != oldID {
		t.Errorf("the younger id leads to %q, want the older %q", w.graph.PublicID(c), oldID)
	}
	if got := w.graph.PublicID(young); got != oldID {
		t.Errorf("the number of before the merge leads to %q", got)
	}
	for _, id := range []string{"", "c_", "c_0000000000000", oldID + "0", strings.ToUpper(oldID), "m" + oldID[1:]} {
		if _, ok := w.graph.ByPublicID(id); ok {
			t.Errorf("%q finds somebody", id)
		}
	}
}

func TestSplitErrorsSayWhatToDo(t *testing.T) {
	w := newWorld(Decisions{})
	w.observe(parseCall(1, "1 track user_id:u"), parseCall(2, "1 identify user_id:v email:e"))
	u, _ := w.graph.Lookup(event.UserID, "u")
	v, _ := w.graph.Lookup(event.UserID, "v")
	for _, err := range []error{
		func() error { _, err := w.graph.Split(u, ""); return err }(),
		func() error { _, err := w.graph.Split(v, "m_nonsense"); return err }(),
		func() error { _, err := w.graph.Split(999, ""); return err }(),
	} {
		if err == nil {
			t.Error("no error")
		}
	}
}
