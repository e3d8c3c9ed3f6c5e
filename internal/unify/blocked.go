package unify

import (
	"maps"
	"slices"
	"strings"
)

// DefaultBlocked are the values that identify nobody until a person edits the
// list: what programs send when they do not know who somebody is.
var DefaultBlocked = []string{
	"null", "none", "undefined", "nan", "0", "-1", "true", "false", "anonymous", "guest", "id", "email",
	"user_id", "distinct_id", "not_authenticated", "[object Object]", "test@test.com",
}

// Blocked tells whether a value identifies nobody: it is on the list (compared
// without case), empty, or only zeros and dashes.
func Blocked(value string, list []string) bool { return isBlocked(value, blockedValues(list)) }

// BlockedValues is the list that is in force, in order.
func (g *Graph) BlockedValues() []string {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return slices.Sorted(maps.Keys(g.blocked))
}

// blockedValues is the list as a set; nil stands for DefaultBlocked.
func blockedValues(list []string) map[string]struct{} {
	if list == nil {
		list = DefaultBlocked
	}
	values := make(map[string]struct{}, len(list))
	for _, v := range list {
		values[strings.ToLower(strings.TrimSpace(v))] = struct{}{}
	}
	return values
}

func isBlocked(value string, blocked map[string]struct{}) bool {
	value = strings.TrimSpace(value)
	if strings.Trim(value, "0-") == "" {
		return true
	}
	_, found := blocked[strings.ToLower(value)]
	return found
}
