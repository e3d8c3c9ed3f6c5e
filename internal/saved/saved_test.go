package saved_test

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"strings"
	"testing"
	"time"

	"wend/internal/problem"
	"wend/internal/saved"
	"wend/internal/store"
	"wend/internal/understand/querytest"
)

// kept is a service over an empty store, a small world and a clock.
type kept struct {
	*saved.Service
	now time.Time
}

func open(t *testing.T) *kept {
	t.Helper()
	migrations, err := fs.Sub(saved.Migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	state, err := store.Open(t.Context(), t.TempDir(), store.Options{
		Migrations: []store.Migrations{{Room: "saved", FS: migrations}}, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = state.Close() })
	world := querytest.Of([]querytest.Did{{Customer: 1, Name: "A"}, {Customer: 1, Name: "B", After: time.Minute}, {Customer: 2, Name: "A", After: time.Hour}})
	k := &kept{now: querytest.Origin.Add(2 * time.Hour)}
	k.Service = saved.New(state, world.Index.Index, func() time.Time { return k.now })
	return k
}

func question(analysis, body string) saved.Question {
	return saved.Question{Analysis: analysis, Question: json.RawMessage(body)}
}

func pointer(t *testing.T, err error) string {
	t.Helper()
	var p *problem.Problem
	if !errors.As(err, &p) || len(p.Fields) == 0 {
		t.Fatalf("no field is to blame: %v", err)
	}
	return p.Fields[0].Pointer
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestWhatIsWrongWithAQuestionIsSaidWhereItStands(t *testing.T) {
	k := open(t)
	for _, c := range []struct {
		question saved.Question
		want     string
	}{
		{question("spells", `{}`), "/analysis"},
		{question("trend", `[]`), "/question"},
		{question("trend", `null`), "/question"},
		{question("trend", `{"series":[{}],"from":"2024-01-01T00:00:00Z"}`), "/question/from"},
		{question("trend", `{"series":[]}`), "/question/series"},
		{question("trend", `{"series":[{"event":"A","measure":"sum:"}]}`), "/question/series/0/measure"},
		{question("funnel", `{"steps":[{"event":"A","wher":[]}]}`), "/question/steps/0/wher"},
		{question("paths", `{"by":"moon"}`), "/question/by"},
		{saved.Question{Analysis: "stages", Question: json.RawMessage(`{}`), Range: "8d"}, "/range"},
		{saved.Question{Analysis: "stages", Question: json.RawMessage(`{}`), Range: "7d", From: "2024-01-01"}, "/from"},
		{saved.Question{Analysis: "stages", Question: json.RawMessage(`{}`), Range: "custom", From: "2024-01-01"}, "/to"},
		{saved.Question{Analysis: "stages", Question: json.RawMessage(`{}`), Range: "custom", From: "2024-01-02", To: "2024-01-01"}, "/to"},
	} {
		_, err := k.PutQuery(t.Context(), "Ann", "", saved.QueryBody{Name: "x", Question: c.question})
		if at := pointer(t, err); at != c.want {
			t.Errorf("%+v: blames %s, want %s", c.question, at, c.want)
		}
		_, err = k.PutDashboard(t.Context(), "Ann", "", saved.DashboardBody{Name: "x", Cards: []saved.Card{{Inline: &c.question}}})
		if at := pointer(t, err); at != "/cards/0/inline"+c.want {
			t.Errorf("%+v on a card: blames %s", c.question, at)
		}
	}
}

// A relative range means other days each day, and whole days of the zone also
// when the clock is put forward within them.
func TestRangesAreWholeDaysOfTheZone(t *testing.T) {
	berlin := must[*time.Location](t)(time.LoadLocation("Europe/Berlin"))
	for _, c := range []struct{ question, now, from, to string }{
		{`{"range":"7d"}`, "2026-03-30T00:30:00+02:00", "2026-03-23T23:00:00Z", "2026-03-30T22:00:00Z"},
		{`{"range":"7d"}`, "2026-03-29T23:30:00+02:00", "2026-03-22T23:00:00Z", "2026-03-29T22:00:00Z"},
		{`{}`, "2026-03-10T12:00:00Z", "2026-02-08T23:00:00Z", "2026-03-10T23:00:00Z"},
		{`{"range":"custom","from":"2026-03-29","to":"2026-03-29"}`, "2020-01-01T00:00:00Z", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"},
	} {
		var q saved.Question
		if err := json.Unmarshal([]byte(c.question), &q); err != nil {
			t.Fatal(err)
		}
		from, to := q.Bounds(berlin, must[time.Time](t)(time.Parse(time.RFC3339, c.now)))
		if got := from.UTC().Format(time.RFC3339) + " " + to.UTC().Format(time.RFC3339); got != c.from+" "+c.to {
			t.Errorf("%s at %s: %s, want %s %s", c.question, c.now, got, c.from, c.to)
		}
	}
}

func TestDeletedThingsComeBackUntilTheyAreThrownAway(t *testing.T) {
	k, ctx := open(t), t.Context()
	body := saved.QueryBody{Name: " Orders ", Question: question("trend", `{ "series": [ {"event":"A"} ] }`)}
	q := must[saved.Query](t)(k.PutQuery(ctx, "Ann", "", body))
	if q.Name != "Orders" || q.Range != "30d" || q.CreatedBy != "Ann" || string(q.Question.Question) != `{"series":[{"event":"A"}]}` {
		t.Errorf("saved as %+v", q)
	}
	if err := k.DeleteQuery(ctx, q.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Query(ctx, q.ID); problem.Status(err) != 404 {
		t.Errorf("a deleted query is still there: %v", err)
	}
	if err := k.DeleteQuery(ctx, q.ID); problem.Status(err) != 404 {
		t.Errorf("deleted twice: %v", err)
	}
	back := must[saved.Query](t)(k.RestoreQuery(ctx, q.ID))
	if back.Name != q.Name || !back.Created.Equal(q.Created) {
		t.Errorf("came back as %+v", back)
	}
	if err := k.DeleteQuery(ctx, q.ID); err != nil {
		t.Fatal(err)
	}
	k.now = k.now.Add(31 * 24 * time.Hour)
	must[saved.Query](t)(k.PutQuery(ctx, "Ann", "", body))
	if _, err := k.RestoreQuery(ctx, q.ID); problem.Status(err) != 404 {
		t.Errorf("what was thrown away came back: %v", err)
	}
}

func TestListsPageWithoutGapsOrRepeats(t *testing.T) {
	k, ctx := open(t), t.Context()
	made := map[string]bool{}
	for i := range 23 {
		if i%3 == 0 {
			k.now = k.now.Add(time.Second) // several of the same moment
		}
		made[must[saved.Dashboard](t)(k.PutDashboard(ctx, "Ann", "", saved.DashboardBody{Name: "x"})).ID] = true
	}
	cursor := ""
	for pages := 0; ; pages++ {
		items, next, err := k.Dashboards(ctx, 5, cursor)
		if err != nil || len(items) > 5 || pages > 5 {
			t.Fatalf("page %d: %d items, %v", pages, len(items), err)
		}
		for _, d := range items {
			if !made[d.ID] {
				t.Errorf("%s is listed twice", d.ID)
			}
			delete(made, d.ID)
		}
		if cursor = next; cursor == "" {
			break
		}
	}
	if len(made) > 0 {
		t.Errorf("%d are not listed", len(made))
	}
	if _, _, err := k.Dashboards(ctx, 5, "nonsense"); pointer(t, err) != "/cursor" {
		t.Error(err)
	}
}

// Applying a kit twice leaves one dashboard, and its cards keep their ids.
func TestADashboardOfTheCallersID(t *testing.T) {
	k, ctx := open(t), t.Context()
	own := question("trend", `{"series":[{"event":"A"}]}`)
	d := saved.Dashboard{Item: saved.Item{ID: "kit-shop"}, DashboardBody: saved.DashboardBody{Name: "Shop", Cards: []saved.Card{{ID: "orders", Inline: &own}, {Inline: &own}}}}
	first := must[saved.Dashboard](t)(k.CreateDashboard(ctx, "Wend", d))
	d.Name = "The shop"
	must[saved.Dashboard](t)(k.CreateDashboard(ctx, "Wend", d))
	items, _, err := k.Dashboards(ctx, 10, "")
	if err != nil || len(items) != 1 || items[0].Name != "The shop" || items[0].Cards[0].ID != "orders" || items[0].Cards[1].ID == "" {
		t.Errorf("%+v, %v", items, err)
	}
	if first.Cards[0].Width != "half" || first.Cards[0].Show != "chart" || own.Range != "" {
		t.Errorf("defaults: %+v; the caller's question %+v", first.Cards[0], own)
	}
	for _, c := range []struct {
		card saved.Card
		want string
	}{
		{saved.Card{}, "/cards/0/query"},
		{saved.Card{Query: "qry_none"}, "/cards/0/query"},
		{saved.Card{Query: "qry_none", Inline: &own}, "/cards/0/query"},
		{saved.Card{Inline: &own, Width: "huge"}, "/cards/0/width"},
		{saved.Card{Inline: &own, Show: "dance"}, "/cards/0/show"},
		{saved.Card{Inline: &own, Title: strings.Repeat("é", 121)}, "/cards/0/title"},
		{saved.Card{Inline: &own, ID: "A B"}, "/cards/0/id"},
	} {
		_, err := k.PutDashboard(ctx, "Ann", "", saved.DashboardBody{Name: "x", Cards: []saved.Card{c.card}})
		if at := pointer(t, err); at != c.want {
			t.Errorf("%+v: blames %s, want %s", c.card, at, c.want)
		}
	}
}

func TestNotesStandInOrderOfTheirDays(t *testing.T) {
	k, ctx := open(t), t.Context()
	for _, day := range []string{"2026-03-02", "2026-02-28", "2026-03-01"} {
		must[saved.Note](t)(k.PutNote(ctx, "Ann", "", saved.NoteBody{Day: day, Text: " New \n checkout "}))
	}
	found := must[[]saved.Note](t)(k.Notes(ctx, "2026-03-01", "2026-03-31"))
	if len(found) != 2 || found[0].Day != "2026-03-01" || found[1].Text != "New checkout" {
		t.Errorf("%+v", found)
	}
	if all := must[[]saved.Note](t)(k.Notes(ctx, "", "")); len(all) != 3 {
		t.Errorf("%d notes in all", len(all))
	}
	_, err := k.PutNote(ctx, "Ann", "", saved.NoteBody{Day: "2026-02-30", Text: "x"})
	if pointer(t, err) != "/day" {
		t.Error(err)
	}
	_, err = k.PutNote(ctx, "Ann", "", saved.NoteBody{Day: "2026-02-03", Text: " "})
	if pointer(t, err) != "/text" {
		t.Error(err)
	}
}

func shareOf(t *testing.T, k *kept, body saved.ShareBody, cards ...saved.Card) (dashboard saved.Dashboard, share saved.Share, secret string) {
	t.Helper()
	dashboard = must[saved.Dashboard](t)(k.PutDashboard(t.Context(), "Ann", "", saved.DashboardBody{Name: "Shop", Cards: cards}))
	share, secret, err := k.CreateShare(t.Context(), "Ann", dashboard.ID, body)
	if err != nil {
		t.Fatal(err)
	}
	return dashboard, share, secret
}

func TestALinkShowsNumbersUntilItEnds(t *testing.T) {
	k, ctx := open(t), context.Background()
	trend := question("trend", `{"series":[{"event":"A"}]}`)
	dashboard, share, secret := shareOf(t, k, saved.ShareBody{Range: saved.Range{Range: "7d"}, ExpiresInDays: 2}, saved.Card{Inline: &trend, Title: "Visits"})
	page := must[saved.SharedDashboard](t)(k.Shared(ctx, secret))
	if page.Name != "Shop" || len(page.Cards) != 1 || page.Cards[0].Range != "7d" || page.Cards[0].Title != "Visits" {
		t.Fatalf("%+v", page)
	}
	answer := string(page.Cards[0].Answer)
	if !strings.Contains(answer, `"values":[0,0,0,0,0,0,2]`) || strings.Contains(answer, "scanned") {
		t.Errorf("answer %s", answer)
	}
	for _, wrong := range []string{"", "x", share.ID, secret + "0"} {
		if _, err := k.Shared(ctx, wrong); problem.Status(err) != 404 {
			t.Errorf("%q shows something: %v", wrong, err)
		}
	}
	if err := k.DeleteDashboard(ctx, dashboard.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Shared(ctx, secret); problem.Status(err) != 404 {
		t.Errorf("a deleted dashboard is shown: %v", err)
	}
	must[saved.Dashboard](t)(k.RestoreDashboard(ctx, dashboard.ID))
	must[saved.SharedDashboard](t)(k.Shared(ctx, secret))
	k.now = k.now.Add(48 * time.Hour)
	if _, err := k.Shared(ctx, secret); problem.Status(err) != 410 || !strings.Contains(err.Error(), "expired on 1 April 2024") {
		t.Errorf("an expired link: %v", err)
	}
	second, secondSecret, err := k.CreateShare(ctx, "Ann", dashboard.ID, saved.ShareBody{})
	if err != nil || second.Expires != nil {
		t.Fatal(second, err)
	}
	must[saved.SharedDashboard](t)(k.Shared(ctx, secondSecret))
	if listed := must[[]saved.Share](t)(k.Shares(ctx, dashboard.ID)); len(listed) != 1 || listed[0].ID != second.ID {
		t.Errorf("links that work: %+v", listed)
	}
	if err := k.RevokeShare(ctx, dashboard.ID, second.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Shared(ctx, secondSecret); problem.Status(err) != 410 || !strings.Contains(err.Error(), "revoked") {
		t.Errorf("a revoked link: %v", err)
	}
}

// What is wrong with one card does not hide the others, and nothing that says
// who a customer is goes out.
func TestALinkNamesNobody(t *testing.T) {
	k := open(t)
	fine := question("stages", `{}`)
	cards := []saved.Card{{Inline: &fine}}
	for _, body := range []string{
		`{"series":[{}],"breakdown":"traits.email"}`,
		`{"series":[{"where":[{"property":"traits.Phone","op":"eq","value":"1"}]}]}`,
		`{"series":[{"measure":"avg:properties.user_id"}]}`,
		`{"series":[{}],"breakdown":"context.ip"}`,
		`{"series":[{}],"breakdown":"traits.full_name"}`,
		`{"series":[{}],"breakdown":"traits.mobile"}`,
		`{"series":[{}],"breakdown":"traits.contact.mail"}`,
		`{"series":[{}],"breakdown":"traits.customerEmail"}`,
		`{"series":[{}],"breakdown":"properties.billing-phone"}`,
	} {
		q := question("trend", body)
		cards = append(cards, saved.Card{Inline: &q})
	}
	gone := must[saved.Query](t)(k.PutQuery(t.Context(), "Ann", "", saved.QueryBody{Name: "x", Question: fine}))
	cards = append(cards, saved.Card{Query: gone.ID})
	_, _, secret := shareOf(t, k, saved.ShareBody{}, cards...)
	if err := k.DeleteQuery(t.Context(), gone.ID); err != nil {
		t.Fatal(err)
	}
	page := must[saved.SharedDashboard](t)(k.Shared(t.Context(), secret))
	for i, card := range page.Cards {
		if shown := card.Answer != nil; shown != (i == 0) || shown == (card.Problem != "") {
			t.Errorf("card %d: answer %s, problem %q", i, card.Answer, card.Problem)
		}
		if i > 0 && string(card.Question.Question) != "{}" {
			t.Errorf("card %d tells its question %s", i, card.Question.Question)
		}
	}
	if _, err := json.Marshal(page); err != nil {
		t.Error(err)
	}
}

// A page is counted once a minute, however many look at it; a changed
// dashboard is shown at once.
func TestALinkIsCountedOnceAMinute(t *testing.T) {
	k, ctx := open(t), t.Context()
	dashboard, _, secret := shareOf(t, k, saved.ShareBody{})
	first := must[saved.SharedDashboard](t)(k.Shared(ctx, secret))
	k.now = k.now.Add(59 * time.Second)
	if again := must[saved.SharedDashboard](t)(k.Shared(ctx, secret)); !again.Answered.Equal(first.Answered) {
		t.Error("counted again within a minute")
	}
	k.now = k.now.Add(2 * time.Second)
	if later := must[saved.SharedDashboard](t)(k.Shared(ctx, secret)); later.Answered.Equal(first.Answered) {
		t.Error("not counted again after a minute")
	}
	must[saved.Dashboard](t)(k.PutDashboard(ctx, "Ann", dashboard.ID, saved.DashboardBody{Name: "Other"}))
	if changed := must[saved.SharedDashboard](t)(k.Shared(ctx, secret)); changed.Name != "Other" {
		t.Errorf("still shows %q", changed.Name)
	}
}
