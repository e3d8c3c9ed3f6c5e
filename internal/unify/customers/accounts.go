package customers

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/problem"
)

// AccountKind is the kind under which an account's id stands among identifiers.
const AccountKind = "account"

// Account is one firm, household or team as it is now. Stage, value, sessions
// and touchpoints are those of its members' one sequence (journey.Accounts).
type Account struct {
	Customer        // ID is the id that group calls name it by
	Name     string // its trait name, else the id
	Members  int
	number   journey.Customer
}

// AccountProfile is an account and who belongs to it, those seen last first.
type AccountProfile struct {
	Account
	People []Customer
}

// mostPeople bounds the members that one answer lists.
const mostPeople = 500

// Accounts lists the accounts whose id or traits have a part, those seen last
// first; an empty query lists all.
func (s *Service) Accounts(ctx context.Context, query string, limit int, cursor string) (found []Account, next string, err error) {
	skip := 0
	if cursor != "" {
		if skip, err = strconv.Atoi(cursor); err != nil || skip < 0 {
			return nil, "", problem.New(422, "The cursor %q is not one that an earlier answer gave as next.", cursor)
		}
	}
	members := s.accounts.Members()
	folded, _, err := journey.Run(ctx, s.index, journey.Scan{Accounts: members}, func() *accountFold { return &accountFold{service: s} })
	if err != nil {
		return nil, "", err
	}
	slices.SortFunc(folded.found, func(a, b Account) int {
		return cmp.Or(cmp.Compare(b.LastSeen, a.LastSeen), cmp.Compare(a.number, b.number))
	})
	query = strings.ToLower(strings.TrimSpace(query))
	found = []Account{}
	for _, account := range folded.found {
		account = s.name(account, members)
		if query != "" && !account.matches(query) {
			continue
		}
		if skip > 0 {
			skip--
			continue
		}
		if len(found) == limit {
			offset, _ := strconv.Atoi(cmp.Or(cursor, "0"))
			return found, strconv.Itoa(offset + limit), nil
		}
		found = append(found, account)
	}
	return found, "", nil
}

func (a *Account) matches(query string) bool {
	if strings.Contains(strings.ToLower(a.ID), query) {
		return true
	}
	for _, value := range a.Traits {
		if strings.Contains(strings.ToLower(string(value)), query) {
			return true
		}
	}
	return false
}

// accountFold summarises every account that has touchpoints.
type accountFold struct {
	service *Service
	found   []Account
}

func (f *accountFold) Visit(j journey.Journey) {
	a := Account{number: j.Customer}
	a.FirstSeen = j.Columns.Time[j.Lo]
	f.service.summarise(j, &a.Customer)
	f.found = append(f.found, a)
}

func (f *accountFold) Merge(other *accountFold) { f.found = append(f.found, other.found...) }

// name adds what group calls said.
func (s *Service) name(a Account, members journey.Accounts) Account {
	a.ID, a.Traits = s.accounts.ID(a.number), s.accounts.Traits(a.number)
	a.Identifiers = []event.Identifier{{Kind: AccountKind, Value: a.ID}}
	a.Name = a.ID
	var name string
	if json.Unmarshal(a.Traits["name"], &name) == nil && name != "" {
		a.Name = name
	}
	a.Members = len(people(members[a.number-journey.FirstAccount]))
	return a
}

// people are the distinct customers of memberships, which are sorted by customer.
func people(members []journey.Member) (list []journey.Customer) {
	for _, m := range members {
		if n := len(list); n == 0 || list[n-1] != m.Customer {
			list = append(list, m.Customer)
		}
	}
	return list
}

// Account is one account with its members.
func (s *Service) Account(id string) (AccountProfile, error) {
	number, members, err := s.account(id)
	if err != nil {
		return AccountProfile{}, err
	}
	out := AccountProfile{Account: s.describeAccount(number, members)}
	list := people(members[number-journey.FirstAccount])
	out.People = s.Describe(list[:min(len(list), mostPeople)])
	slices.SortStableFunc(out.People, func(a, b Customer) int { return cmp.Compare(b.LastSeen, a.LastSeen) })
	return out, nil
}

func (s *Service) account(id string) (journey.Customer, journey.Accounts, error) {
	number, ok := s.accounts.ByID(id)
	members := s.accounts.Members()
	if !ok || int(number-journey.FirstAccount) >= len(members) {
		return 0, nil, problem.NotFound("There is no account %q: accounts are what group calls name.", id)
	}
	return number, members, nil
}

func (s *Service) describeAccount(number journey.Customer, members journey.Accounts) Account {
	a := Account{number: number}
	s.index.ViewAccount(number, members[number-journey.FirstAccount], func(j journey.Journey) {
		a.FirstSeen = j.Columns.Time[j.Lo]
		s.summarise(j, &a.Customer)
	})
	return s.name(a, members)
}

// describeAccounts shows the accounts of a list as customers are shown.
func (s *Service) describeAccounts(list []journey.Customer) (found []Customer) {
	var members journey.Accounts
	for _, number := range list {
		if number < journey.FirstAccount {
			continue
		}
		if members == nil {
			members = s.accounts.Members()
		}
		if int(number-journey.FirstAccount) < len(members) {
			found = append(found, s.describeAccount(number, members).Customer)
		}
	}
	return found
}

// AccountJourney is an account's sessions, newest first; limit counts
// touchpoints, each of which names its customer.
func (s *Service) AccountJourney(ctx context.Context, id string, limit int, cursor string) (sessions []Session, next string, err error) {
	number, members, err := s.account(id)
	if err != nil {
		return nil, "", err
	}
	before, err := readCursor(cursor)
	if err != nil {
		return nil, "", err
	}
	var seqs []uint64
	sessions = []Session{}
	s.index.ViewAccount(number, members[number-journey.FirstAccount], func(j journey.Journey) {
		sessions, seqs, next = s.page(j, limit, before)
	})
	events, err := s.details(ctx, sessions, seqs)
	if err != nil {
		return nil, "", err
	}
	at := 0
	for i := range sessions {
		for k := range sessions[i].Touchpoints {
			if e := events[at]; e != nil {
				sessions[i].Touchpoints[k].CustomerID = s.PublicID(s.graph.OwnerOf(e))
			}
			at++
		}
	}
	return sessions, next, nil
}

// AccountCount is how many accounts group calls have named.
func (s *Service) AccountCount() int { return s.accounts.Len() }
