package query

import (
	"bytes"
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // time zones on machines that have none installed

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/problem"
	"wend/internal/segment"
)

// defaultRange is how far back a question without a range looks.
const defaultRange = 30 * 24 * time.Hour

// mostFilters bounds one list of filters.
const mostFilters = 50

// Request is what every question may say. Embed it in a Definition.
type Request struct {
	From     string          `json:"from,omitempty" doc:"Begin of the range, RFC 3339, inclusive; by default 30 days before its end. Only events within the range count."`
	To       string          `json:"to,omitempty" doc:"End of the range, RFC 3339, exclusive; by default now."`
	Timezone string          `json:"timezone,omitempty" doc:"IANA time zone of hours, days, weeks and months; by default the workspace's." example:"Europe/Berlin"`
	Segment  json.RawMessage `json:"segment,omitempty" doc:"Only customers for whom this rule holds at the end of the range, or now if that is earlier. Of accounts only what such people of theirs did is looked at; rfm and engagement, which compare a person with persons, are refused then."`
	Counting string          `json:"counting,omitempty" enum:"customers,accounts" doc:"Whose journeys are looked at: customers, or accounts (what group calls name): then every number of customers is one of accounts, and traits are the account's."`
	Where    []event.Filter  `json:"where,omitempty" doc:"Events that fail one of these filters are not seen by the analysis; sessions are cut before."`

	// Now stands in for the clock where it is set.
	Now time.Time `json:"-"`
}

// Range is a request's range, read: half-open, in milliseconds since 1970.
type Range struct {
	From, To int64
	Now      int64
	Zone     *time.Location
}

// Meta is what every answer says beside its numbers.
type Meta struct {
	TookMS  float64         `json:"took_ms" doc:"How long the question took, in milliseconds"`
	Scanned journey.Scanned `json:"scanned" doc:"What was read to answer it"`
}

// NewMeta closes a question that was begun at a time.
func NewMeta(begun time.Time, scanned journey.Scanned) Meta {
	return Meta{TookMS: float64(time.Since(begun).Microseconds()) / 1000, Scanned: scanned}
}

// Validate checks what can be checked without an index.
func (r Request) Validate() error {
	if _, err := r.Range(time.UTC); err != nil {
		return err
	}
	if _, _, err := r.rule(); err != nil {
		return err
	}
	if r.Counting != "" && r.Counting != countCustomers && r.Counting != countAccounts {
		return problem.At("/counting", "%q cannot be counted: write customers or accounts.", shorten(r.Counting))
	}
	return ValidateFilters(r.Where, "/where")
}

// Range reads from, to and timezone; workspace is the zone where none is named.
func (r Request) Range(workspace *time.Location) (Range, error) {
	now := r.Now
	if now.IsZero() {
		now = time.Now()
	}
	out := Range{Now: now.UnixMilli(), To: now.UnixMilli(), Zone: workspace}
	if r.Timezone != "" {
		zone, err := time.LoadLocation(r.Timezone)
		if err != nil || r.Timezone == "Local" {
			return Range{}, problem.At("/timezone", "%q is no time zone: write an IANA name, for example Europe/Berlin.", shorten(r.Timezone))
		}
		out.Zone = zone
	}
	var err error
	if r.To != "" {
		if out.To, err = parseTime(r.To); err != nil {
			return Range{}, problem.At("/to", "%q is no time: write RFC 3339, for example 2026-03-01T00:00:00Z.", shorten(r.To))
		}
	}
	out.From = out.To - defaultRange.Milliseconds()
	if r.From != "" {
		if out.From, err = parseTime(r.From); err != nil {
			return Range{}, problem.At("/from", "%q is no time: write RFC 3339, for example 2026-03-01T00:00:00Z.", shorten(r.From))
		}
	}
	if out.From >= out.To {
		at := "/to"
		if r.To == "" {
			at = "/from"
		}
		return Range{}, problem.At(at, "The range is empty: from must be earlier than to.")
	}
	return out, nil
}

// parseTime reads an RFC 3339 time, UTC where no offset is given, as
// milliseconds. Bounds are half-open and events lie on whole milliseconds, so
// a finer bound means the next one.
func parseTime(text string) (int64, error) {
	var t time.Time
	var err error
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", time.DateOnly} {
		if t, err = time.Parse(layout, text); err == nil {
			break
		}
	}
	if err != nil {
		return 0, err
	}
	ms := t.UnixMilli()
	if t.After(time.UnixMilli(ms)) {
		ms++
	}
	return ms, nil
}

