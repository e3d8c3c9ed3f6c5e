package scenario

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"wend/internal/event"
)

const story = `# A title
# and a remark
zone Europe/Berlin
begin 2024-03-30T20:00:00Z
now 2d
stage aware "Is aware" patience=10d: Page Viewed, Product Viewed | Product Added where value>=10
customer ann: 0h Product Viewed category=shoes page=/a
customer bob: 1d2h Order Completed value=12.5 note="two words" context.ip=x ·
  +10m Product Added n=3 ok=true
nobody: -1h Page Viewed device=mobile
call 5m identify user_id=u1 traits.email=ann@example.org
funnel strict window=48h exclude="A B@1-2": A → B
expect: 1, 2
paths page:
expect:
  one
  two
---

# Next
customer cem: 0s A
funnel: A
`

func TestParse(t *testing.T) {
	all, err := Parse(story)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 2 {
		t.Fatalf("%d scenarios", len(all))
	}
	s := all[0]
	begin := time.Date(2024, 3, 30, 20, 0, 0, 0, time.UTC)
	want := []Deed{
		{Person: "ann", At: begin, Name: "Product Viewed", Facts: event.Facts{Page: "/a"}, Properties: map[string]any{"category": "shoes"}},
		{Person: "bob", At: begin.Add(26 * time.Hour), Name: "Order Completed", Facts: event.Facts{Value: 12.5, HasValue: true},
			Properties: map[string]any{"value": 12.5, "note": "two words"}, Context: map[string]any{"ip": "x"}},
		{Person: "bob", At: begin.Add(26*time.Hour + 10*time.Minute), Name: "Product Added", Properties: map[string]any{"n": 3.0, "ok": true}},
		{Person: "", At: begin.Add(-time.Hour), Name: "Page Viewed", Facts: event.Facts{Device: "mobile"}},
	}
	if !reflect.DeepEqual(s.Deeds, want) {
		t.Errorf("deeds\n%+v\nwant\n%+v", s.Deeds, want)
	}
	if s.Title != "A title" || s.Zone.String() != "Europe/Berlin" || !s.Now.Equal(begin.Add(48*time.Hour)) {
		t.Errorf("%q, %v, %v", s.Title, s.Zone, s.Now)
	}
	stage := s.Stages[0]
	if stage.Key != "aware" || stage.Name != "Is aware" || stage.Patience != "10d" || len(stage.Rules) != 2 || len(stage.Rules[1].Events) != 2 || stage.Rules[1].Where[0].Op != "gte" {
		t.Errorf("%+v", stage)
	}
	if c := s.Calls[0]; c.Verb != "identify" || !c.At.Equal(begin.Add(5*time.Minute)) || c.Fields["traits.email"] != "ann@example.org" {
		t.Errorf("%+v", c)
	}
	q := s.Questions[0]
	if q.Word != "funnel" || !q.Has("strict") || q.Options["window"] != "48h" || Unquote(q.Options["exclude"]) != "A B@1-2" || q.Text != "A → B" {
		t.Errorf("%+v", q)
	}
	if !reflect.DeepEqual(s.Questions[1].Expect, []string{"one", "two"}) {
		t.Errorf("%+v", s.Questions[1].Expect)
	}
}

func TestParseRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"customer ann: soon A":                 "line 1: \"soon\" is no time",
		"customer ann: 0h":                     "no deed",
		"customer ann: 0h x=1":                 "needs a name",
		"customer ann: 0h A x=1 B":             "the name goes first",
		"customer ann 0h A":                    "cannot be read",
		"customer ann: 0h A x=\"1":             "quotation mark",
		"expect: 1":                            "follows a question",
		"# t\nfunnel: A\nexpect: 1\nexpect: 2": "line 4: this question has an answer",
		"call 0h":                              "cannot be read",
		"call 0h identify user":                "key=value",
		"zone Mars":                            "unknown time zone",
		"stage a: A where b":                   "no condition",
		"begin then":                           "cannot parse",
	} {
		if _, err := Parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestRewrite(t *testing.T) {
	text := "# T\nfunnel: A →\n  B\nexpect: 1, 2\npaths:\nexpect:\n  a\n  b\nstages:\n"
	all, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	var answers []answered
	for i, q := range all[0].Questions {
		answers = append(answers, answered{q, [][]string{{"3"}, {"x", "y", "z"}, {"new"}}[i]})
	}
	want := "# T\nfunnel: A →\n  B\nexpect: 3\npaths:\nexpect:\n  x\n  y\n  z\nstages:\nexpect: new\n"
	if got := rewrite(text, answers); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0s", 90 * time.Second: "1m30s", 26 * time.Hour: "1d2h", 1500 * time.Millisecond: "1s500ms", -time.Hour: "-1h",
	} {
		if got := Duration(d); got != want {
			t.Errorf("%v is written %s, want %s", d, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(story)
	f.Fuzz(func(t *testing.T, text string) {
		all, err := Parse(text)
		if err != nil {
			return
		}
		var answers []answered
		for _, s := range all {
			for _, q := range s.Questions {
				answers = append(answers, answered{q, []string{"x"}})
			}
		}
		rewrite(text, answers)
	})
}
