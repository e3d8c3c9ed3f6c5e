// Package house checks the arrows between the rooms.
package house

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// arrows says what each room may import of ours, and why not more. Rooms that
// are not listed may import anything below them (app, cmd).
var arrows = []struct {
	room    string
	may     []string
	because string
}{
	{"event", nil, "the vocabulary is the ground floor: everything stands on it, so it can stand on nothing"},
	{"problem", nil, "leaf packages import nothing of ours, so that every room can use them"},
	{"ids", nil, "leaf packages import nothing of ours, so that every room can use them"},
	{"journey", []string{"event", "problem"}, "the index is told whose an event is and is fed from disk by others; it must run on nothing but events, in tests, benchmarks and bulk loads"},
	{"store", []string{"event", "problem"}, "what is on disk must not depend on what is made of it, or no room could be rebuilt from the log"},
	{"unify", []string{"event", "journey", "store", "problem", "ids"}, "who is who is derived from events alone"},
	{"segment", []string{"event", "journey", "problem"}, "a rule is a pure function of a journey and a moment, so that it decides live, in queries and in the past alike"},
	{"understand", []string{"event", "journey", "problem", "segment"}, "an analysis is a fold over journeys; if it could read the store or the network it could not run live, in batch and as of any moment alike"},
	{"scenario", []string{"event", "journey", "problem", "understand", "unify"}, "scenarios test meanings, not plumbing"},
	{"collect", []string{"event", "store", "problem", "ids"}, "receiving knows nothing of what is made of events, so that nothing made of them can hold up receipt"},
	{"pipeline", []string{"event", "journey", "store", "unify", "problem"}, "the road serves every room and is served by none"},
	{"sim", []string{"event"}, "a simulated business sends messages as any other would, through the front door"},
	{"govern", []string{"event", "journey", "store", "collect", "unify", "problem", "ids"}, "policy is asked by the API; it must not know of HTTP"},
	{"saved", []string{"event", "journey", "store", "understand", "problem", "ids"}, "what people keep is questions; it asks analyses and knows no customer"},
	{"maps", []string{"journey", "store", "understand", "problem", "ids"}, "a map is words beside the answers of analyses; it counts nothing itself and knows no customer"},
	{"opportunities", []string{"journey", "store", "understand", "problem"}, "the queue asks its sources and keeps what people decide; it finds nothing itself and knows no customer"},
	{"act", []string{"journey", "store", "understand", "problem", "ids"}, "what goes out is handed its words and its reader; it knows of nobody by itself"},
	{"api", []string{"act", "event", "journey", "store", "unify", "understand", "segment", "collect", "pipeline", "govern", "saved", "maps", "opportunities", "problem", "ids"}, "HTTP is a thin door; composition belongs to app"},
}

type listed struct {
	ImportPath string
	Imports    []string
}

func TestArrowsPointDown(t *testing.T) {
	rooms := map[string]bool{}
	for _, p := range packages(t) {
		room, ours := roomOf(p.ImportPath)
		if !ours || strings.HasSuffix(p.ImportPath, "test") { // what only tests use may know more
			continue
		}
		rooms[room] = true
		for _, arrow := range arrows {
			if arrow.room != room {
				continue
			}
			for _, imported := range p.Imports {
				target, ours := roomOf(imported)
				if ours && target != room && !slices.Contains(arrow.may, target) {
					t.Errorf("%s imports %s, but %s may not import %s: %s", p.ImportPath, imported, room, target, arrow.because)
				}
			}
		}
	}
	for _, arrow := range arrows {
		if !rooms[arrow.room] {
			t.Errorf("the room %s has a rule and does not exist", arrow.room)
		}
	}
}

func TestOnlyApiSpeaksHTTPFrameworks(t *testing.T) {
	for _, p := range packages(t) {
		for _, imported := range p.Imports {
			if room, _ := roomOf(p.ImportPath); strings.HasPrefix(imported, "github.com/danielgtaylor/huma") && room != "api" {
				t.Errorf("%s imports %s: only api describes endpoints, so that rooms can be used without HTTP", p.ImportPath, imported)
			}
		}
	}
}

func roomOf(path string) (room string, ours bool) {
	rest, ours := strings.CutPrefix(path, "wend/internal/")
	room, _, _ = strings.Cut(rest, "/")
	return room, ours
}

func packages(t *testing.T) (list []listed) {
	// What is opened here is what the result depends on: else a result would be
	// kept when the imports that another program lists have changed.
	if err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		_, err = os.Stat(path)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "wend/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	decoder := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}
