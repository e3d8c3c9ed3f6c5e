package api

import (
	"context"
	"net"
	"net/http"
	"path"
	"runtime/debug"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wend/internal/govern/access"
	"wend/internal/govern/settings"
	"wend/internal/problem"
)

const sessionCookie = "wend_session"

var errSignInFirst = problem.New(http.StatusUnauthorized, "Sign in first, or send an API token as Authorization: Bearer TOKEN.")

type personKey struct{}

// personOf is who makes the request; ok is false for nobody.
func personOf(ctx context.Context) (access.Person, bool) {
	p, ok := ctx.Value(personKey{}).(access.Person)
	return p, ok
}

// identify finds out who makes the request. It refuses nobody: a wrong or
// missing credential is nobody, and each operation says whether it needs one.
func (s *server) identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		person, ok, err := s.who(r)
		if err != nil {
			writeProblem(w, s.Log, err)
			return
		}
		if ok {
			r = r.WithContext(context.WithValue(r.Context(), personKey{}, person))
		}
		next.ServeHTTP(w, r)
	})
}

// admit refuses requests by nobody, before anything of them is read: whatever
// is not public needs credentials, even to learn that it does not exist.
func (s *server) admit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, ok := personOf(r.Context()); !ok && !s.open[r.Method+" "+r.URL.Path] && !s.open[r.Method+" "+path.Dir(r.URL.Path)+"/*"] {
			writeProblem(w, s.Log, errSignInFirst)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (s *server) who(r *http.Request) (access.Person, bool, error) {
	if header := r.Header.Get("Authorization"); header != "" {
		scheme, token, _ := strings.Cut(header, " ")
		if !strings.EqualFold(scheme, "Bearer") {
			return access.Person{}, false, nil
		}
		if s.Operator.isSecret(strings.TrimSpace(token)) {
			return operatorPerson, true, nil
		}
		return s.Access.ByToken(r.Context(), strings.TrimSpace(token))
	}
	if cookie, err := r.Cookie(sessionCookie); err == nil {
		person, ok, err := s.Access.BySession(r.Context(), cookie.Value)
		if ok || err != nil {
			return person, ok, err
		}
	}
	if s.Visitor != nil {
		return *s.Visitor, true, nil
	}
	return access.Person{}, false, nil
}

type setupState struct {
	Body struct {
		Needed bool `json:"needed" doc:"Whether the owner's account is still to be made"`
	}
}

type setupRequest struct {
	Body struct {
		Token     string `json:"token" doc:"From the link printed at the first start"`
		Name      string `json:"name"`
		Email     string `json:"email"`
		Password  string `json:"password"`
		Timezone  string `json:"timezone,omitempty" doc:"IANA name; the browser's is a good guess"`
		Workspace string `json:"workspace,omitempty" doc:"What the business is called"`
	}
}

type signInRequest struct {
	RemoteAddress remoteAddress
	Body          struct {
		Email    string `json:"email"`
		Password string `json:"password"`
	}
}

// remoteAddress is where a request came from, for slowing down guessers.
type remoteAddress struct{ host string }

func (a *remoteAddress) Resolve(ctx huma.Context) []error {
	a.host, _, _ = net.SplitHostPort(ctx.RemoteAddr())
	return nil
}

type signedIn struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      me
}

type signedOut struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
}

type me struct {
	Name        string              `json:"name"`
	Email       string              `json:"email"`
	Role        string              `json:"role" enum:"owner,marketer,analyst,support,read_only"`
	Permissions []access.Permission `json:"permissions" doc:"What this person or token may do"`
	Demo        bool                `json:"demo" doc:"Whether this is the demo of a simulated business"`
	World       *string             `json:"world" doc:"Which simulated business the demo shows"`
	Workspace   workspace           `json:"workspace"`
	Version     string              `json:"version"`
	BaseURL     string              `json:"base_url" doc:"The address under which websites reach this server"`
}

type workspace struct {
	Name     string `json:"name"`
	Timezone string `json:"timezone"`
	Currency string `json:"currency"`
}

type meResponse struct{ Body me }

type tokenList struct {
	Body struct {
		Items []token `json:"items"`
		Next  *string `json:"next"`
	}
}

type token struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Created  time.Time  `json:"created"`
	LastUsed *time.Time `json:"last_used"`
	Token    string     `json:"token,omitempty" doc:"The secret; shown only when the token is made"`
}

type tokenRequest struct {
	Body struct {
		Name string `json:"name" doc:"The program that will use it"`
	}
}

type tokenResponse struct{ Body token }

type byID struct {
	ID string `path:"id"`
}

type nothing struct{}

func (s *server) registerAccess(api huma.API) {
	operation(s, api, http.MethodGet, "/setup", "get-setup", "Whether the owner's account is still to be made", s.getSetup, public)
	operation(s, api, http.MethodPost, "/setup", "set-up", "Make the owner's account with the one-time link", s.setUp, public)
	operation(s, api, http.MethodPost, "/session", "sign-in", "Sign in", s.signIn, public)
	operation(s, api, http.MethodDelete, "/session", "sign-out", "Sign out", s.signOut, noContent, needs(access.SignedIn))
	operation(s, api, http.MethodGet, "/me", "get-me", "Who is signed in, and where", s.getMe, needs(access.SignedIn))
	operation(s, api, http.MethodGet, "/tokens", "list-tokens", "API tokens, newest first", s.listTokens, needs(access.MakeTokens))
	operation(s, api, http.MethodPost, "/tokens", "create-token", "Make an API token", s.createToken, created, needs(access.MakeTokens))
	operation(s, api, http.MethodDelete, "/tokens/{id}", "delete-token", "Retire an API token at once", s.deleteToken, noContent, needs(access.MakeTokens))
}

