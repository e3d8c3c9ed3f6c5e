package files

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"wend/internal/collect/protocol"
	"wend/internal/event"
)

// Recognise says what a file is. Its name may say more than the path.
func Recognise(path, filename string, kind Kind, m *Map, defaults Defaults) (*Reading, error) {
	file, err := openFile(path)
	if err != nil {
		return nil, err
	}
	defer file.close()
	file.name = strings.TrimSuffix(strings.ToLower(filename), ".gz")
	opened, err := open(file, kind, m, defaults)
	if err != nil {
		return nil, err
	}
	return opened.reading, opened.rows.close()
}

// Preview is a file as Wend understands it.
type Preview struct {
	Reading *Reading
	Columns []Column
	Rows    []Understood
	// Problems are what a person should know before importing.
	Problems []string
}

// Column is one column of a file.
type Column struct {
	Name    string   `json:"name"`
	Meaning string   `json:"meaning" doc:"What it is taken for; empty where the file's rows are read whole"`
	Reason  string   `json:"reason"`
	Samples []string `json:"samples"`
}

// Understood is one row as it would be stored.
type Understood struct {
	Row        int64 // the row's number in the file, or that of an order's first row
	Event      string
	Time       time.Time
	Customer   []event.Identifier
	Value      *float64
	Properties json.RawMessage
	Consents   map[string]bool // what the row says that the customer agreed to or refused, by purpose
	Problem    string          // why the row would be left out
}

// previewRows is how many rows a preview shows.
const previewRows = 20

// Look reads the beginning of a file, at path, without storing anything.
func Look(path, filename string, kind Kind, m *Map, defaults Defaults, now time.Time) (*Preview, error) {
	file, err := openFile(path)
	if err != nil {
		return nil, err
	}
	defer file.close()
	file.name = strings.TrimSuffix(strings.ToLower(filename), ".gz")
	rows, err := openRows(file, kind, m)
	if err != nil {
		return nil, err
	}
	o := &opened{rows: sample(rows)}
	defer o.rows.close()
	p := &Preview{Rows: []Understood{}, Problems: []string{}}
	err = o.settle(file.name, kind, m, defaults)
	if o.reading == nil {
		return nil, err
	}
	p.Reading = o.reading
	p.columns(o)
	if err != nil { // a column is missing: say so beside the columns
		p.Problems = append(p.Problems, sentenceOf(err))
		return p, nil
	}
	p.read(o, now)
	p.warn(defaults)
	return p, nil
}

func (p *Preview) columns(o *opened) {
	p.Columns = []Column{}
	values := o.rows.values()
	for i, name := range o.rows.columns() {
		c := Column{Name: name, Reason: p.Reading.Reasons[name], Samples: []string{}}
		if p.Reading.Map.Columns != nil {
			if c.Meaning = p.Reading.Map.Columns[name]; c.Meaning == "" {
				c.Meaning = p.Reading.Map.rest(p.Reading.Kind)
			}
		}
		for _, row := range values {
			if i < len(row) && row[i] != "" && len(c.Samples) < 3 && !slices.Contains(c.Samples, row[i]) {
				c.Samples = append(c.Samples, shortened(row[i]))
			}
		}
		p.Columns = append(p.Columns, c)
	}
}

// read builds the first rows as an import would.
func (p *Preview) read(o *opened, now time.Time) {
	d := protocol.NewDecoder(protocol.NewAgents(64))
	number, rejected := int64(0), map[string]int{}
	show := func(u Understood) {
		if u.Problem != "" {
			rejected[u.Problem]++
		}
		if len(p.Rows) < previewRows {
			p.Rows = append(p.Rows, u)
		}
	}
	take := func(list []message) {
		for i, m := range list {
			if m.companion {
				continue
			}
			u := understood(d, m, now)
			for j := i + 1; j < len(list) && list[j].companion; j++ { // who an order's customer is
				for purpose, given := range understood(d, list[j], now).Consents {
					u.Consents[purpose] = given
				}
			}
			show(u)
		}
	}
	for len(o.rows.first) > 0 { // what was sampled, and no more: the rest may be cut off
		r, _ := o.rows.next()
		number++
		list, err := []message(nil), r.err
		if err == nil {
			list, err = o.builder.take(r, number)
		}
		if err != nil && err != errJoined {
			show(Understood{Row: number, Properties: json.RawMessage("{}"), Problem: sentenceOf(err)})
		}
		take(list)
	}
	take(o.builder.end())
	if book, ok := o.builder.(*costBuilder); ok {
		for i, line := range book.lines {
			at, _ := time.Parse(time.DateOnly, line.Day)
			properties, _ := json.Marshal(line)
			show(Understood{Row: int64(i + 1), Event: "Cost", Time: at, Customer: []event.Identifier{}, Value: &line.Cost, Properties: properties})
		}
	}
	for reason, n := range rejected {
		p.Problems = append(p.Problems, fmt.Sprintf("%d of the first %d rows will be left out: %s", n, number, reason))
	}
	slices.Sort(p.Problems)
}

