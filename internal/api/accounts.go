package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wend/internal/govern/access"
	"wend/internal/unify/customers"
)

// Account is exported because AccountProfile embeds it.
type Account struct {
	ID          string                     `json:"id" doc:"The id that group calls name it by"`
	Name        string                     `json:"name" doc:"Its trait name, else the id"`
	Traits      map[string]json.RawMessage `json:"traits"`
	Members     int                        `json:"members" doc:"How many customers belong or belonged to it"`
	FirstSeen   *time.Time                 `json:"first_seen" doc:"Null where none of its members has a touchpoint"`
	LastSeen    *time.Time                 `json:"last_seen"`
	Stage       *string                    `json:"stage" doc:"Key of the stage that the account is in; null before the first"`
	Value       float64                    `json:"value" doc:"Orders less refunds of its members, in the workspace's currency"`
	Sessions    int                        `json:"sessions"`
	Touchpoints int                        `json:"touchpoints"`
}

// AccountProfile is an account and its people.
type AccountProfile struct {
	Account
	People []Customer `json:"people" doc:"Its members, those seen last first; at most 500"`
}

type accountsRequest struct {
	Q      string `query:"q" maxLength:"200" doc:"A part of an id or of a trait, such as a name or an industry"`
	Limit  int    `query:"limit" default:"50" minimum:"1" maximum:"500"`
	Cursor string `query:"cursor"`
}

type accountsResponse struct {
	Body struct {
		Items []Account `json:"items"`
		Next  *string   `json:"next"`
	}
}

type accountResponse struct{ Body AccountProfile }

func (s *server) registerAccounts(api huma.API) {
	operation(s, api, http.MethodGet, "/accounts", "list-accounts", "Accounts (what group calls name), those seen last first", s.listAccounts, needs(access.SeeCustomers))
	operation(s, api, http.MethodGet, "/accounts/{id}", "get-account", "One account and its people", s.getAccount, needs(access.SeeCustomers))
	operation(s, api, http.MethodGet, "/accounts/{id}/journey", "get-account-journey", "The sessions of an account's people in one sequence, newest first", s.getAccountJourney, needs(access.SeeCustomers))
}

func (s *server) listAccounts(ctx context.Context, in *accountsRequest) (*accountsResponse, error) {
	found, next, err := s.Customers.Accounts(ctx, in.Q, in.Limit, in.Cursor)
	if err != nil {
		return nil, err
	}
	out := new(accountsResponse)
	out.Body.Items = make([]Account, 0, len(found))
	for _, a := range found {
		out.Body.Items = append(out.Body.Items, describeAccount(a))
	}
	out.Body.Next = textOrNull(next)
	return out, nil
}

func (s *server) getAccount(_ context.Context, in *byID) (*accountResponse, error) {
	found, err := s.Customers.Account(in.ID)
	if err != nil {
		return nil, err
	}
	return &accountResponse{AccountProfile{describeAccount(found.Account), describeCustomers(found.People, "").Body.Items}}, nil
}

func (s *server) getAccountJourney(ctx context.Context, in *journeyRequest) (*journeyResponse, error) {
	sessions, next, err := s.Customers.AccountJourney(ctx, in.ID, in.Limit, in.Cursor)
	if err != nil {
		return nil, err
	}
	return describeJourney(sessions, next), nil
}

func describeAccount(a customers.Account) Account {
	out := Account{ID: a.ID, Name: a.Name, Traits: a.Traits, Members: a.Members, Stage: textOrNull(a.Stage), Value: a.Value, Sessions: a.Sessions, Touchpoints: a.Touchpoints}
	if a.Touchpoints > 0 {
		first, last := moment(a.FirstSeen), moment(a.LastSeen)
		out.FirstSeen, out.LastSeen = &first, &last
	}
	return out
}
