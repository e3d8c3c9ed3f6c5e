package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wend/internal/govern/access"
	"wend/internal/problem"
	"wend/internal/understand/rfm"
	"wend/internal/unify"
	"wend/internal/unify/customers"
)

type identifier struct {
	Kind  string `json:"kind" doc:"user_id, anonymous_id, email, phone or a kind that a source added"`
	Value string `json:"value"`
}

// Customer is exported because Profile embeds it: the document shows no fields
// of embedded types that are not.
type Customer struct {
	ID          string                     `json:"id"`
	Identifiers []identifier               `json:"identifiers"`
	Traits      map[string]json.RawMessage `json:"traits"`
	FirstSeen   time.Time                  `json:"first_seen"`
	LastSeen    time.Time                  `json:"last_seen"`
	Stage       *string                    `json:"stage" doc:"Key of the stage that the customer is in; null before the first"`
	Value       float64                    `json:"value" doc:"Orders, bookings, memberships, subscriptions and deals less refunds, in the workspace's currency"`
	Sessions    int                        `json:"sessions"`
	Touchpoints int                        `json:"touchpoints"`
}

type profile struct {
	Customer
	Engagement     string          `json:"engagement" enum:"none,low,medium,high" doc:"By the visits of the last 30 days: none, one, two to four, five or more"`
	PrefersChannel *string         `json:"prefers_channel" doc:"The channel of most visits of the last 180 days; null where none is known"`
	RFM            *string         `json:"rfm" doc:"Key of the segment by recency, frequency and value of the orders of the last 365 days; null without any"`
	RFMScores      *rfm.Scores     `json:"rfm_scores" doc:"The scores behind the segment, 1 to 5 each"`
	Consents       map[string]bool `json:"consents" doc:"What the customer agreed to or refused; what is not there was never answered"`
	Merges         []merge         `json:"merges" doc:"Why this is one person: what joined its identifiers, latest first"`
	Vetoed         []merge         `json:"vetoed" doc:"Identifiers that were seen together and not joined, because they belong to different users"`
}

type merge struct {
	ID          string       `json:"id"`
	Cause       string       `json:"cause" doc:"The call that brought the identifiers together"`
	MessageID   string       `json:"message_id"`
	Time        time.Time    `json:"time"`
	Identifiers []identifier `json:"identifiers"`
}

type session struct {
	ID          string       `json:"id"`
	Start       time.Time    `json:"start"`
	End         time.Time    `json:"end"`
	Channel     string       `json:"channel"`
	Touchpoints []touchpoint `json:"touchpoints" doc:"In order of time"`
}

type touchpoint struct {
	MessageID  string          `json:"message_id"`
	Event      string          `json:"event"`
	Time       time.Time       `json:"time"`
	Type       string          `json:"type"`
	Page       *string         `json:"page"`
	Stage      *string         `json:"stage"`
	Device     *string         `json:"device"`
	Value      *float64        `json:"value"`
	Properties json.RawMessage `json:"properties"`
	CustomerID *string         `json:"customer_id,omitempty" doc:"Who did it, in an account's journey"`
}

type customersRequest struct {
	Q       string `query:"q" maxLength:"200" doc:"A part of an identifier or of a trait, such as a name or a mail address"`
	Segment string `query:"segment" doc:"Not available yet"`
	Limit   int    `query:"limit" default:"50" minimum:"1" maximum:"500"`
	Cursor  string `query:"cursor"`
}

type customersResponse struct {
	Body struct {
		Items []Customer `json:"items"`
		Next  *string    `json:"next"`
	}
}

type lookupRequest struct {
	Kind  string `query:"kind"`
	Value string `query:"value"`
}

type profileResponse struct{ Body profile }

type journeyRequest struct {
	ID     string `path:"id"`
	Limit  int    `query:"limit" default:"100" minimum:"1" maximum:"1000" doc:"How many touchpoints"`
	Cursor string `query:"cursor"`
}

type journeyResponse struct {
	Body struct {
		Items []session `json:"items"`
		Next  *string   `json:"next"`
	}
}

type splitRequest struct {
	ID   string `path:"id"`
	Body *struct {
		Merge *string `json:"merge,omitempty" doc:"Which merge to undo; by default the latest"`
	}
}

func (s *server) registerCustomers(api huma.API) {
	operation(s, api, http.MethodGet, "/customers", "list-customers", "Customers, those seen last first", s.listCustomers, needs(access.SeeCustomers))
	operation(s, api, http.MethodGet, "/customers/lookup", "lookup-customer", "The customer who has an identifier", s.lookupCustomer, needs(access.SeeCustomers))
	operation(s, api, http.MethodGet, "/customers/{id}", "get-customer", "One customer", s.getCustomer, needs(access.SeeCustomers))
	operation(s, api, http.MethodGet, "/customers/{id}/journey", "get-journey", "A customer's sessions, newest first", s.getJourney, needs(access.SeeCustomers))
	operation(s, api, http.MethodPost, "/customers/{id}/split", "split-customer", "Undo a merge", s.splitCustomer, needs(access.HandleIdentity))
	operation(s, api, http.MethodGet, "/identity/frozen", "list-frozen", "Identifiers that came with too many anonymous ids at once and join no more", s.listFrozen, needs(access.SeeCustomers))
	operation(s, api, http.MethodPost, "/identity/thaw", "thaw-identifier", "Let a frozen identifier join again", s.thaw, noContent, needs(access.HandleIdentity))
	operation(s, api, http.MethodGet, "/identity/blocked", "list-blocked", "Values that identify nobody", s.listBlocked, needs(access.SeeCustomers))
	operation(s, api, http.MethodPut, "/identity/blocked", "put-blocked", "Replace the values that identify nobody", s.putBlocked, needs(access.HandleIdentity))
}