func understood(d *protocol.Decoder, m message, now time.Time) Understood {
	u := Understood{Row: m.number, Customer: []event.Identifier{}, Properties: json.RawMessage("{}"), Consents: map[string]bool{}}
	if m.from.err != nil {
		u.Problem = sentenceOf(m.from.err)
		return u
	}
	events, reason := normalise(d, m, "preview", now)
	if reason != "" || len(events) == 0 {
		u.Problem = reason
		return u
	}
	e := events[0]
	if u.Event = e.Name; u.Event == "" {
		u.Event = e.Type.String()
	}
	u.Time = time.UnixMilli(e.Time).UTC()
	u.Customer = append(u.Customer, e.Identifiers...)
	if e.Facts.HasValue {
		value := e.Facts.Value
		u.Value = &value
	}
	if shown := e.Properties; len(shown) > 0 {
		u.Properties = slices.Clone(shown)
	} else if len(e.Traits) > 0 {
		u.Properties = slices.Clone(e.Traits)
	}
	event.Members(event.Get(e.Context, "consent", "categoryPreferences"), func(purpose, answer []byte) bool {
		if given := string(answer); given == "true" || given == "false" {
			u.Consents[event.KeyText(purpose)] = given == "true"
		}
		return true
	})
	return u
}

// warn says what the file leaves open.
func (p *Preview) warn(defaults Defaults) {
	m := p.Reading.Map
	uses := map[string]int{}
	for _, c := range p.Columns {
		what, _ := splitMeaning(c.Meaning)
		uses[what]++
	}
	if m.Columns == nil {
		return
	}
	if p.Reading.Kind == Events && uses[Time] == 0 {
		p.Problems = append(p.Problems, "No column says when it happened: every row will count as of now.")
	}
	if zone := p.assumedZone(m); zone != "" && m.Timezone == defaults.Timezone {
		p.Problems = append(p.Problems, fmt.Sprintf("The times name no time zone: they are read as times of %s, the time zone of your workspace.", zone))
	} else if zone != "" {
		p.Problems = append(p.Problems, fmt.Sprintf("The times name no time zone: they are read as times of %s.", zone))
	}
	if m.Currency != "" && m.Currency != defaults.Currency && (p.Reading.Kind == Orders || p.Reading.Kind == Costs) {
		p.Problems = append(p.Problems, fmt.Sprintf("The amounts are in %s and your workspace counts in %s: they are taken as they stand, not converted.", m.Currency, defaults.Currency))
	}
	if foreign := foreignCurrency(p, defaults.Currency); foreign != "" {
		p.Problems = append(p.Problems, fmt.Sprintf("Some amounts are in %s and your workspace counts in %s: they are taken as they stand, not converted.", foreign, defaults.Currency))
	}
}

// assumedZone is where times of day that do not say it are taken to be; empty
// where all say it, or there are none.
func (p *Preview) assumedZone(m *Map) string {
	assumed := false
	for _, c := range p.Columns {
		switch what, _ := splitMeaning(c.Meaning); what {
		case Zone:
			return ""
		case Clock:
			assumed = assumed || len(c.Samples) > 0
		case Time:
			if m.TimeFormat != "" {
				return ""
			}
			for _, text := range c.Samples {
				assumed = assumed || strings.Contains(text, ":") && !hasOffset(text) && !strings.HasSuffix(text, "UTC")
			}
		}
	}
	switch {
	case !assumed:
		return ""
	case m.Timezone == "":
		return "UTC"
	}
	return m.Timezone
}

func foreignCurrency(p *Preview, own string) string {
	for _, row := range p.Rows {
		var said struct{ Currency string }
		if json.Unmarshal(row.Properties, &said) == nil && said.Currency != "" && said.Currency != own && said.Currency != p.Reading.Map.Currency {
			return said.Currency
		}
	}
	return ""
}

// sentenceOf makes an error a sentence.
func sentenceOf(err error) string {
	text := err.Error()
	if text == "" {
		return text
	}
	text = strings.ToUpper(text[:1]) + text[1:]
	if !strings.HasSuffix(text, ".") {
		text += "."
	}
	return text
}

// shortened is a value as far as it is shown.
func shortened(text string) string {
	if runes := []rune(text); len(runes) > 80 {
		return string(runes[:80]) + "…"
	}
	return text
}

// LookAt is Look for bytes that were sent: the beginning of a file.
func LookAt(folder string, start []byte, filename string, kind Kind, m *Map, defaults Defaults, now time.Time) (*Preview, error) {
	file, err := os.CreateTemp(folder, "preview-*")
	if err != nil {
		return nil, fmt.Errorf("preview a file: %w", err)
	}
	defer os.Remove(file.Name())
	_, err = file.Write(start)
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return nil, fmt.Errorf("preview a file: %w", err)
	}
	return Look(file.Name(), filename, kind, m, defaults, now)
}