// Prepare reads the range and compiles the request's filters into the scan
// that a fold runs over.
func (r Request) Prepare(ctx context.Context, ix *journey.Index) (journey.Scan, Range, error) {
	rng, err := r.Range(ix.Zone())
	if err != nil {
		return journey.Scan{}, Range{}, err
	}
	matcher, err := ix.Matcher(ctx, r.Where, rng.Zone)
	if err != nil {
		return journey.Scan{}, Range{}, Under("/where", err)
	}
	from, to := rng.From, rng.To
	if to == 0 { // a scan's 0 is no bound; nothing lies between 0 and the millisecond before
		to = -1
	}
	scan := journey.Scan{From: from, To: to, Where: matcher}
	if r.Counting == countAccounts {
		if scan.Accounts, err = ix.Accounts(from); err != nil {
			return journey.Scan{}, Range{}, Under("/from", err)
		}
	}
	rule, there, err := r.rule()
	if err != nil || !there {
		return scan, rng, err
	}
	members, err := FindSegment(ctx, ix, rule, rng, "/segment")
	if err != nil {
		return journey.Scan{}, Range{}, err
	}
	scan.Only = members.Contains
	return scan, rng, nil
}

// rule reads the request's segment. It chooses people, of whose accounts then
// their touchpoints alone are seen; how a person stands among persons would be
// read as how the account stands among accounts, and is refused.
func (r Request) rule() (rule segment.Rule, there bool, err error) {
	rule, there, err = ReadSegment(r.Segment, "/segment")
	if err != nil || !there || r.Counting != countAccounts {
		return rule, there, err
	}
	if kind, at, asks := rule.AsksStanding(); asks {
		return rule, there, problem.At("/segment"+at, "%s says how a person stands among persons, not an account among accounts: count customers, or leave this condition out.", kind)
	}
	return rule, there, nil
}

// ReadSegment reads an inline rule; there is false where none was given.
func ReadSegment(raw json.RawMessage, pointer string) (rule segment.Rule, there bool, err error) {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || string(raw) == "null" {
		return segment.Rule{}, false, nil
	}
	if raw[0] == '"' {
		return segment.Rule{}, false, problem.At(pointer, `There are no segments under names yet: write the rule itself, such as {"event":"Order Completed","within":"90d"}.`)
	}
	rule, err = segment.Parse(raw)
	return rule, true, Under(pointer, err)
}

// FindSegment finds the customers for whom a rule holds as of the end of a
// range, or now if that is earlier. An event at that very moment is not in the
// range, but as of any moment the events at it count, and within d reaches
// back to just after d before it: so the answer is that of a preview.
func FindSegment(ctx context.Context, ix *journey.Index, rule segment.Rule, rng Range, pointer string) (*segment.Members, error) {
	test, err := rule.Compile(ctx, ix, rng.Zone)
	if err != nil {
		return nil, Under(pointer, err)
	}
	return test.Find(ctx, min(rng.To, rng.Now))
}

// What Request.Counting may say.
const (
	countCustomers = "customers"
	countAccounts  = "accounts"
)

// ValidateFilters checks filters without an index; prefix is the list's pointer.
func ValidateFilters(filters []event.Filter, prefix string) error {
	if len(filters) > mostFilters {
		return problem.At(prefix, "There may be at most %d filters in one list.", mostFilters)
	}
	for i, f := range filters {
		at := prefix + "/" + strconv.Itoa(i)
		if _, err := event.ParsePath(f.Property); err != nil {
			return problem.At(at+"/property", "%s.", sentence(err))
		}
		if _, field, err := f.Compile(); err != nil {
			return problem.At(at+"/"+field, "%s.", sentence(err))
		}
	}
	return nil
}

// ParsePath reads a property path and blames the pointer for a bad one.
func ParsePath(text, pointer string) (event.Path, error) {
	path, err := event.ParsePath(text)
	if err != nil {
		return event.Path{}, problem.At(pointer, "%s.", sentence(err))
	}
	return path, nil
}

// Duration reads a duration and blames the pointer for a bad one.
func Duration(text, pointer string) (time.Duration, error) {
	d, err := ParseDuration(text)
	if err != nil {
		return 0, problem.At(pointer, "%q cannot be read: %s.", shorten(text), err)
	}
	return d, nil
}

// sentence begins an error's text with a capital, where it begins with a letter.
func sentence(err error) string {
	text := strings.TrimSuffix(err.Error(), ".")
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// Limit answers a number that may be left out; it must lie between one and most.
func Limit(n *int, otherwise, most int, pointer string) (int, error) {
	if n == nil {
		return otherwise, nil
	}
	if *n < 1 || *n > most {
		return 0, problem.At(pointer, "%s must be between 1 and %d.", where(pointer), most)
	}
	return *n, nil
}

// Never is a duration that no two events lie apart: the window without end.
// Half of int64's range, so that a time less Never does not overflow.
const Never = 1 << 62