func (s *server) listCustomers(ctx context.Context, in *customersRequest) (*customersResponse, error) {
	if in.Segment != "" {
		return nil, problem.New(http.StatusUnprocessableEntity, "Segments cannot be asked for yet: leave segment out.")
	}
	found, next, err := s.Customers.List(ctx, in.Q, in.Limit, in.Cursor)
	if err != nil {
		return nil, err
	}
	return describeCustomers(found, next), nil
}

func describeCustomers(found []customers.Customer, next string) *customersResponse {
	out := new(customersResponse)
	out.Body.Items = make([]Customer, 0, len(found))
	for _, c := range found {
		out.Body.Items = append(out.Body.Items, describeCustomer(c))
	}
	out.Body.Next = textOrNull(next)
	return out
}

func (s *server) lookupCustomer(ctx context.Context, in *lookupRequest) (*profileResponse, error) {
	found, err := s.Customers.Lookup(in.Kind, in.Value)
	if err != nil {
		return nil, err
	}
	return s.describeProfile(ctx, found)
}

func (s *server) getCustomer(ctx context.Context, in *byID) (*profileResponse, error) {
	found, err := s.Customers.Get(in.ID)
	if err != nil {
		return nil, err
	}
	return s.describeProfile(ctx, found)
}

func (s *server) splitCustomer(ctx context.Context, in *splitRequest) (*profileResponse, error) {
	which := ""
	if in.Body != nil && in.Body.Merge != nil {
		which = *in.Body.Merge
	}
	found, err := s.Customers.Split(ctx, in.ID, which)
	if err != nil {
		return nil, err
	}
	return s.describeProfile(ctx, found)
}

func (s *server) getJourney(ctx context.Context, in *journeyRequest) (*journeyResponse, error) {
	sessions, next, err := s.Customers.Journey(ctx, in.ID, in.Limit, in.Cursor)
	if err != nil {
		return nil, err
	}
	return describeJourney(sessions, next), nil
}

func describeJourney(sessions []customers.Session, next string) *journeyResponse {
	out := new(journeyResponse)
	out.Body.Items = make([]session, 0, len(sessions))
	for _, item := range sessions {
		out.Body.Items = append(out.Body.Items, describeSession(item))
	}
	out.Body.Next = textOrNull(next)
	return out
}

func describeCustomer(c customers.Customer) Customer {
	out := Customer{ID: c.ID, Identifiers: []identifier{}, Traits: c.Traits, FirstSeen: moment(c.FirstSeen), LastSeen: moment(c.LastSeen),
		Stage: textOrNull(c.Stage), Value: c.Value, Sessions: c.Sessions, Touchpoints: c.Touchpoints}
	for _, id := range c.Identifiers {
		out.Identifiers = append(out.Identifiers, identifier{id.Kind, id.Value})
	}
	if out.Traits == nil {
		out.Traits = map[string]json.RawMessage{}
	}
	return out
}

func (s *server) describeProfile(ctx context.Context, p customers.Profile) (*profileResponse, error) {
	out := profile{Customer: describeCustomer(p.Customer), Consents: p.Consents, Merges: describeMerges(p.Merges), Vetoed: describeMerges(p.Vetoed)}
	if out.Consents == nil {
		out.Consents = map[string]bool{}
	}
	c, _ := s.Projector.Graph.ByPublicID(p.ID)
	standing, err := s.Standing.Of(ctx, c)
	if err != nil {
		return nil, err
	}
	out.Engagement, out.PrefersChannel = string(standing.Engagement), textOrNull(standing.Channel)
	if out.RFM = textOrNull(standing.Segment.Key); out.RFM != nil {
		out.RFMScores = &standing.Scores
	}
	return &profileResponse{Body: out}, nil
}

func describeMerges(list []unify.Merge) []merge {
	out := []merge{}
	for _, m := range list {
		item := merge{ID: m.ID, Cause: m.Cause, MessageID: m.MessageID, Time: moment(m.Time), Identifiers: []identifier{}}
		for _, id := range m.Identifiers {
			item.Identifiers = append(item.Identifiers, identifier{id.Kind, id.Value})
		}
		out = append(out, item)
	}
	return out
}

func describeSession(item customers.Session) session {
	out := session{ID: item.ID, Start: moment(item.Start), End: moment(item.End), Channel: item.Channel, Touchpoints: make([]touchpoint, 0, len(item.Touchpoints))}
	for _, t := range item.Touchpoints {
		properties := t.Properties
		if properties == nil {
			properties = json.RawMessage("{}")
		}
		out.Touchpoints = append(out.Touchpoints, touchpoint{MessageID: t.MessageID, Event: t.Event, Time: moment(t.Time), Type: t.Type,
			Page: textOrNull(t.Page), Stage: textOrNull(t.Stage), Device: textOrNull(t.Device), Value: t.Value, Properties: properties, CustomerID: textOrNull(t.CustomerID)})
	}
	return out
}
