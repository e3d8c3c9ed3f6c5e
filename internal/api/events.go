package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/sse"

	"wend/internal/event"
	"wend/internal/govern/access"
	"wend/internal/pipeline/schema"
	"wend/internal/unify/customers"
)

// liveEvent is an event as people see it come in.
type liveEvent struct {
	MessageID    string          `json:"message_id"`
	Event        string          `json:"event" doc:"The canonical name; empty for identify, group and alias"`
	Original     *string         `json:"original_event" doc:"The name as it was sent, where it differs"`
	Type         string          `json:"type" enum:"track,page,screen,identify,group,alias"`
	Time         time.Time       `json:"time" doc:"When it happened, corrected for the sender's clock"`
	ReceivedAt   time.Time       `json:"received_at"`
	CustomerID   *string         `json:"customer_id" doc:"Whose it is; null: nobody's"`
	CustomerName *string         `json:"customer_name" doc:"What people call the customer: by name, by what they signed in with, or by their browser"`
	StageBefore  *string         `json:"stage_before" doc:"Key of the stage in which it found the customer; null: in none"`
	Stage        *string         `json:"stage" doc:"Key of the stage in which it left them; null: in none"`
	Source       string          `json:"source" doc:"The id of the source that sent it"`
	Page         *string         `json:"page"`
	Device       *string         `json:"device"`
	Country      *string         `json:"country"`
	Value        *float64        `json:"value"`
	Bot          bool            `json:"bot" doc:"Sent by a robot; left out of analyses"`
	TimeReplaced bool            `json:"time_replaced" doc:"Its time was missing, unreadable or in the future and is the time of receipt"`
	Properties   json.RawMessage `json:"properties"`
	Message      json.RawMessage `json:"message" doc:"The message as it came"`
}

// missedEvents tells a watcher that it could not keep up.
type missedEvents struct {
	Count int64 `json:"count"`
}

type eventsRequest struct {
	Limit int `query:"limit" default:"50" minimum:"1" maximum:"1000"`
}

type eventsResponse struct {
	Body struct {
		Items []liveEvent `json:"items"`
		Next  *string     `json:"next"`
	}
}

type schemaResponse struct {
	Body struct {
		Events []schemaEvent    `json:"events"`
		Traits []schemaProperty `json:"traits"`
	}
}

type schemaEvent struct {
	Name       string           `json:"name"`
	Type       string           `json:"type" enum:"track,page,screen"`
	Count      int64            `json:"count"`
	FirstSeen  *time.Time       `json:"first_seen" doc:"Null where it came before this was kept"`
	LastSeen   time.Time        `json:"last_seen"`
	Properties []schemaProperty `json:"properties"`
}

type schemaProperty struct {
	Name  string   `json:"name"`
	Types []string `json:"types" doc:"text, number, boolean, list, object; most frequent first"`
	Count int64    `json:"count" doc:"How often it was there; an estimate where its event is very frequent"`
}

func (s *server) registerEvents(api huma.API) {
	operation(s, api, http.MethodGet, "/events", "list-events", "The latest events, newest first", s.listEvents, needs(access.SeeCustomers))
	operation(s, api, http.MethodGet, "/schema", "get-schema", "Every event, property and trait ever seen", s.getSchema, needs(access.SeeNumbers))
	stream := huma.Operation{OperationID: "stream-events", Method: http.MethodGet, Path: "/api/v1/events/stream", Summary: "Events as they come in, as server-sent events"}
	needs(access.SeeCustomers)(&stream)
	sse.Register(api, stream, map[string]any{"event": liveEvent{}, "missed": missedEvents{}}, s.streamEvents)
}

func (s *server) listEvents(ctx context.Context, in *eventsRequest) (*eventsResponse, error) {
	latest, err := s.Customers.LatestEvents(ctx, in.Limit)
	if err != nil {
		return nil, err
	}
	out := new(eventsResponse)
	out.Body.Items = make([]liveEvent, 0, len(latest))
	for _, live := range latest {
		out.Body.Items = append(out.Body.Items, describeEvent(live.Event, live.Move))
	}
	return out, nil
}

func (s *server) getSchema(context.Context, *struct{}) (*schemaResponse, error) {
	events, traits := s.Projector.Schema.List()
	out := new(schemaResponse)
	out.Body.Events = []schemaEvent{}
	for _, e := range events {
		item := schemaEvent{Name: e.Name, Type: e.Type, Count: e.Count, LastSeen: moment(e.LastSeen), Properties: describeProperties(e.Properties)}
		if e.FirstSeen != 0 {
			first := moment(e.FirstSeen)
			item.FirstSeen = &first
		}
		out.Body.Events = append(out.Body.Events, item)
	}
	out.Body.Traits = describeProperties(traits)
	return out, nil
}

func describeProperties(list []schema.Property) []schemaProperty {
	out := make([]schemaProperty, 0, len(list))
	for _, p := range list {
		out = append(out, schemaProperty{Name: p.Name, Types: p.Types, Count: p.Count})
	}
	return out
}

// heartbeat keeps proxies from closing a quiet stream.
const heartbeat = 15 * time.Second

func (s *server) streamEvents(ctx context.Context, _ *struct{}, send sse.Sender) {
	watcher, stop := s.Projector.Feed.Watch()
	defer stop()
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	if send.Data(missedEvents{}) != nil { // lets the reader know that it is connected
		return
	}
	asked := time.Now()
	for {
		select {
		case live := <-watcher.Events():
			if now := time.Now(); now.Sub(asked) >= time.Second {
				if asked = now; !mayStill(ctx, access.SeeCustomers) {
					return
				}
			}
			if send.Data(describeEvent(live.Event, s.Customers.Move(live.Customer, live.Event))) != nil {
				return
			}
		case <-beat.C:
			if !mayStill(ctx, access.SeeCustomers) {
				return
			}
			if send.Data(missedEvents{Count: watcher.Missed()}) != nil {
				return
			}
		case <-s.stopping.Done():
			return
		case <-ctx.Done():
			return
		}
	}
}

// mayStill tells whether whoever began a stream was neither signed out nor
// demoted meanwhile.
func mayStill(ctx context.Context, permission access.Permission) bool {
	person, ok := callerOf(ctx).again()
	return ok && person.May(permission)
}

func describeEvent(e *event.Event, move customers.Move) liveEvent {
	out := liveEvent{
		MessageID: e.MessageID, Event: e.Name, Type: e.Type.String(), Time: moment(e.Time), ReceivedAt: moment(e.Received),
		Original: textOrNull(e.OriginalName), Source: e.Source,
		CustomerID: textOrNull(move.CustomerID), CustomerName: textOrNull(move.Name), StageBefore: textOrNull(move.Before), Stage: textOrNull(move.Stage),
		Page: textOrNull(e.Facts.Page), Device: textOrNull(e.Facts.Device), Country: textOrNull(e.Facts.Country),
		Bot: e.Flags.Has(event.Bot), TimeReplaced: e.Flags&(event.TimeMissing|event.TimeFuture) != 0,
		Properties: json.RawMessage(e.Properties), Message: json.RawMessage(e.Raw),
	}
	if e.Facts.HasValue {
		out.Value = &e.Facts.Value
	}
	if out.Properties == nil {
		out.Properties = json.RawMessage("{}")
	}
	return out
}

func textOrNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
