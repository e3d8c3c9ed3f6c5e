package saved

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"wend/internal/problem"
	"wend/internal/understand"
)

// SharedDashboard is what a public link shows: numbers, and nothing of any customer.
type SharedDashboard struct {
	Name        string          `json:"name"`
	Description string          `json:"description,omitempty"`
	Timezone    string          `json:"timezone" doc:"The time zone of its days"`
	Answered    time.Time       `json:"answered" doc:"When its numbers were counted"`
	Expires     *time.Time      `json:"expires"`
	Segment     json.RawMessage `json:"segment,omitempty" doc:"The rule that says which customers all cards look at, where there is one that may be shown"`
	Cards       []SharedCard    `json:"cards"`
	Notes       []SharedNote    `json:"notes" doc:"What happened on the days that the cards show"`
}

// SharedNote is a note without its author.
type SharedNote struct {
	ID string `json:"id"`
	NoteBody
}

// SharedCard is a card with its answer.
type SharedCard struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Width string `json:"width"`
	Show  string `json:"show"`
	Question
	Begin   time.Time       `json:"begin" doc:"Begin of its days"`
	End     time.Time       `json:"end" doc:"End of its days, exclusive"`
	Answer  json.RawMessage `json:"answer,omitempty" doc:"As POST /query/{analysis} answers"`
	Problem string          `json:"problem,omitempty" doc:"Why there is no answer, in a sentence"`
}

// Answer asks a question over its days, as they are at a moment.
func (s *Service) Answer(ctx context.Context, q Question, now time.Time) (any, error) {
	analysis, ok := understand.Find(q.Analysis)
	if !ok {
		return nil, problem.At("/analysis", "%q is no analysis: use one of %v.", shorten(q.Analysis), analyses())
	}
	body, err := q.Body(s.index.Zone(), now)
	if err != nil {
		return nil, err
	}
	return analysis.Run(ctx, s.index, body)
}

// freshFor is how long a public page's numbers stand: whoever reloads it, or
// however many do, the business is not counted anew each time.
const freshFor = time.Minute

// mostPages bounds the public pages that are remembered.
const mostPages = 200

// sharedPages remembers what public links showed a moment ago.
type sharedPages struct {
	mutex sync.Mutex
	pages map[string]*sharedPage // by link
}

type sharedPage struct {
	mutex     sync.Mutex // held while the page is counted: others wait for it
	dashboard string
	answered  time.Time
	page      SharedDashboard
}

func (p *sharedPages) of(share Share) *sharedPage {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	page := p.pages[share.ID]
	if page == nil {
		if len(p.pages) >= mostPages {
			clear(p.pages)
		}
		page = &sharedPage{dashboard: share.Dashboard}
		p.pages[share.ID] = page
	}
	return page
}

// forget drops what was remembered of a dashboard that changed.
func (p *sharedPages) forget(dashboard string) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	for id, page := range p.pages {
		if page.dashboard == dashboard {
			delete(p.pages, id)
		}
	}
}

// Shared is what the link of a secret shows now.
func (s *Service) Shared(ctx context.Context, secret string) (SharedDashboard, error) {
	share, err := s.live(ctx, secret)
	if err != nil {
		return SharedDashboard{}, err
	}
	page := s.shared.of(share)
	page.mutex.Lock()
	defer page.mutex.Unlock()
	now := s.now()
	if age := now.Sub(page.answered); age >= 0 && age < freshFor {
		return page.page, nil
	}
	answered, err := s.answerShared(ctx, share, now)
	if err == nil {
		page.page, page.answered = answered, now
	}
	return answered, err
}

