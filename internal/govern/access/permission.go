package access

import "slices"

// Permission is one thing that a role may or may not do. Every operation of
// the API names the one that it needs.
type Permission string

// The permissions, in the order in which people read about them.
const (
	// SeeNumbers is every answer that names no customer: analyses, dashboards, settings.
	SeeNumbers Permission = "see_numbers"
	// SeeCustomers is everything that names one: profiles, journeys, events.
	SeeCustomers Permission = "see_customers"
	// EditAnalyses is saving questions, dashboards and notes on dates.
	EditAnalyses Permission = "edit_analyses"
	// EditSettings is what the business looks like: stages, starter kits, name, time zone.
	EditSettings Permission = "edit_settings"
	// ManageSources is where events come from: write keys, quarantine.
	ManageSources Permission = "manage_sources"
	// Import is bringing files in, and undoing that.
	Import Permission = "import"
	// Export is taking whole tables out.
	Export Permission = "export"
	// HandleIdentity is who is who: undoing merges, blocked values.
	HandleIdentity Permission = "handle_identity"
	// MakeTokens is API tokens with at most one's own rights.
	MakeTokens Permission = "make_tokens"
	// HandlePersonalData is what the law gives a customer: all data handed out, or erased.
	HandlePersonalData Permission = "handle_personal_data"
	// ManagePeople is invitations, roles, and the tokens of others.
	ManagePeople Permission = "manage_people"
	// SeeAudit is the log of every change.
	SeeAudit Permission = "see_audit"

	// SignedIn is no more than being somebody; every role and token has it.
	SignedIn Permission = "signed_in"
	// OwnAccount is one's own password, sessions and codes: every person has it and no token.
	OwnAccount Permission = "own_account"
	// OwnerOnly is the answer for whatever declares nothing.
	OwnerOnly Permission = "owner_only"
)

// Permissions lists those that roles differ in.
var Permissions = []Permission{
	SeeNumbers, SeeCustomers, EditAnalyses, EditSettings, ManageSources, Import, Export,
	HandleIdentity, MakeTokens, HandlePersonalData, ManagePeople, SeeAudit,
}

// Reads tells whether whoever has only this permission changes nothing with it.
func (p Permission) Reads() bool {
	return p == SeeNumbers || p == SeeCustomers || p == Export || p == SeeAudit
}

// Role is what a person is in the workspace.
type Role string

// The roles, from the most powerful.
const (
	Owner    Role = "owner"    // everything
	Marketer Role = "marketer" // runs the workspace day by day
	Analyst  Role = "analyst"  // asks questions, keeps the answers and takes data out
	Support  Role = "support"  // helps customers
	ReadOnly Role = "read_only"
)

// Roles lists them in that order.
var Roles = []Role{Owner, Marketer, Analyst, Support, ReadOnly}

var grants = map[Role][]Permission{
	Owner:    append([]Permission{OwnerOnly}, Permissions...),
	Marketer: {SeeNumbers, SeeCustomers, EditAnalyses, EditSettings, ManageSources, Import, Export, HandleIdentity, MakeTokens},
	Analyst:  {SeeNumbers, SeeCustomers, EditAnalyses, Export, MakeTokens},
	Support:  {SeeNumbers, SeeCustomers, HandleIdentity},
	ReadOnly: {SeeNumbers, SeeCustomers},
}

// Valid tells whether there is such a role.
func (r Role) Valid() bool { return slices.Contains(Roles, r) }

// May tells whether people of the role may do something.
func (r Role) May(p Permission) bool {
	if p == SignedIn || p == OwnAccount {
		return r.Valid()
	}
	return slices.Contains(grants[r], p)
}

// Permissions lists what the role may, of those in which roles differ.
func (r Role) Permissions() []Permission {
	list := []Permission{}
	for _, p := range Permissions {
		if r.May(p) {
			list = append(list, p)
		}
	}
	return list
}

// RolesWith lists the roles that may do something.
func RolesWith(p Permission) []Role {
	var list []Role
	for _, r := range Roles {
		if r.May(p) {
			list = append(list, r)
		}
	}
	return list
}

// May tells whether a request by this person or program may do something.
func (p Person) May(needed Permission) bool {
	if p.Program && needed == OwnAccount {
		return false
	}
	if needed == SignedIn || needed == OwnAccount {
		return true
	}
	if p.MustEnrol || p.Scopes != nil && !slices.Contains(p.Scopes, needed) {
		return false
	}
	return p.Role.May(needed)
}

// Permissions lists what the person or program may, of those in which roles differ.
func (p Person) Permissions() []Permission {
	list := []Permission{}
	for _, permission := range Permissions {
		if p.May(permission) {
			list = append(list, permission)
		}
	}
	return list
}
