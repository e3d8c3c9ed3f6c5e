package files

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"time"

	"wend/internal/collect/protocol"
	"wend/internal/event"
)

// ownCustomersShape is the table that `wend export customers` writes.
const ownCustomersShape = "wend_customers"

// mostOfOneCall is how many further identifiers one message carries: an event
// keeps sixteen in all.
const mostOfOneCall = 15

// ownCustomers builds from a row of our own export of customers what makes
// that customer again: who they are since they were first seen, and what is
// known of them now. What Wend finds out by itself (stage, value, visits) is
// left out.
type ownCustomers struct{ place map[string]int }

func newOwnCustomers(names []string) *ownCustomers {
	place := map[string]int{}
	for i, name := range names {
		place[name] = i
	}
	return &ownCustomers{place}
}

// ownCustomer is a row as it was read.
type ownCustomer struct {
	identifiers []event.Identifier // the customer's present user id first
	traits      map[string]json.RawMessage
	consents    map[string]bool
	first, last int64
}

func (b *ownCustomers) take(r row, number int64) ([]message, error) {
	c, err := b.read(r.values)
	if err != nil {
		return nil, err
	}
	known, doubtful := c.contacts()
	main := c.identify(c.last, c.identifiers, known, c.consents)
	id := protocol.RowID(main)
	list := []message{{text: main, id: id, from: r, number: number}}
	more := func(what string, text []byte) {
		if text != nil {
			list = append(list, message{text: text, id: id + ":" + what + customerSuffix, companion: true, from: r, number: number})
		}
	}
	if c.first < c.last {
		more("first", c.identify(c.first, c.identifiers, nil, nil))
	}
	for i := mostOfOneCall + 1; i < len(c.identifiers); i += mostOfOneCall {
		part := append([]event.Identifier{c.identifiers[0]}, c.identifiers[i:min(i+mostOfOneCall, len(c.identifiers))]...)
		more(strconv.Itoa(i), c.identify(c.first, part, nil, nil))
	}
	for i, former := range c.identifiers {
		if i > 0 && former.Kind == event.UserID {
			more("user"+strconv.Itoa(i), written(ownCall{Type: "identify", UserID: former.Value, Timestamp: c.first}))
			more("alias"+strconv.Itoa(i), written(ownCall{Type: "alias", UserID: c.identifiers[0].Value, PreviousID: former.Value, Timestamp: c.last}))
		}
	}
	if len(doubtful) > 0 {
		more("contact", c.distrusted(doubtful))
	}
	return list, nil
}

func (*ownCustomers) end() []message { return nil }

func (b *ownCustomers) cell(values []string, name string) string {
	if i, ok := b.place[name]; ok && i < len(values) {
		return values[i]
	}
	return ""
}

func (b *ownCustomers) read(values []string) (c ownCustomer, err error) {
	var listed []struct{ Kind, Value string }
	if json.Unmarshal([]byte(b.cell(values, "identifiers")), &listed) != nil {
		return c, errors.New(`the identifiers are no list such as [{"kind":"email","value":"ann@example.com"}]`)
	}
	for _, id := range listed {
		if id.Kind != "" && id.Value != "" {
			c.identifiers = append(c.identifiers, event.Identifier{Kind: id.Kind, Value: id.Value})
		}
	}
	if len(c.identifiers) == 0 {
		return c, errors.New("the row has no identifier: nobody could be recognised by it")
	}
	if text := b.cell(values, "traits"); text != "" && json.Unmarshal([]byte(text), &c.traits) != nil {
		return c, errors.New(`the traits are no object such as {"name":"Ann"}`)
	}
	if text := b.cell(values, "consents"); text != "" && json.Unmarshal([]byte(text), &c.consents) != nil {
		return c, errors.New(`the consents are no object such as {"email_marketing":true}`)
	}
	for _, t := range []struct {
		name string
		into *int64
	}{{"first_seen", &c.first}, {"last_seen", &c.last}} {
		at, err := time.Parse(time.RFC3339, b.cell(values, t.name))
		if err != nil {
			return c, errors.New(t.name + " is no time such as 2026-03-01T10:00:00Z")
		}
		*t.into = at.UnixMilli()
	}
	return c, nil
}

// contacts parts the traits into those that may come from a trusted source,
// and mail addresses and phone numbers that never identified the customer: a
// browser said them, and they must not begin to.
func (c ownCustomer) contacts() (known, doubtful map[string]json.RawMessage) {
	known, doubtful = map[string]json.RawMessage{}, map[string]json.RawMessage{}
	for name, value := range c.traits {
		known[name] = value
		if name != event.Email && name != event.Phone {
			continue
		}
		id := event.Identifier{Kind: name, Value: event.NormaliseIdentifier(name, event.ParseValue(value).String())}
		if !slices.Contains(c.identifiers, id) {
			delete(known, name)
			doubtful[name] = value
		}
	}
	return known, doubtful
}

type externalID struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}

// ownCall is a message of the tracking protocol.
type ownCall struct {
	Type        string                     `json:"type"`
	UserID      string                     `json:"userId,omitempty"`
	AnonymousID string                     `json:"anonymousId,omitempty"`
	PreviousID  string                     `json:"previousId,omitempty"`
	Trusted     *bool                      `json:"trusted,omitempty"`
	Timestamp   int64                      `json:"timestamp"`
	Traits      map[string]json.RawMessage `json:"traits,omitempty"`
	Context     *ownContext                `json:"context,omitempty"`
}

type ownContext struct {
	ExternalIDs []externalID `json:"externalIds,omitempty"`
	Consent     *ownConsent  `json:"consent,omitempty"`
}

type ownConsent struct {
	CategoryPreferences map[string]bool `json:"categoryPreferences"`
}

func (c ownCustomer) identify(at int64, who []event.Identifier, traits map[string]json.RawMessage, consents map[string]bool) []byte {
	call := ownCall{Type: "identify", Timestamp: at, Traits: traits, Context: &ownContext{}}
	for _, id := range who[:min(len(who), mostOfOneCall+1)] {
		switch {
		case id.Kind == event.UserID && call.UserID == "" && id == c.identifiers[0]:
			call.UserID = id.Value
		case id.Kind == event.UserID: // an alias says it
		default:
			call.Context.ExternalIDs = append(call.Context.ExternalIDs, externalID{id.Value, id.Kind})
		}
	}
	if len(consents) > 0 {
		call.Context.Consent = &ownConsent{consents}
	}
	return written(call)
}

// distrusted says traits as a browser would. Nil where the customer has
// nothing that a browser is believed.
func (c ownCustomer) distrusted(traits map[string]json.RawMessage) []byte {
	believed := slices.IndexFunc(c.identifiers, func(id event.Identifier) bool { return id.Kind != event.Email && id.Kind != event.Phone })
	if believed < 0 {
		return nil
	}
	no, who := false, event.ByField(c.identifiers[believed:believed+1])
	call := ownCall{Type: "identify", UserID: who.UserID, AnonymousID: who.AnonymousID, Trusted: &no, Timestamp: c.last, Traits: traits}
	for _, id := range who.Others {
		call.Context = &ownContext{ExternalIDs: []externalID{{id.Value, id.Kind}}}
	}
	return written(call)
}

// written cannot fail: the parts of a call are texts, numbers and checked JSON.
func written(call ownCall) []byte {
	text, err := json.Marshal(call)
	if err != nil {
		panic(err)
	}
	return text
}