func (s *server) getSetup(ctx context.Context, _ *struct{}) (*setupState, error) {
	needed, err := s.Access.NeedsSetup(ctx)
	out := new(setupState)
	out.Body.Needed = needed && s.Visitor == nil
	return out, err
}

func (s *server) setUp(ctx context.Context, in *setupRequest) (*signedIn, error) {
	person, err := s.Access.CreateOwner(ctx, in.Body.Token, in.Body.Name, in.Body.Email, in.Body.Password)
	if err != nil {
		return nil, err
	}
	change := settings.Change{}
	if _, err := time.LoadLocation(in.Body.Timezone); err == nil && in.Body.Timezone != "" && in.Body.Timezone != "Local" {
		change.Timezone = &in.Body.Timezone
	}
	if name := strings.TrimSpace(in.Body.Workspace); name != "" {
		change.Name = &name
	}
	if _, err := s.Settings.Put(ctx, change); err != nil {
		return nil, err
	}
	return s.openSession(ctx, person)
}

func (s *server) signIn(ctx context.Context, in *signInRequest) (*signedIn, error) {
	person, err := s.Access.SignIn(ctx, in.Body.Email, in.Body.Password, in.RemoteAddress.host)
	if err != nil {
		return nil, err
	}
	return s.openSession(ctx, person)
}

func (s *server) openSession(ctx context.Context, person access.Person) (*signedIn, error) {
	value, life, err := s.Access.NewSession(ctx, person)
	if err != nil {
		return nil, err
	}
	return &signedIn{SetCookie: s.cookie(value, int(life.Seconds())), Body: s.describe(person)}, nil
}

// cookie is readable by no script and sent to no other site.
func (s *server) cookie(value string, seconds int) http.Cookie {
	return http.Cookie{Name: sessionCookie, Value: value, Path: "/", MaxAge: seconds, HttpOnly: true,
		SameSite: http.SameSiteLaxMode, Secure: strings.HasPrefix(s.BaseURL, "https://")}
}

type signOutRequest struct {
	Session string `cookie:"wend_session"`
}

func (s *server) signOut(ctx context.Context, in *signOutRequest) (*signedOut, error) {
	if in.Session != "" {
		if err := s.Access.EndSession(ctx, in.Session); err != nil {
			return nil, err
		}
	}
	return &signedOut{SetCookie: s.cookie("", -1)}, nil
}

func (s *server) getMe(ctx context.Context, _ *struct{}) (*meResponse, error) {
	person, _ := personOf(ctx)
	return &meResponse{Body: s.describe(person)}, nil
}

func (s *server) describe(p access.Person) me {
	now := s.Settings.Get()
	out := me{Name: p.Name, Email: p.Email, Role: string(p.Role), Permissions: p.Permissions(), Demo: s.Demo != nil, Version: s.Version, BaseURL: s.BaseURL,
		Workspace: workspace{Name: now.Name, Timezone: now.Timezone, Currency: now.Currency}}
	if s.Demo != nil {
		out.World = &s.Demo.World
	}
	return out
}

func (s *server) listTokens(ctx context.Context, _ *struct{}) (*tokenList, error) {
	tokens, err := s.Access.Tokens(ctx)
	out := new(tokenList)
	out.Body.Items = []token{}
	for _, t := range tokens {
		out.Body.Items = append(out.Body.Items, describeToken(t))
	}
	return out, err
}

func (s *server) createToken(ctx context.Context, in *tokenRequest) (*tokenResponse, error) {
	t, secret, err := s.Access.CreateToken(ctx, in.Body.Name)
	if err != nil {
		return nil, err
	}
	out := &tokenResponse{Body: describeToken(t)}
	out.Body.Token = secret
	return out, nil
}

func (s *server) deleteToken(ctx context.Context, in *byID) (*nothing, error) {
	return &nothing{}, s.Access.DeleteToken(ctx, in.ID)
}

func describeToken(t access.Token) token {
	out := token{ID: t.ID, Name: t.Name, Created: time.UnixMilli(t.Created).UTC()}
	if t.LastUsed > 0 {
		used := time.UnixMilli(t.LastUsed).UTC()
		out.LastUsed = &used
	}
	return out
}

// recoverPanics answers 500 and says where it broke, and keeps serving.
func (s *server) recoverPanics(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if v := recover(); v != nil {
				if v == http.ErrAbortHandler {
					panic(v)
				}
				s.Log.Error("a request broke", "path", r.URL.Path, "panic", v, "stack", string(debug.Stack()))
				writeProblem(w, s.Log, problem.New(http.StatusInternalServerError, "Something went wrong inside Wend. The log says what; nothing that you sent is lost."))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

func securityHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "strict-origin-when-cross-origin")
		next.ServeHTTP(w, r)
	})
}

func notThere(r *http.Request) error {
	return problem.NotFound("There is no %s %s. /api/openapi.json lists what there is.", r.Method, r.URL.Path)
}
