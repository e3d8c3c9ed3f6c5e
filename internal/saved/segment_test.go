package saved_test

import (
	"encoding/json"
	"strings"
	"testing"

	"wend/internal/saved"
)

// Customer 1 did A and B, customer 2 only A.
func TestARuleForAllCardsNarrowsEachAndJoinsTheirOwn(t *testing.T) {
	const didA, didB, notB = `{"event":"A"}`, `{"event":"B"}`, `{"not":{"event":"B"}}`
	plain, own := question("trend", `{"series":[{"event":"A"}]}`), question("trend", `{"series":[{"event":"A"}],"segment":`+didB+`}`)
	cards := []saved.Card{{Inline: &plain}, {Inline: &own}}
	for _, c := range []struct {
		name, dashboard, link string
		want                  [2]string // how many A the cards show
	}{
		{name: "none", want: [2]string{"2", "1"}},
		{name: "the dashboard's", dashboard: didB, want: [2]string{"1", "1"}},
		{name: "the link's before the dashboard's", dashboard: didB, link: didA, want: [2]string{"2", "1"}},
		{name: "beside the card's own", dashboard: notB, want: [2]string{"1", "0"}},
	} {
		k := open(t)
		d := must[saved.Dashboard](t)(k.PutDashboard(t.Context(), "Ann", "", saved.DashboardBody{Name: "Shop", Segment: json.RawMessage(c.dashboard), Cards: cards}))
		if got := string(must[saved.Dashboard](t)(k.Dashboard(t.Context(), d.ID)).Segment); got != c.dashboard {
			t.Errorf("%s: kept %s", c.name, got)
		}
		_, secret, err := k.CreateShare(t.Context(), "Ann", d.ID, saved.ShareBody{Range: saved.Range{Range: "7d"}, Segment: json.RawMessage(c.link)})
		if err != nil {
			t.Fatal(err)
		}
		if listed := must[[]saved.Share](t)(k.Shares(t.Context(), d.ID)); string(listed[0].Segment) != c.link {
			t.Errorf("%s: the list of links says %s", c.name, listed[0].Segment)
		}
		page := must[saved.SharedDashboard](t)(k.Shared(t.Context(), secret))
		for i, want := range c.want {
			if answer := string(page.Cards[i].Answer); !strings.Contains(answer, `"values":[0,0,0,0,0,0,`+want+`]`) {
				t.Errorf("%s: card %d: %s, want %s at last", c.name, i, answer, want)
			}
		}
	}
}

func TestARuleForAllCardsIsReadWhenItIsKept(t *testing.T) {
	k := open(t)
	wrong := json.RawMessage(`{"event":1}`)
	if _, err := k.PutDashboard(t.Context(), "Ann", "", saved.DashboardBody{Name: "Shop", Segment: wrong}); !strings.HasPrefix(pointer(t, err), "/segment") {
		t.Errorf("a dashboard: %v", err)
	}
	d := must[saved.Dashboard](t)(k.PutDashboard(t.Context(), "Ann", "", saved.DashboardBody{Name: "Shop"}))
	for _, rule := range []string{`{"event":1}`, `{"property":"traits.email","op":"eq","value":"ann@example.com"}`, `"everybody"`} {
		if _, _, err := k.CreateShare(t.Context(), "Ann", d.ID, saved.ShareBody{Segment: json.RawMessage(rule)}); err == nil || !strings.HasPrefix(pointer(t, err), "/segment") {
			t.Errorf("a link for %s: %v", rule, err)
		}
	}
}

// A rule that says who customers are stays behind the sign-in, and so do the
// numbers that it leads to.
func TestALinkKeepsARuleThatNamesSomebodyToItself(t *testing.T) {
	k := open(t)
	plain := question("trend", `{"series":[{"event":"A"}]}`)
	rule := json.RawMessage(`{"property":"traits.email","op":"eq","value":"ann@example.com"}`)
	d := must[saved.Dashboard](t)(k.PutDashboard(t.Context(), "Ann", "", saved.DashboardBody{Name: "Shop", Segment: rule, Cards: []saved.Card{{Inline: &plain}}}))
	_, secret, err := k.CreateShare(t.Context(), "Ann", d.ID, saved.ShareBody{})
	if err != nil {
		t.Fatal(err)
	}
	page, err := json.Marshal(must[saved.SharedDashboard](t)(k.Shared(t.Context(), secret)))
	if err != nil || strings.Contains(string(page), "ann@example.com") || strings.Contains(string(page), `"answer"`) {
		t.Errorf("%s %v", page, err)
	}
}
