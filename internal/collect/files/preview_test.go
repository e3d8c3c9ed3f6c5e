package files

import (
	"net/http"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"wend/internal/problem"
)

func looked(t *testing.T, name, content string) *Preview {
	t.Helper()
	p, err := Look(write(t, name, []byte(content)), name, "", nil, Defaults{Timezone: "Europe/Berlin", Currency: "EUR"}, time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

const mailchimpHead = "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME,"

func TestAPreviewSaysWhoAgreedToWhat(t *testing.T) {
	for _, c := range []struct {
		name, content, shape string
		at                   string
		consents             map[string]bool
	}{
		{"list.csv", mailchimpHead + "UNSUB_TIME,UNSUB_REASON,LEID,EUID\nbob@example.org,Bob,Lee,2,2025-01-13 10:32:03,2025-01-13 10:33:03,2026-02-13 10:33:03,NORMAL,1,ab\n",
			"mailchimp_unsubscribed", "2026-02-13T10:33:03Z", map[string]bool{"email_marketing": false}},
		{"list.csv", mailchimpHead + "CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,LEID,EUID\ncat@example.org,Cat,Lee,2,2025-01-13 10:32:03,2025-01-13 10:33:03,2026-02-13 10:33:03,Spring,1,ac\n",
			"mailchimp_cleaned", "2026-02-13T10:33:03Z", map[string]bool{"email_marketing": false}},
		{"list.csv", mailchimpHead + "LAST_CHANGED,LEID,EUID\nann@example.org,Ann,Lee,2,2025-01-13 10:32:03,2025-01-13 10:32:03,2026-02-13 10:33:03,1,ad\n",
			"mailchimp_contacts", "2025-01-13T10:32:03Z", map[string]bool{}}, // whether they are subscribed stands in the file's name alone
		{"orders.csv", "Name,Email,Financial Status,Accepts Marketing,Currency,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price\n#1,ann@example.org,paid,yes,EUR,5.00,2026-03-01 10:00:00 +0100,1,Roll,5.00\n",
			"shopify_orders", "2026-03-01T09:00:00Z", map[string]bool{"email_marketing": true}}, // said of the customer, beside the order
	} {
		p := looked(t, c.name, c.content)
		if p.Reading.Shape == nil || p.Reading.Shape.Name != c.shape || len(p.Rows) != 1 {
			t.Errorf("%s: %+v %v", c.shape, p.Reading.Shape, p.Rows)
			continue
		}
		row := p.Rows[0]
		if got := row.Time.Format(time.RFC3339); got != c.at || len(row.Consents) != len(c.consents) || row.Consents["email_marketing"] != c.consents["email_marketing"] {
			t.Errorf("%s: at %s %v, want %s %v", c.shape, got, row.Consents, c.at, c.consents)
		}
	}
}

func TestNamesIdentifyNobody(t *testing.T) {
	p := looked(t, "sales.csv", "Order,Date,Customer,E-mail,Total\n1,2026-03-01 10:00,Ann Lee,ann@example.org,5.00\n2,2026-03-02 10:00,\"O'Neil, Zoë\",zoe@example.org,6.00\n")
	for _, c := range p.Columns {
		if c.Name == "Customer" && c.Meaning != Trait+":name" {
			t.Errorf("people's names are taken for %s", c.Meaning)
		}
	}
	p = looked(t, "sales.csv", "Order,Date,Customer,Total\n1,2026-03-01 10:00,K-1001,5.00\n2,2026-03-02 10:00,K-1002,6.00\n")
	for _, c := range p.Columns {
		if c.Name == "Customer" && c.Meaning != UserID {
			t.Errorf("customers' numbers are taken for %s", c.Meaning)
		}
	}
}

func TestAReportThatLacksWhatIsNeededSaysHowToGetIt(t *testing.T) {
	for _, c := range []struct{ content, title, advice string }{
		{"Campaign report\nCampaign status,Campaign,Currency code,Cost,Impr.,Clicks\nEnabled,Brand,EUR,12.50,1000,50\n", "a Google Ads cost report", `Add "Day"`},
		{"# Events\n# 20260901-20260930\nEvent name,Event count,Total users,Total revenue\npage_view,1200,300,0\n", "a table of totals from Google Analytics", "BigQuery"},
	} {
		p := looked(t, "report.csv", c.content)
		if p.Reading.Shape == nil || p.Reading.Shape.Title != c.title || !strings.Contains(strings.Join(p.Problems, " "), c.advice) {
			t.Errorf("%s: %+v %q", c.title, p.Reading.Shape, p.Problems)
		}
	}
}

// A file that says its description is 2 GiB long must not get the room for it.
func TestAParquetFileThatLiesAboutItsEnd(t *testing.T) {
	for name, content := range map[string]string{
		"longer.parquet":  "PAR1" + strings.Repeat("x", 1000) + "\xff\xff\xff\x7fPAR1",
		"largest.parquet": "PAR1" + strings.Repeat("x", 1000) + "\xff\xff\xff\xffPAR1",
		"cut.parquet":     "PAR1" + strings.Repeat("x", 1000),
		"short.parquet":   "PAR1",
	} {
		path := write(t, name, []byte(content))
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := Look(path, name, "", nil, Defaults{Timezone: "Europe/Berlin", Currency: "EUR"}, time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC))
		runtime.ReadMemStats(&after)
		if problem.Status(err) != http.StatusBadRequest || strings.Contains(err.Error(), filepath.Dir(path)) {
			t.Errorf("%s: %v", name, err)
		}
		if took := after.TotalAlloc - before.TotalAlloc; took > 64<<20 {
			t.Errorf("%s took %d MiB", name, took>>20)
		}
	}
}

// A row of a table without a customer is told in the words of a table.
func TestARowThatNamesNobody(t *testing.T) {
	p := looked(t, "people.csv", "Kundennr;Ort\n17;Kiel\n;Husum\n")
	want := "1 of the first 2 rows will be left out: The row names nobody: whatever says who it is about is empty."
	if len(p.Problems) != 1 || p.Problems[0] != want {
		t.Errorf("%q, not %q", p.Problems, want)
	}
}
