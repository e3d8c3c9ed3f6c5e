package digest

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/journey/journeytest"
	"wend/internal/understand/insights"
	"wend/internal/understand/querytest"
)

var now = time.Date(2026, 3, 18, 9, 0, 0, 0, time.UTC) // a Wednesday

// shop has about forty orders of 20 each day, and a week of 10 March with
// none from Tuesday to Thursday.
func shop(further ...journeytest.Event) *journey.Index {
	dice := rand.New(rand.NewPCG(3, 4))
	events := further
	customer := journey.Customer(0)
	for ago := 80; ago >= 0; ago-- {
		day := time.Date(2026, 3, 18-ago, 0, 0, 0, 0, time.UTC)
		if day.Month() == time.March && day.Day() >= 10 && day.Day() <= 12 {
			continue
		}
		for range 34 + dice.IntN(12) {
			customer++
			at := day.Add(time.Duration(dice.Int64N(int64(24 * time.Hour)))).UnixMilli()
			events = append(events, journeytest.Event{Customer: customer, Time: at, Name: "Page Viewed"},
				journeytest.Event{Customer: customer, Time: at + 1, Name: "Order Completed", Facts: event.Facts{Value: 20, HasValue: true}})
		}
	}
	return journeytest.New(events).Index
}

func definition(week string) Definition {
	return Definition{Week: week, Business: "Fern & Fathom", Currency: "EUR", Goal: "Order Completed", Now: now}
}

func TestAWeek(t *testing.T) {
	d, err := Compose(t.Context(), shop(), definition(""))
	if err != nil {
		t.Fatal(err)
	}
	if d.Week != "2026-W11" || d.From != "2026-03-09" || d.To != "2026-03-15" || !d.Over || !d.Enough {
		t.Errorf("%s: %s to %s", d.Week, d.From, d.To)
	}
	labels := ""
	for _, f := range d.Figures {
		labels += f.Label + " " + f.Beside + "; "
		if f.Expected == nil || f.Expected[0] >= f.Expected[1] {
			t.Errorf("%+v", f)
		}
	}
	if labels != "Visits below; Page views below; Orders below; Revenue below; " {
		t.Error(labels)
	}
	if o, r := d.Figures[2], d.Figures[3]; r.Value != o.Value*20 || r.Unit != "EUR" || o.Value < 130 || o.Value > 190 {
		t.Errorf("%v orders are worth %v %s", o.Value, r.Value, r.Unit)
	}
	if len(d.Changes) == 0 || d.Changes[0].Day < "2026-03-10" || d.Changes[0].Day > "2026-03-12" {
		t.Errorf("%+v", d.Changes)
	}
	quiet, err := Compose(t.Context(), shop(), definition("2026-W10"))
	if err != nil || len(quiet.Changes) != 0 || quiet.Figures[2].Beside != "within" {
		t.Errorf("%+v, %v", quiet, err)
	}
}

// A newsletter makes nobody a visitor, unless they click.
func TestWhatIsSentIsNoVisit(t *testing.T) {
	at := time.Date(2026, 3, 11, 8, 0, 0, 0, time.UTC).UnixMilli()
	var sent []journeytest.Event
	for customer := journey.Customer(100_000); customer < 100_300; customer++ {
		sent = append(sent, journeytest.Event{Customer: customer, Time: at, Name: "Message Sent"}, journeytest.Event{Customer: customer, Time: at + 1, Name: "Message Opened"})
	}
	sent = append(sent, journeytest.Event{Customer: 100_000, Time: at + 2, Name: "Message Clicked"})
	without, err := Compose(t.Context(), shop(), definition(""))
	if err != nil {
		t.Fatal(err)
	}
	with, err := Compose(t.Context(), shop(sent...), definition(""))
	if err != nil || with.Figures[0].Label != "Visits" || with.Figures[0].Value != without.Figures[0].Value+1 {
		t.Errorf("%+v instead of %+v and one who clicked: %v", with.Figures[0], without.Figures[0], err)
	}
}

func TestWeeksThatAreNone(t *testing.T) {
	for _, week := range []string{"2026-W54", "2026-W00", "2025-W53", "2026W11", "2026-11-2", "2026-W99", "2026-W40"} {
		querytest.Refused(t, "/week", func() error {
			_, err := Compose(t.Context(), shop(), definition(week))
			return err
		})
	}
}

func TestLetter(t *testing.T) {
	d := Digest{
		Week: "2026-W11", From: "2026-03-09", To: "2026-03-15", Business: "Fern &\r\nBcc: x <b>", Enough: true,
		Figures: []Figure{
			{Label: "Orders", Beside: "below", Sum: insights.Sum{Value: 1234, Expected: &[2]float64{1400, 1700}}},
			{Label: "Revenue", Unit: "EUR", Beside: "within", Sum: insights.Sum{Value: 20000, Expected: &[2]float64{19000, 22000}}},
			{Label: "Visits", Beside: "unknown", Sum: insights.Sum{Value: 3}},
		},
		Changes:       []insights.Insight{{Text: "On Tuesday 10 March there were no orders, where 30 to 46 were expected; <script>."}},
		Opportunities: []Opportunity{{Sentence: "On phones people leave."}},
	}
	m, err := d.Write(Links{Page: "https://wend.example/digest", Stop: "https://wend.example/unsubscribe?a=1&b=2"})
	if err != nil {
		t.Fatal(err)
	}
	if want := "Fern & Bcc: x <b>, 9 March to 15 March: one thing changed"; m.Subject != want {
		t.Errorf("subject %q", m.Subject)
	}
	for _, line := range []string{"Orders: 1,234 (fewer than the 1,400 to 1,700 expected)", "Revenue: 20,000 EUR (as expected: 19,000 to 22,000)", "Visits: 3 (too little history to expect anything)", "- On Tuesday 10 March", "- On phones people leave.", "See the week in Wend: https://wend.example/digest", "Stop these letters: https://wend.example/unsubscribe?a=1&b=2"} {
		if !strings.Contains(m.Text, line+"\n") && !strings.Contains(m.Text, line) {
			t.Errorf("no %q in\n%s", line, m.Text)
		}
	}
	if strings.Contains(m.HTML, "<script>") || strings.Contains(m.HTML, "x <b>") || !strings.Contains(m.HTML, "1,234") || !strings.Contains(m.HTML, `href="https://wend.example/digest"`) {
		t.Error(m.HTML)
	}
	d.Changes, d.Enough = nil, false
	if m, _ := d.Write(Links{}); !strings.HasSuffix(m.Subject, "the week in numbers") || !strings.Contains(m.Text, "too little history") {
		t.Error(m.Subject, m.Text)
	}
	d.Enough = true
	if m, _ := d.Write(Links{}); !strings.Contains(m.Text, "Nothing unusual") || strings.Contains(m.HTML, "href") {
		t.Error(m.Text)
	}
}
