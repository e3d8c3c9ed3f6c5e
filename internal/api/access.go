package api

import (
	"context"
	"net/http"
	"path"
	"runtime/debug"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wend/internal/collect"
	"wend/internal/govern/access"
	"wend/internal/govern/settings"
	"wend/internal/problem"
)

const sessionCookie = "wend_session"

var errSignInFirst = problem.New(http.StatusUnauthorized, "Sign in first, or send an API token as Authorization: Bearer TOKEN.")

// caller is who makes a request, and what the audit log is told of it.
type caller struct {
	person  access.Person
	known   bool // false: nobody
	address string
	device  string
	// again tells who the same credentials belong to now, for answers that last.
	again func() (access.Person, bool)

	detail string // of the change, where the handler knows better than the request's body
}

type callerKey struct{}

func callerOf(ctx context.Context) *caller {
	if c, ok := ctx.Value(callerKey{}).(*caller); ok {
		return c
	}
	return new(caller)
}

// personOf is who makes the request; ok is false for nobody.
func personOf(ctx context.Context) (p access.Person, ok bool) {
	c := callerOf(ctx)
	return c.person, c.known
}

// identify finds out who makes the request. It refuses nobody: a wrong or
// missing credential is nobody, and each operation says whether it needs one.
func (s *server) identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := &caller{address: collect.ClientAddress(r), device: deviceOf(r.UserAgent())}
		var err error
		if c.person, c.known, err = s.who(r); err != nil {
			writeProblem(w, s.Log, err)
			return
		}
		c.again = func() (access.Person, bool) {
			p, ok, err := s.who(r)
			return p, ok && err == nil
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), callerKey{}, c)))
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
	Body struct {
		Email    string `json:"email"`
		Password string `json:"password"`
		Code     string `json:"code,omitempty" doc:"Where two-factor codes are on: the authenticator app's code, or a recovery code. A 401 that blames /code says that it is wanted."`
	}
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
	ID          string              `json:"id"`
	MustEnrol   bool                `json:"must_enrol" doc:"Whether two-factor codes must be set up before anything else can be done"`
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
	Accounts int    `json:"accounts" doc:"How many accounts group calls have named"`
}

type meResponse struct{ Body me }

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
	s.registerPeople(api)
	s.registerAccount(api)
	s.registerTokens(api)
	s.registerAudit(api)
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
	person, err := s.Access.SignIn(ctx, access.Credentials{Email: in.Body.Email, Password: in.Body.Password, Code: in.Body.Code, Address: callerOf(ctx).address})
	if err != nil {
		s.recordFailure(ctx, "sign-in", in.Body.Email, err)
		return nil, err
	}
	return s.openSession(ctx, person)
}

// openSession signs somebody in, and tells the audit log who it was.
func (s *server) openSession(ctx context.Context, person access.Person) (*signedIn, error) {
	c := callerOf(ctx)
	value, life, err := s.Access.NewSession(ctx, person, access.Browser{Device: c.device, Address: c.address})
	if err != nil {
		return nil, err
	}
	if now, ok, err := s.Access.BySession(ctx, value); err != nil {
		return nil, err
	} else if ok {
		person = now
	}
	c.person, c.known = person, true
	return &signedIn{SetCookie: s.cookie(value, int(life.Seconds())), Body: s.describe(person)}, nil
}

// cookie is readable by no script and sent to no other site.
func (s *server) cookie(value string, seconds int) http.Cookie {
	return http.Cookie{Name: sessionCookie, Value: value, Path: "/", MaxAge: seconds, HttpOnly: true,
		SameSite: http.SameSiteLaxMode, Secure: strings.HasPrefix(s.BaseURL, "https://")}
}

func (s *server) signOut(ctx context.Context, _ *struct{}) (*signedOut, error) {
	if person, _ := personOf(ctx); person.Session != "" {
		if err := s.Access.EndSession(ctx, person, person.Session); err != nil {
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
	out := me{ID: p.ID, Name: p.Name, MustEnrol: p.MustEnrol, Email: p.Email, Role: string(p.Role), Permissions: p.Permissions(), Demo: s.Demo != nil, Version: s.Version, BaseURL: s.BaseURL,
		Workspace: workspace{Name: now.Name, Timezone: now.Timezone, Currency: now.Currency, Accounts: s.Customers.AccountCount()}}
	if s.Demo != nil {
		out.World = &s.Demo.World
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

func notThere(r *http.Request) error {
	return problem.NotFound("There is no %s %s. /api/openapi.json lists what there is.", r.Method, r.URL.Path)
}