func (s *Service) answerShared(ctx context.Context, share Share, now time.Time) (SharedDashboard, error) {
	dashboard, err := s.Dashboard(ctx, share.Dashboard)
	if problem.Status(err) == 404 {
		return SharedDashboard{}, errNotShared
	} else if err != nil {
		return SharedDashboard{}, err
	}
	days := share.Range
	if days == (Range{}) {
		days = dashboard.Range
	}
	segment := share.Segment
	if segment == nil {
		segment = dashboard.Segment
	}
	zone := s.index.Zone()
	out := SharedDashboard{Name: dashboard.Name, Description: dashboard.Description, Timezone: zone.String(), Answered: now.UTC(), Expires: share.Expires, Cards: []SharedCard{}, Notes: []SharedNote{}}
	if !namesCustomers(segment) {
		if out.Segment, err = treeWithoutAddresses(segment); err != nil {
			return SharedDashboard{}, err
		}
	}
	first, last := "", ""
	for _, card := range dashboard.Cards {
		shown, err := s.answerCard(ctx, card, days, segment, now)
		if err != nil {
			return SharedDashboard{}, err
		}
		out.Cards = append(out.Cards, shown)
		if begin := shown.Begin.In(zone).Format(time.DateOnly); !shown.Begin.IsZero() && (first == "" || begin < first) {
			first = begin
		}
		last = max(last, shown.End.In(zone).Format(time.DateOnly))
	}
	if first == "" {
		return out, nil
	}
	notes, err := s.Notes(ctx, first, last)
	for _, note := range notes {
		note.Text = withoutAddresses(note.Text)
		out.Notes = append(out.Notes, SharedNote{ID: note.ID, NoteBody: note.NoteBody})
	}
	return out, err
}

// answerCard answers one card. What is wrong with the card is said on it; what
// is wrong with the machine is an error.
func (s *Service) answerCard(ctx context.Context, card Card, days Range, segment json.RawMessage, now time.Time) (SharedCard, error) {
	out := SharedCard{ID: card.ID, Title: card.Title, Width: card.Width, Show: card.Show}
	question := card.Inline
	if card.Query != "" {
		saved, err := s.Query(ctx, card.Query)
		if problem.Status(err) == 404 {
			out.Problem = "The saved query that stood here was deleted."
			out.Question.Question = json.RawMessage("{}")
			return out, nil
		} else if err != nil {
			return out, err
		}
		question = &saved.Question
		if out.Title == "" {
			out.Title = saved.Name
		}
	}
	asked, err := question.in(days).of(segment)
	if err != nil {
		return out, err
	}
	out.Question = asked
	out.Begin, out.End = out.Bounds(s.index.Zone(), now)
	if namesCustomers(out.Question.Question) {
		out.Problem, out.Question.Question = "This card says who customers are, so that it is shown to people who are signed in alone.", json.RawMessage("{}")
		return out, nil
	}
	answer, err := s.Answer(ctx, out.Question, now)
	if clean, wrong := treeWithoutAddresses(out.Question.Question); wrong == nil {
		out.Question.Question = clean
	} else {
		return out, wrong
	}
	if quoting, ok := answer.(interface{ Unquoted() any }); ok {
		answer = quoting.Unquoted() // what customers wrote is for those who are signed in
	}
	var known *problem.Problem
	if errors.As(err, &known) && known.Status < 500 {
		out.Problem = known.Detail
		return out, nil
	} else if err != nil {
		return out, err
	}
	out.Answer, err = numbersOf(answer)
	return out, err
}

// numbersOf writes an answer without what was read to answer it, which tells
// how many customers there are.
func numbersOf(answer any) (json.RawMessage, error) {
	text, err := json.Marshal(answer)
	if err != nil {
		return nil, fmt.Errorf("write an answer: %w", err)
	}
	fields := map[string]json.RawMessage{}
	if err := json.Unmarshal(text, &fields); err != nil {
		return nil, fmt.Errorf("write an answer: %w", err)
	}
	delete(fields, "scanned")
	delete(fields, "took_ms")
	if text, err = json.Marshal(fields); err != nil {
		return nil, fmt.Errorf("write an answer: %w", err)
	}
	return treeWithoutAddresses(text)
}
