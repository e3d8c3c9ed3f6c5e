package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wend/internal/govern/access"
)

type browserSession struct {
	ID       string    `json:"id"`
	Device   string    `json:"device" doc:"Browser and system; empty where they are not known"`
	Address  string    `json:"address"`
	Created  time.Time `json:"created"`
	LastUsed time.Time `json:"last_used"`
	Current  bool      `json:"current" doc:"Whether it is the one that asks"`
}

type sessionList struct {
	Body struct {
		Items []browserSession `json:"items"`
		Next  *string          `json:"next"`
	}
}

type passwordRequest struct {
	Body struct {
		Password    string `json:"password" doc:"The one until now"`
		NewPassword string `json:"new_password"`
	}
}

type confirmation struct {
	Body struct {
		Password string `json:"password" doc:"Your password, again"`
	}
}

type twoFactorResponse struct {
	Body struct {
		Since        *time.Time `json:"since" doc:"Null: codes are off"`
		RecoveryLeft int        `json:"recovery_left" doc:"How many recovery codes are unused"`
		Required     bool       `json:"required" doc:"Whether an owner requires codes of everybody"`
	}
}

type beginTwoFactorResponse struct {
	Body struct {
		Secret  string `json:"secret" doc:"To type where the picture cannot be scanned"`
		Address string `json:"address" doc:"What the picture says, for authenticator apps on this device"`
		Picture string `json:"picture" doc:"The QR code as an SVG image"`
	}
}

type codeRequest struct {
	Body struct {
		Code string `json:"code" doc:"What the authenticator app shows"`
	}
}

type recoveryResponse struct {
	Body struct {
		RecoveryCodes []string `json:"recovery_codes" doc:"Each signs in once in place of the app; shown only now"`
	}
}

func (s *server) registerAccount(api huma.API) {
	own := needs(access.OwnAccount)
	operation(s, api, http.MethodGet, "/account/sessions", "list-sessions", "Where you are signed in, last used first", s.listSessions, own)
	operation(s, api, http.MethodDelete, "/account/sessions/{id}", "end-session", "Sign out of one browser", s.endSession, noContent, own)
	operation(s, api, http.MethodDelete, "/account/sessions", "end-other-sessions", "Sign out everywhere but here", s.endOtherSessions, noContent, own)
	operation(s, api, http.MethodPut, "/account/password", "put-password", "Change your password; all your other sessions end", s.putPassword, noContent, own)
	operation(s, api, http.MethodGet, "/account/two-factor", "get-two-factor", "How your two-factor codes stand", s.getTwoFactor, own)
	operation(s, api, http.MethodPost, "/account/two-factor", "begin-two-factor", "Begin setting up two-factor codes", s.beginTwoFactor, own)
	operation(s, api, http.MethodPost, "/account/two-factor/confirm", "confirm-two-factor", "Switch two-factor codes on with the first code", s.confirmTwoFactor, own)
	operation(s, api, http.MethodPost, "/account/two-factor/recovery-codes", "renew-recovery-codes", "Replace your recovery codes", s.renewRecoveryCodes, own)
	operation(s, api, http.MethodPost, "/account/two-factor/off", "end-two-factor", "Switch two-factor codes off", s.endTwoFactor, noContent, own)
}

func (s *server) listSessions(ctx context.Context, _ *struct{}) (*sessionList, error) {
	person, _ := personOf(ctx)
	sessions, err := s.Access.Sessions(ctx, person)
	out := new(sessionList)
	out.Body.Items = []browserSession{}
	for _, item := range sessions {
		out.Body.Items = append(out.Body.Items, browserSession{item.ID, item.Device, item.Address, item.Created, item.LastUsed, item.Current})
	}
	return out, err
}

func (s *server) endSession(ctx context.Context, in *byID) (*nothing, error) {
	person, _ := personOf(ctx)
	return &nothing{}, s.Access.EndSession(ctx, person, in.ID)
}

func (s *server) endOtherSessions(ctx context.Context, _ *struct{}) (*nothing, error) {
	person, _ := personOf(ctx)
	return &nothing{}, s.Access.EndOtherSessions(ctx, person)
}

func (s *server) putPassword(ctx context.Context, in *passwordRequest) (*nothing, error) {
	person, _ := personOf(ctx)
	return &nothing{}, s.Access.SetPassword(ctx, person, in.Body.Password, in.Body.NewPassword)
}

func (s *server) getTwoFactor(ctx context.Context, _ *struct{}) (*twoFactorResponse, error) {
	person, _ := personOf(ctx)
	codes, err := s.Access.Codes(ctx, person)
	if err != nil {
		return nil, err
	}
	out := new(twoFactorResponse)
	out.Body.Since, out.Body.RecoveryLeft = timeOrNull(codes.Since), codes.RecoveryLeft
	out.Body.Required, err = s.Access.CodesRequired(ctx)
	return out, err
}

func (s *server) beginTwoFactor(ctx context.Context, in *confirmation) (*beginTwoFactorResponse, error) {
	person, _ := personOf(ctx)
	secret, address, err := s.Access.BeginCodes(ctx, person, in.Body.Password)
	if err != nil {
		return nil, err
	}
	out := new(beginTwoFactorResponse)
	out.Body.Secret, out.Body.Address = secret, address
	out.Body.Picture, err = qrCode(address)
	return out, err
}

func (s *server) confirmTwoFactor(ctx context.Context, in *codeRequest) (*recoveryResponse, error) {
	person, _ := personOf(ctx)
	codes, err := s.Access.ConfirmCodes(ctx, person, in.Body.Code)
	out := new(recoveryResponse)
	out.Body.RecoveryCodes = codes
	return out, err
}

func (s *server) renewRecoveryCodes(ctx context.Context, in *confirmation) (*recoveryResponse, error) {
	person, _ := personOf(ctx)
	codes, err := s.Access.RenewRecovery(ctx, person, in.Body.Password)
	out := new(recoveryResponse)
	out.Body.RecoveryCodes = codes
	return out, err
}

func (s *server) endTwoFactor(ctx context.Context, in *confirmation) (*nothing, error) {
	person, _ := personOf(ctx)
	return &nothing{}, s.Access.EndCodes(ctx, person, in.Body.Password)
}
