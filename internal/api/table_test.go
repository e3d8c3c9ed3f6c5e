package api

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"wend/internal/govern/access"
)

var update = flag.Bool("update", false, "write docs/access.md anew")

const tableFile = "../../docs/access.md"

// TestTableOfRoles keeps docs/access.md what the code says.
func TestTableOfRoles(t *testing.T) {
	want := tableOfRoles()
	if *update {
		if err := os.WriteFile(tableFile, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(tableFile)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("docs/access.md is not what the code says any more: run go test ./internal/api -run TestTableOfRoles -update, and read what changed")
	}
}

// words are what each permission is, for people.
var words = map[access.Permission]string{
	access.SeeNumbers:         "see numbers: analyses, dashboards, settings; nothing that names a customer",
	access.SeeCustomers:       "see customers: profiles, journeys, events, and who is behind a number",
	access.EditAnalyses:       "save questions, dashboards and notes on dates, and share them",
	access.EditSettings:       "edit stages, starter kits and the workspace's name, time zone and currency",
	access.ManageSources:      "manage sources and their write keys, and the quarantine",
	access.Import:             "import files, and undo that",
	access.Export:             "export whole tables",
	access.HandleIdentity:     "say who is who: undo merges, block values",
	access.MakeTokens:         "make API tokens, which may at most what their maker may",
	access.HandlePersonalData: "hand out or erase all that is known of a customer",
	access.ManagePeople:       "invite and remove people, change roles, retire anybody's tokens",
	access.SeeAudit:           "read the audit log",
}

func tableOfRoles() string {
	var out strings.Builder
	out.WriteString(`# Who may do what

Every operation of the API names the permission that it needs, and each role has some of the permissions. This page is made
from the code (` + "`go test ./internal/api -run TestTableOfRoles -update`" + `), and a test tries every role against every operation.

`)
	row := func(cells ...string) { out.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	header := func(first ...string) {
		cells := first
		for _, role := range access.Roles {
			cells = append(cells, strings.ReplaceAll(string(role), "_", "-"))
		}
		row(cells...)
		out.WriteString("|" + strings.Repeat(" --- |", len(cells)) + "\n")
	}
	marks := func(p access.Permission) (cells []string) {
		for _, role := range access.Roles {
			cells = append(cells, map[bool]string{true: "yes", false: "–"}[p == Anybody || role.May(p)])
		}
		return cells
	}
	header("permission", "to")
	for _, p := range access.Permissions {
		row(append([]string{"`" + string(p) + "`", words[p]}, marks(p)...)...)
	}
	out.WriteString(`
Beside these, ` + "`signed_in`" + ` is whoever sends a credential, ` + "`own_account`" + ` is every person for their own password, sessions and codes
and no token, and ` + "`anybody`" + ` needs no credential. A token has the permissions that it was made with, as far as its maker has them
at that moment. ` + "`WEND_ADMIN_TOKEN`" + ` has the owner's. Tracking (` + "`/v1/…`" + `) takes write keys, which read nothing.

## Every operation

`)
	header("operation", "", "needs")
	for _, op := range Operations() {
		row(append([]string{fmt.Sprintf("`%s %s`", op.Method, strings.TrimPrefix(op.Path, "/api/v1")), op.Summary, "`" + string(op.Permission) + "`"}, marks(op.Permission)...)...)
	}
	out.WriteString("\nUnder `/operator` are the few that only the `wend` command on the server's own machine may call.\n")
	return out.String()
}
