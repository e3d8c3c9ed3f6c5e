package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wend/internal/govern/access"
	"wend/internal/problem"
)

type tokenList struct {
	Body struct {
		Items []token `json:"items"`
		Next  *string `json:"next"`
	}
}

type token struct {
	ID          string              `json:"id"`
	Name        string              `json:"name"`
	Maker       *string             `json:"maker" doc:"Whose it is: it never may more than its maker may now. Null: made with the configured token"`
	Everything  bool                `json:"everything" doc:"Whether it may whatever its maker may"`
	Permissions []access.Permission `json:"permissions" doc:"What it may today"`
	Created     time.Time           `json:"created"`
	Expires     *time.Time          `json:"expires" doc:"Null: never"`
	LastUsed    *time.Time          `json:"last_used"`
	Token       string              `json:"token,omitempty" doc:"The secret; shown only when the token is made"`
}

type tokenRequest struct {
	Body struct {
		Name        string              `json:"name" doc:"The program that will use it"`
		Permissions []access.Permission `json:"permissions,omitempty" doc:"What it may; left out, whatever you may"`
		Expires     *time.Time          `json:"expires,omitempty" doc:"Left out: never"`
	}
}

type tokenResponse struct{ Body token }

func (s *server) registerTokens(api huma.API) {
	operation(s, api, http.MethodGet, "/tokens", "list-tokens", "API tokens, newest first: your own, or everybody's for owners", s.listTokens, needs(access.MakeTokens))
	operation(s, api, http.MethodPost, "/tokens", "create-token", "Make an API token", s.createToken, created, needs(access.MakeTokens))
	operation(s, api, http.MethodDelete, "/tokens/{id}", "delete-token", "Retire an API token at once", s.deleteToken, noContent, needs(access.MakeTokens))
}

func (s *server) listTokens(ctx context.Context, _ *struct{}) (*tokenList, error) {
	person, _ := personOf(ctx)
	tokens, err := s.Access.Tokens(ctx, person)
	out := new(tokenList)
	out.Body.Items = []token{}
	for _, t := range tokens {
		out.Body.Items = append(out.Body.Items, describeToken(t))
	}
	return out, err
}

func (s *server) createToken(ctx context.Context, in *tokenRequest) (*tokenResponse, error) {
	person, _ := personOf(ctx)
	wish := access.TokenWish{Name: in.Body.Name, Scopes: in.Body.Permissions}
	if in.Body.Expires != nil {
		if wish.Expires = in.Body.Expires.UTC(); wish.Expires.IsZero() { // what some programs write for no time
			return nil, problem.At("/expires", "Choose a time that is still to come, or leave it out for a token that never expires.")
		}
	}
	t, secret, err := s.Access.CreateToken(ctx, person, wish)
	if err != nil {
		return nil, err
	}
	out := &tokenResponse{Body: describeToken(t)}
	out.Body.Token = secret
	return out, nil
}

func (s *server) deleteToken(ctx context.Context, in *byID) (*nothing, error) {
	person, _ := personOf(ctx)
	return &nothing{}, s.Access.DeleteToken(ctx, person, in.ID)
}

func describeToken(t access.Token) token {
	return token{ID: t.ID, Name: t.Name, Maker: textOrNull(t.MakerName), Everything: t.Scopes == nil, Permissions: t.May,
		Created: t.Created, Expires: timeOrNull(t.Expires), LastUsed: timeOrNull(t.LastUsed)}
}
