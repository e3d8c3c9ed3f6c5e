package scenario

import (
	"fmt"
	"strings"
	"time"

	"wend/internal/event"
)

// Scenario is one story: what is given, and questions about it.
type Scenario struct {
	Title string // its first comment
	Line  int    // where it begins, from 1

	Zone   *time.Location // UTC unless said
	Begin  time.Time      // the moment that offsets count from
	Now    time.Time      // zero unless said
	Stages []Stage
	Deeds  []Deed // in order of receipt
	Calls  []Call // in order of receipt

	Questions []Question
}

// Deed is something that somebody did.
type Deed struct {
	Person string // empty: nobody
	At     time.Time
	Name   string
	// Facts are what the built-in dimensions' names say, Properties and Context
	// the rest.
	Facts               event.Facts
	Properties, Context map[string]any
}

// Call is a call of the tracking protocol, for stories about identity.
type Call struct {
	At     time.Time
	Verb   string
	Fields map[string]any // as written: user_id, anonymous_id, traits.email …
}

// Stage is one stage of a model.
type Stage struct {
	Key, Name, Patience string
	Rules               []Selector
}

// Question is a question and the lines of its expected answer.
type Question struct {
	Word    string            // "funnel"
	Flags   []string          // words before the colon
	Options map[string]string // key=value before the colon
	Text    string            // what follows the colon
	Expect  []string
	Line    int // where it stands, from 1

	first, last int // lines of the expectation, half-open
}

// Has tells whether a flag was given.
func (q Question) Has(flag string) bool {
	for _, f := range q.Flags {
		if f == flag {
			return true
		}
	}
	return false
}

// DefaultBegin is a Monday.
var DefaultBegin = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)

// Parse reads the scenarios of a file. Scenarios are separated by lines of
// dashes.
func Parse(text string) ([]*Scenario, error) {
	p := &parser{lines: strings.Split(text, "\n")}
	for p.at < len(p.lines) {
		if err := p.statement(); err != nil {
			return nil, fmt.Errorf("line %d: %w", p.at+1, err)
		}
	}
	p.close()
	return p.all, nil
}

type parser struct {
	lines []string
	at    int
	all   []*Scenario
	now   *Scenario
}

func (p *parser) scenario() *Scenario {
	if p.now == nil {
		p.now = &Scenario{Line: p.at + 1, Zone: time.UTC, Begin: DefaultBegin}
	}
	return p.now
}

func (p *parser) close() {
	if p.now != nil && (len(p.now.Questions) > 0 || len(p.now.Deeds) > 0) {
		p.all = append(p.all, p.now)
	}
	p.now = nil
}

// statement reads one line and its indented continuations.
func (p *parser) statement() error {
	line := strings.TrimRight(p.lines[p.at], " \t\r")
	switch {
	case line == "":
		p.at++
		return nil
	case strings.HasPrefix(line, "---"):
		p.close()
		p.at++
		return nil
	case strings.HasPrefix(line, "#"):
		if s := p.scenario(); s.Title == "" {
			s.Title = strings.TrimSpace(strings.TrimLeft(line, "#"))
		}
		p.at++
		return nil
	case strings.HasPrefix(line, "expect"):
		return p.expectation(line)
	}
	next := p.at + 1
	for ; next < len(p.lines) && indented(p.lines[next]); next++ {
		line += " " + strings.TrimSpace(p.lines[next])
	}
	if err := p.given(p.scenario(), line); err != nil {
		return err
	}
	p.at = next
	return nil
}

func indented(line string) bool {
	return strings.TrimSpace(line) != "" && (line[0] == ' ' || line[0] == '\t')
}

func (p *parser) given(s *Scenario, line string) (err error) {
	head, body, colon := cutColon(line)
	words, err := fields(head)
	if err != nil {
		return err
	}
	word, rest := words[0], words[1:]
	switch word {
	case "zone":
		if len(rest) == 1 {
			s.Zone, err = time.LoadLocation(rest[0])
			return err
		}
	case "begin":
		// A time has colons of its own.
		s.Begin, err = time.Parse(time.RFC3339, strings.TrimSpace(strings.TrimPrefix(line, "begin")))
		return err
	case "now":
		if len(rest) == 1 {
			s.Now, err = moment(s.Begin, s.Begin, rest[0])
			return err
		}
	case "customer":
		if len(rest) == 1 && colon {
			return s.did(rest[0], body)
		}
	case "nobody":
		if len(rest) == 0 && colon {
			return s.did("", body)
		}
	case "stage":
		if len(rest) > 0 && colon {
			return s.stage(rest, body)
		}
	case "call":
		if len(rest) > 1 {
			return s.call(rest)
		}
	default:
		q := Question{Word: word, Options: map[string]string{}, Text: body, Line: p.at + 1}
		for _, w := range rest {
			if key, value, ok := cutOption(w); ok {
				q.Options[key] = value
			} else {
				q.Flags = append(q.Flags, w)
			}
		}
		s.Questions = append(s.Questions, q)
		return nil
	}
	return fmt.Errorf("%q cannot be read: see docs/scenarios.md", line)
}

