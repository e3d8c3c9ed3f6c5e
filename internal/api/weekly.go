package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wend/internal/govern/access"
	"wend/internal/govern/audit"
)

type weeklyBody struct {
	Subscribed bool        `json:"subscribed" doc:"Whether you get the week by mail"`
	Address    string      `json:"address" doc:"Where it goes: your mail address"`
	From       *string     `json:"from" doc:"The address that it comes from; null: mail is not set up (WEND_SMTP_URL)"`
	Next       time.Time   `json:"next" doc:"When the next one goes out: Monday at eight in the workspace's time zone"`
	Last       *weeklyLast `json:"last"`
}

type weeklyLast struct {
	Week  string    `json:"week" example:"2026-W47"`
	State string    `json:"state" enum:"sent,waiting,failed,in_doubt" doc:"waiting: not sent yet, it is tried again; failed: the mail server refused it; in_doubt: the connection broke while it was handed over, and it is not sent twice"`
	At    time.Time `json:"at"`
}

type weeklyResponse struct{ Body weeklyBody }

type weeklyRequest struct {
	Body struct {
		Subscribed bool `json:"subscribed"`
	}
}

type weeklySendRequest struct {
	Body struct {
		Week string `json:"week,omitempty" doc:"ISO 8601 week; by default the last whole one" example:"2026-W47"`
	}
}

type weeklyStopRequest struct {
	Person    string `query:"person" required:"true" maxLength:"100"`
	Signature string `query:"signature" required:"true" maxLength:"100" doc:"From the link in a letter"`
}

func (s *server) registerWeekly(api huma.API) {
	own := needs(access.OwnAccount)
	operation(s, api, http.MethodGet, "/digest/mail", "get-digest-mail", "Whether you get the week by mail", s.getWeekly, own)
	operation(s, api, http.MethodPut, "/digest/mail", "put-digest-mail", "Have the week by mail every Monday, or not", s.putWeekly, own)
	operation(s, api, http.MethodPost, "/digest/mail/send", "send-digest-mail", "Mail a week to yourself now", s.sendWeekly, noContent, own)
	operation(s, api, http.MethodPost, "/digest/mail/unsubscribe", "stop-digest-mail", "End the weekly mail by the link in a letter", s.stopWeekly, noContent, public)
}

func (s *server) getWeekly(ctx context.Context, _ *struct{}) (*weeklyResponse, error) {
	person, _ := personOf(ctx)
	status, err := s.Weekly.Status(ctx, person.ID)
	if err != nil {
		return nil, err
	}
	out := &weeklyResponse{Body: weeklyBody{Subscribed: status.Subscribed, Address: person.Email, Next: status.Next}}
	if s.Weekly.Sender != nil {
		from := s.Weekly.Sender.From()
		out.Body.From = &from
	}
	if status.Last != nil {
		out.Body.Last = &weeklyLast{status.Last.Week, status.Last.State, status.Last.At}
	}
	return out, nil
}

func (s *server) putWeekly(ctx context.Context, in *weeklyRequest) (*weeklyResponse, error) {
	person, _ := personOf(ctx)
	if err := s.Weekly.Subscribe(ctx, person.ID, in.Body.Subscribed); err != nil {
		return nil, err
	}
	return s.getWeekly(ctx, nil)
}

func (s *server) sendWeekly(ctx context.Context, in *weeklySendRequest) (*struct{}, error) {
	person, _ := personOf(ctx)
	return nil, s.Weekly.SendNow(ctx, person.ID, in.Body.Week)
}

func (s *server) stopWeekly(ctx context.Context, in *weeklyStopRequest) (*struct{}, error) {
	if err := s.Weekly.Unsubscribe(ctx, in.Person, in.Signature); err != nil {
		return nil, err
	}
	// Whoever holds the link is not signed in; the log says whose letters ended.
	s.write(ctx, audit.Entry{Actor: audit.Actor{Kind: audit.Nobody}, Operation: "stop-digest-mail", Target: in.Person, Outcome: audit.Done})
	return nil, nil
}
