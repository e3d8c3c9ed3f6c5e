package digest

import (
	"bytes"
	"fmt"
	"html/template"
	"math"
	"strconv"
	"strings"
	"time"
)

// Mail is a digest as a letter.
type Mail struct {
	Subject string `json:"subject"`
	Text    string `json:"text"`
	HTML    string `json:"html"`
}

// Links are where a letter leads; empty ones lead nowhere and are left out.
type Links struct {
	Page          string // the week in the web app
	Changes       string // every change beside what was expected
	Opportunities string
	Stop          string // ends the letters
}

// Write writes the letter.
func (d Digest) Write(links Links) (Mail, error) {
	mail := Mail{Subject: d.subject(), Text: d.text(links)}
	var page bytes.Buffer
	if err := letter.Execute(&page, struct {
		Digest
		Subject, Span string
		Links         Links
	}{d, mail.Subject, d.span(), links}); err != nil {
		return Mail{}, fmt.Errorf("write the week's letter: %w", err)
	}
	mail.HTML = page.String()
	return mail, nil
}

// subject says the most important thing first. A header has one line.
func (d Digest) subject() string {
	text := "nothing unusual"
	if !d.Enough {
		text = "the week in numbers"
	}
	if n := len(d.Changes); n == 1 {
		text = "one thing changed"
	} else if n > 1 {
		text = strconv.Itoa(n) + " things changed"
	}
	return strings.Join(strings.Fields(d.Business+", "+d.span()+": "+text), " ")
}

func (d Digest) span() string { return spoken(d.From) + " to " + spoken(d.To) }

func spoken(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.Format("2 January")
}

func (d Digest) text(links Links) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n\n", d.Business, d.span())
	for _, f := range d.Figures {
		fmt.Fprintf(&b, "%s: %s (%s)\n", f.Label, f.Shown(), f.Said())
	}
	fmt.Fprintf(&b, "\nWhat changed\n")
	for _, c := range d.Changes {
		fmt.Fprintf(&b, "- %s\n", c.Text)
	}
	if len(d.Changes) == 0 {
		fmt.Fprintf(&b, "%s\n", d.Quiet())
	}
	if len(d.Opportunities) > 0 {
		fmt.Fprintf(&b, "\nBest opportunities\n")
		for _, o := range d.Opportunities {
			fmt.Fprintf(&b, "- %s\n", o.Sentence)
		}
	}
	if links.Page != "" {
		fmt.Fprintf(&b, "\nSee the week in Wend: %s\n", links.Page)
	}
	if links.Stop != "" {
		fmt.Fprintf(&b, "\n-- \n%s\nStop these letters: %s\n", asked, links.Stop)
	}
	return b.String()
}

// asked is why somebody gets the letter.
const asked = "You get this on Mondays because you asked for it in Wend."

// Asked is the same for the letter's page.
func (d Digest) Asked() string { return asked }

// Quiet is what is said where nothing changed.
func (d Digest) Quiet() string {
	if !d.Enough {
		return "There is too little history yet to say what is unusual."
	}
	return "Nothing unusual: every key metric stayed where it was expected."
}

// Shown is a figure's number.
func (f Figure) Shown() string {
	return strings.TrimSpace(grouped(f.Value) + " " + f.Unit)
}

// Said is where a figure lies beside its range.
func (f Figure) Said() string {
	if f.Expected == nil {
		return "too little history to expect anything"
	}
	words := map[string]string{"above": "more than the ", "below": "fewer than the ", "within": "as expected: "}[f.Beside]
	if f.Unit != "" && f.Beside == "below" {
		words = "less than the "
	}
	text := words + grouped(f.Expected[0]) + " to " + grouped(f.Expected[1])
	if f.Beside != "within" {
		text += " expected"
	}
	return text
}

// grouped writes a whole number with its thousands apart.
func grouped(v float64) string {
	text := strconv.FormatFloat(math.Abs(math.Round(v)), 'f', 0, 64)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	if math.Round(v) < 0 {
		return "−" + text
	}
	return text
}

var letter = template.Must(template.New("digest").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{.Subject}}</title></head>
<body style="margin:0;padding:24px;background:#fbfaf6;color:#1f1d19;font-family:Georgia,serif;font-size:16px;line-height:1.5">
<div style="max-width:600px;margin:0 auto">
<h1 style="font-size:24px;margin:0">{{.Business}}</h1>
<p style="margin:4px 0 24px;color:#5d574d">{{.Span}}</p>
<table role="presentation" style="width:100%;border-collapse:collapse">
{{range .Figures}}<tr><td style="padding:8px 0;border-top:1px solid #e4dfd4">{{.Label}}</td><td style="padding:8px 0;border-top:1px solid #e4dfd4;text-align:right"><strong style="font-size:20px">{{.Shown}}</strong><br><span style="color:#5d574d;font-size:14px">{{.Said}}</span></td></tr>
{{end}}</table>
<h2 style="font-size:18px;margin:28px 0 8px">What changed</h2>
{{range .Changes}}<p style="margin:0 0 10px">{{.Text}}</p>
{{else}}<p style="margin:0;color:#5d574d">{{.Quiet}}</p>
{{end}}{{if and .Enough .Links.Changes}}<p style="margin:6px 0 0;font-size:15px"><a href="{{.Links.Changes}}" style="color:#a8412a">See every change beside what was expected</a></p>
{{end}}{{if .Opportunities}}<h2 style="font-size:18px;margin:28px 0 8px">Best opportunities</h2>
{{range .Opportunities}}<p style="margin:0 0 10px">{{.Sentence}}</p>
{{end}}{{if .Links.Opportunities}}<p style="margin:6px 0 0;font-size:15px"><a href="{{.Links.Opportunities}}" style="color:#a8412a">See all opportunities</a></p>
{{end}}{{end}}{{if .Links.Page}}<p style="margin:28px 0 0"><a href="{{.Links.Page}}" style="color:#a8412a">See the week in Wend</a></p>
{{end}}{{if .Links.Stop}}<p style="margin:28px 0 0;padding-top:12px;border-top:1px solid #e4dfd4;color:#5d574d;font-size:14px">{{.Asked}} <a href="{{.Links.Stop}}" style="color:#5d574d">Stop these letters</a></p>
{{end}}</div></body></html>
`))
