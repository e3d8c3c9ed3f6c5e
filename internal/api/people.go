package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wend/internal/govern/access"
)

type member struct {
	ID        string      `json:"id"`
	Name      string      `json:"name"`
	Email     string      `json:"email"`
	Role      access.Role `json:"role" enum:"owner,marketer,analyst,support,read_only"`
	Created   time.Time   `json:"created"`
	LastSeen  *time.Time  `json:"last_seen"`
	TwoFactor bool        `json:"two_factor" doc:"Whether two-factor codes are on"`
}

type memberList struct {
	Body struct {
		Items []member `json:"items"`
		Next  *string  `json:"next"`
	}
}

type memberResponse struct{ Body member }

type roleRequest struct {
	ID   string `path:"id"`
	Body struct {
		Role access.Role `json:"role" doc:"owner, marketer, analyst, support or read_only"`
	}
}

type roleList struct {
	Body struct {
		Items []roleRights `json:"items"`
		Next  *string      `json:"next"`
	}
}

type roleRights struct {
	Role        access.Role         `json:"role" enum:"owner,marketer,analyst,support,read_only"`
	Permissions []access.Permission `json:"permissions"`
}

type invitation struct {
	ID        string      `json:"id"`
	Email     string      `json:"email"`
	Role      access.Role `json:"role" enum:"owner,marketer,analyst,support,read_only"`
	InvitedBy string      `json:"invited_by"`
	Created   time.Time   `json:"created"`
	Expires   time.Time   `json:"expires"`
	Link      string      `json:"link,omitempty" doc:"To hand to the invited person; shown only when the invitation is made"`
}

type invitationList struct {
	Body struct {
		Items []invitation `json:"items"`
		Next  *string      `json:"next"`
	}
}

type invitationRequest struct {
	Body struct {
		Email string      `json:"email"`
		Role  access.Role `json:"role" doc:"owner, marketer, analyst, support or read_only"`
	}
}

type invitationResponse struct{ Body invitation }

type linkRequest struct {
	Body struct {
		Token string `json:"token" doc:"From the invitation's link"`
	}
}

type invitedResponse struct {
	Body struct {
		Email     string      `json:"email"`
		Role      access.Role `json:"role" enum:"owner,marketer,analyst,support,read_only"`
		InvitedBy string      `json:"invited_by"`
		Workspace string      `json:"workspace"`
	}
}

type acceptRequest struct {
	Body struct {
		Token    string `json:"token" doc:"From the invitation's link"`
		Name     string `json:"name"`
		Password string `json:"password"`
	}
}

type twoFactorPolicy struct {
	Required bool `json:"required" doc:"Whether everybody must use two-factor codes"`
}

type policyRequest struct{ Body twoFactorPolicy }

type policyResponse struct{ Body twoFactorPolicy }

func (s *server) registerPeople(api huma.API) {
	operation(s, api, http.MethodGet, "/roles", "list-roles", "What each role may do", s.listRoles, needs(access.SignedIn))
	operation(s, api, http.MethodGet, "/people", "list-people", "Everybody who can sign in", s.listPeople, needs(access.ManagePeople))
	operation(s, api, http.MethodPut, "/people/{id}/role", "put-role", "Make a person something else", s.putRole, needs(access.ManagePeople))
	operation(s, api, http.MethodDelete, "/people/{id}", "remove-person", "Remove a person; their sessions and tokens end at once", s.removePerson, noContent, needs(access.ManagePeople))
	operation(s, api, http.MethodDelete, "/people/{id}/two-factor", "reset-two-factor", "Switch off the codes of somebody who lost the phone", s.resetTwoFactor, noContent, needs(access.ManagePeople))
	operation(s, api, http.MethodGet, "/invitations", "list-invitations", "Invitations that can still be used, newest first", s.listInvitations, needs(access.ManagePeople))
	operation(s, api, http.MethodPost, "/invitations", "invite", "Invite somebody; the answer has the link, good once and for seven days", s.invite, created, needs(access.ManagePeople))
	operation(s, api, http.MethodDelete, "/invitations/{id}", "revoke-invitation", "Make an invitation's link useless", s.revokeInvitation, noContent, needs(access.ManagePeople))
	operation(s, api, http.MethodPost, "/invitation", "look-at-invitation", "What an invitation's link is good for", s.lookAtInvitation, public)
	operation(s, api, http.MethodPost, "/invitation/accept", "accept-invitation", "Make the account that the invitation is for, and sign in", s.acceptInvitation, public)
	operation(s, api, http.MethodGet, "/two-factor-policy", "get-two-factor-policy", "Whether everybody must use two-factor codes", s.getPolicy, needs(access.SignedIn))
	operation(s, api, http.MethodPut, "/two-factor-policy", "put-two-factor-policy", "Decide whether everybody must use two-factor codes", s.putPolicy, needs(access.ManagePeople))
}