// expectation reads an answer: on the line itself, or on the indented lines below.
func (p *parser) expectation(line string) error {
	_, body, colon := cutColon(line)
	if !colon || p.now == nil || len(p.now.Questions) == 0 {
		return fmt.Errorf("an answer follows a question: write it as \"expect: …\"")
	}
	q := &p.now.Questions[len(p.now.Questions)-1]
	if q.first > 0 {
		return fmt.Errorf("this question has an answer already")
	}
	q.first = p.at
	if body != "" {
		q.Expect = []string{body}
	}
	for p.at++; p.at < len(p.lines) && indented(p.lines[p.at]); p.at++ {
		q.Expect = append(q.Expect, strings.TrimSpace(p.lines[p.at]))
	}
	q.last = p.at
	return nil
}

// did reads what one person did: deeds separated by middle dots.
func (s *Scenario) did(person, body string) error {
	at := s.Begin
	for text := range strings.SplitSeq(body, "·") {
		words, err := fields(text)
		if err != nil {
			return err
		}
		if len(words) < 2 {
			return fmt.Errorf("%q is no deed: write a time and a name, for example 20h Product Added", strings.TrimSpace(text))
		}
		if at, err = moment(s.Begin, at, words[0]); err != nil {
			return err
		}
		d := Deed{Person: person, At: at}
		if err := d.read(words[1:]); err != nil {
			return err
		}
		s.Deeds = append(s.Deeds, d)
	}
	return nil
}

func (d *Deed) read(words []string) error {
	var name []string
	for i, w := range words {
		key, value, ok := cutOption(w)
		if !ok {
			if i > len(name) {
				return fmt.Errorf("%q stands behind a property: the name goes first", w)
			}
			name = append(name, unquote(w))
			continue
		}
		if err := d.set(key, literal(value)); err != nil {
			return err
		}
	}
	d.Name = strings.Join(name, " ")
	if d.Name == "" {
		return fmt.Errorf("a deed needs a name")
	}
	return nil
}

// set files a value under the dimension, the property or the context key.
func (d *Deed) set(key string, value any) error {
	facts := map[string]*string{
		"page": &d.Facts.Page, "source": &d.Facts.Source, "medium": &d.Facts.Medium, "campaign": &d.Facts.Campaign,
		"referrer_host": &d.Facts.ReferrerHost, "device": &d.Facts.Device, "os": &d.Facts.OS, "browser": &d.Facts.Browser,
		"country": &d.Facts.Country, "language": &d.Facts.Language,
	}
	if fact, ok := facts[key]; ok {
		*fact = fmt.Sprint(value)
		return nil
	}
	put := func(m *map[string]any, key string) {
		if *m == nil {
			*m = map[string]any{}
		}
		(*m)[key] = value
	}
	if inContext, ok := strings.CutPrefix(key, "context."); ok {
		put(&d.Context, inContext)
		return nil
	}
	if number, ok := value.(float64); ok && key == "value" {
		d.Facts.Value, d.Facts.HasValue = number, true
	}
	put(&d.Properties, strings.TrimPrefix(key, "properties."))
	return nil
}

func (s *Scenario) stage(words []string, body string) error {
	stage := Stage{Key: words[0], Name: words[0]}
	for _, w := range words[1:] {
		if key, value, ok := cutOption(w); ok && key == "patience" {
			stage.Patience = value
		} else {
			stage.Name = unquote(w)
		}
	}
	// Rules are told apart by commas; each may name several events.
	for text := range strings.SplitSeq(body, ",") {
		rule, err := ParseSelector(text)
		if err != nil {
			return err
		}
		stage.Rules = append(stage.Rules, rule)
	}
	s.Stages = append(s.Stages, stage)
	return nil
}

func (s *Scenario) call(words []string) error {
	at, err := moment(s.Begin, s.Begin, words[0])
	if err != nil {
		return err
	}
	c := Call{At: at, Verb: words[1], Fields: map[string]any{}}
	for _, w := range words[2:] {
		key, value, ok := cutOption(w)
		if !ok {
			return fmt.Errorf("%q is no field of a call: write key=value", w)
		}
		c.Fields[key] = literal(value)
	}
	s.Calls = append(s.Calls, c)
	return nil
}
