package api

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wend/internal/govern/access"
	"wend/internal/problem"
	"wend/internal/saved"
)

type shareList struct {
	Body struct {
		Items []saved.Share `json:"items"`
		Next  *string       `json:"next" doc:"Always null: a dashboard has at most 100 links"`
	}
}

type shareRequest struct {
	ID   string `path:"id"`
	Body saved.ShareBody
}

type shareResponse struct {
	Body struct {
		saved.Share
		URL string `json:"url" doc:"The link, with its secret; shown only when it is made"`
	}
}

type shareID struct {
	ID    string `path:"id"`
	Share string `path:"share"`
}

type sharedRequest struct {
	Token string `path:"token"`
}

type sharedResponse struct {
	Robots string `header:"X-Robots-Tag"`
	Cache  string `header:"Cache-Control"`
	Body   sharedPage
}

type sharedPage struct {
	saved.SharedDashboard
	Business string `json:"business" doc:"Whose numbers they are"`
	Currency string `json:"currency"`
}

// sharedPath is where public links lead, in the web app and in the API.
const sharedPath = "/shared/"

func (s *server) registerShares(api huma.API) {
	operation(s, api, http.MethodGet, "/dashboards/{id}/share", "list-shares", "The public links to a dashboard that work", s.listShares, needs(access.SeeNumbers))
	operation(s, api, http.MethodPost, "/dashboards/{id}/share", "create-share", "Make a public, read-only link to a dashboard", s.createShare, created, needs(access.EditAnalyses))
	operation(s, api, http.MethodDelete, "/dashboards/{id}/share/{share}", "revoke-share", "End a public link at once", s.revokeShare, noContent, needs(access.EditAnalyses))
	operation(s, api, http.MethodGet, sharedPath+"{token}", "get-shared", "What a public link shows: a dashboard's numbers, and nothing of any customer", s.getShared, public)
}

func (s *server) listShares(ctx context.Context, in *byID) (*shareList, error) {
	items, err := s.Saved.Shares(ctx, in.ID)
	out := new(shareList)
	out.Body.Items = items
	return out, err
}

func (s *server) createShare(ctx context.Context, in *shareRequest) (*shareResponse, error) {
	share, secret, err := s.Saved.CreateShare(ctx, by(ctx), in.ID, in.Body)
	if err != nil {
		return nil, err
	}
	out := new(shareResponse)
	out.Body.Share, out.Body.URL = share, strings.TrimSuffix(s.BaseURL, "/")+sharedPath+secret
	return out, nil
}

func (s *server) revokeShare(ctx context.Context, in *shareID) (*nothing, error) {
	return &nothing{}, s.Saved.RevokeShare(ctx, in.ID, in.Share)
}

func (s *server) getShared(ctx context.Context, in *sharedRequest) (*sharedResponse, error) {
	if wait := s.strangers.wait(callerOf(ctx).address, time.Now()); wait > 0 {
		return nil, &problem.Problem{Status: http.StatusTooManyRequests, Detail: "Too many requests for public links come from your address. Try again in a minute.", RetryIn: int(wait.Seconds()) + 1}
	}
	page, err := s.Saved.Shared(ctx, in.Token)
	if err != nil {
		return nil, err
	}
	now := s.Settings.Get()
	return &sharedResponse{Robots: "noindex, nofollow", Cache: "private, no-store",
		Body: sharedPage{SharedDashboard: page, Business: now.Name, Currency: now.Currency}}, nil
}

// strangers bounds how often one address may ask for public links.
type strangers struct {
	mutex sync.Mutex
	since time.Time
	asked map[string]int
}

const (
	strangersMinute = time.Minute
	asksAMinute     = 60
	mostStrangers   = 10_000
)

// wait counts one request; above zero it is one too many, and how long to wait.
func (s *strangers) wait(host string, now time.Time) time.Duration {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if now.Sub(s.since) >= strangersMinute {
		s.since, s.asked = now, map[string]int{}
	}
	if s.asked[host] == 0 && len(s.asked) >= mostStrangers {
		host = "" // the rest share one count
	}
	s.asked[host]++
	if s.asked[host] > asksAMinute {
		return s.since.Add(strangersMinute).Sub(now)
	}
	return 0
}