func (s *server) listRoles(context.Context, *struct{}) (*roleList, error) {
	out := new(roleList)
	for _, role := range access.Roles {
		out.Body.Items = append(out.Body.Items, roleRights{role, role.Permissions()})
	}
	return out, nil
}

func (s *server) listPeople(ctx context.Context, _ *struct{}) (*memberList, error) {
	people, err := s.Access.People(ctx)
	out := new(memberList)
	out.Body.Items = []member{}
	for _, m := range people {
		out.Body.Items = append(out.Body.Items, describeMember(m))
	}
	return out, err
}

func describeMember(m access.Member) member {
	return member{ID: m.ID, Name: m.Name, Email: m.Email, Role: m.Role, Created: m.Created, LastSeen: timeOrNull(m.LastSeen), TwoFactor: m.Codes}
}

func (s *server) putRole(ctx context.Context, in *roleRequest) (*memberResponse, error) {
	before, err := s.Access.Member(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if err := s.Access.SetRole(ctx, in.ID, in.Body.Role); err != nil {
		return nil, err
	}
	after, err := s.Access.Member(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	was, is := describeMember(before), describeMember(after)
	changed(ctx, was, is)
	return &memberResponse{Body: is}, nil
}

func (s *server) removePerson(ctx context.Context, in *byID) (*nothing, error) {
	before, err := s.Access.Member(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	changed(ctx, map[string]any{"name": before.Name, "email": before.Email, "role": before.Role}, map[string]any{})
	return &nothing{}, s.Access.Remove(ctx, in.ID)
}

func (s *server) resetTwoFactor(ctx context.Context, in *byID) (*nothing, error) {
	return &nothing{}, s.Access.ResetCodes(ctx, in.ID)
}

func describeInvitation(i access.Invitation) invitation {
	return invitation{ID: i.ID, Email: i.Email, Role: i.Role, InvitedBy: i.InvitedBy, Created: i.Created, Expires: i.Expires}
}

func (s *server) listInvitations(ctx context.Context, _ *struct{}) (*invitationList, error) {
	list, err := s.Access.Invitations(ctx)
	out := new(invitationList)
	out.Body.Items = []invitation{}
	for _, i := range list {
		out.Body.Items = append(out.Body.Items, describeInvitation(i))
	}
	return out, err
}

func (s *server) invite(ctx context.Context, in *invitationRequest) (*invitationResponse, error) {
	person, _ := personOf(ctx)
	made, secret, err := s.Access.Invite(ctx, person, in.Body.Email, in.Body.Role)
	if err != nil {
		return nil, err
	}
	out := &invitationResponse{Body: describeInvitation(made)}
	// Behind the # no server and no log ever sees the secret.
	out.Body.Link = s.BaseURL + "/join#" + secret
	return out, nil
}

func (s *server) revokeInvitation(ctx context.Context, in *byID) (*nothing, error) {
	return &nothing{}, s.Access.Revoke(ctx, in.ID)
}

func (s *server) lookAtInvitation(ctx context.Context, in *linkRequest) (*invitedResponse, error) {
	i, err := s.Access.Invited(ctx, in.Body.Token)
	if err != nil {
		return nil, err
	}
	out := new(invitedResponse)
	out.Body.Email, out.Body.Role, out.Body.InvitedBy, out.Body.Workspace = i.Email, i.Role, i.InvitedBy, s.Settings.Get().Name
	return out, nil
}

func (s *server) acceptInvitation(ctx context.Context, in *acceptRequest) (*signedIn, error) {
	person, err := s.Access.Accept(ctx, in.Body.Token, in.Body.Name, in.Body.Password)
	if err != nil {
		return nil, err
	}
	return s.openSession(ctx, person)
}

func (s *server) getPolicy(ctx context.Context, _ *struct{}) (*policyResponse, error) {
	required, err := s.Access.CodesRequired(ctx)
	return &policyResponse{Body: twoFactorPolicy{required}}, err
}

func (s *server) putPolicy(ctx context.Context, in *policyRequest) (*policyResponse, error) {
	person, _ := personOf(ctx)
	return &policyResponse{Body: in.Body}, s.Access.RequireCodes(ctx, person, in.Body.Required)
}
