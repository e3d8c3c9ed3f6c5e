package conformance

import (
	"cmp"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"wend/internal/journey"
	"wend/internal/journey/journeytest"
	"wend/internal/understand/query"
)

const shared = "../../../../shared/data/process-mining/"

func readShared(t *testing.T, name string, into any) {
	t.Helper()
	raw, err := os.ReadFile(shared + name)
	if os.IsNotExist(err) {
		t.Skip("the shared data are not on this machine")
	}
	if err == nil {
		err = json.Unmarshal(raw, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// net is a Petri net: by activity, the places that it takes a token from and
// those that it puts one into.
type net struct {
	Transitions map[string][2][]string
	Expected    struct {
		Fitness                                float64
		Produced, Consumed, Missing, Remaining int
		Cases                                  int `json:"fitting_cases"`
	}
}

// replay plays one case: the textbook's token replay.
func (n net) replay(word string) (produced, consumed, missing, remaining int) {
	tokens := map[string]int{"s": 1}
	produced = 1
	take := func(place string) {
		consumed++
		if tokens[place] == 0 {
			missing++
			return
		}
		tokens[place]--
	}
	for _, activity := range word {
		transition, ok := n.Transitions[string(activity)]
		if !ok {
			continue
		}
		for _, place := range transition[0] {
			take(place)
		}
		for _, place := range transition[1] {
			tokens[place]++
			produced++
		}
	}
	take("o")
	for _, left := range tokens {
		remaining += left
	}
	return produced, consumed, missing, remaining
}

// The textbook log against its nets. Token replay is the reference here; what
// our ideals can say without concurrency (N2, a sequence with a loop, and N4,
// anything in between) fits the very cases that replay without a token missing.
// N1 needs two branches at once, which an ideal journey cannot say.
func TestTextbookNets(t *testing.T) {
	var book struct {
		Log  map[string]int
		Nets map[string]net
	}
	readShared(t, "conformance_cases.json", &book)
	any := func(names ...string) query.Selector { return query.Selector{Events: names} }
	ideals := map[string]Ideal{
		"N2": {Loops: true, Restart: true, Steps: []Step{{Selector: any("a")}, {Selector: any("b", "c")}, {Selector: any("d")}, {Selector: any("e")}, {Selector: any("g", "h")}}},
		"N4": {Loops: true, Steps: []Step{{Selector: any("a")}, {Selector: any("b", "c", "d", "e", "f"), Optional: true}, {Selector: any("g", "h")}}},
	}
	for name, net := range book.Nets {
		var p, c, m, r, fitting int
		fits := map[string]bool{}
		for word, cases := range book.Log {
			p1, c1, m1, r1 := net.replay(word)
			p, c, m, r = p+cases*p1, c+cases*c1, m+cases*m1, r+cases*r1
			if fits[word] = m1 == 0 && r1 == 0; fits[word] {
				fitting += cases
			}
		}
		fitness := (1-float64(m)/float64(c))/2 + (1-float64(r)/float64(p))/2
		if want := net.Expected; math.Abs(fitness-want.Fitness) > 1e-4 || p != want.Produced || c != want.Consumed || m != want.Missing || r != want.Remaining || fitting != want.Cases {
			t.Errorf("%s: fitness %.4f of %d produced, %d consumed, %d missing, %d remaining, %d fitting; want %+v", name, fitness, p, c, m, r, fitting, want)
		}
		ideal, ok := ideals[name]
		if !ok {
			continue
		}
		answer, follows := hold(t, ideal, book.Log)
		for word := range book.Log {
			if follows[word] != fits[word] {
				t.Errorf("%s: %s followed %v, replayed %v", name, word, follows[word], fits[word])
			}
		}
		if answer.Followed.Customers != int64(net.Expected.Cases) || answer.Customers != 1391 {
			t.Errorf("%s: %d of %d followed, want %d of 1391", name, answer.Followed.Customers, answer.Customers, net.Expected.Cases)
		}
	}
}

// hold loads a log of words as journeys, one letter a minute, and holds them
// against an ideal.
func hold(t *testing.T, ideal Ideal, log map[string]int) (Answer, map[string]bool) {
	t.Helper()
	var events []journeytest.Event
	words := map[journey.Customer]string{}
	customer := journey.Customer(0)
	for word, cases := range log {
		for range cases {
			customer++
			words[customer] = word
			for i, letter := range word {
				events = append(events, journeytest.Event{Customer: customer, Time: int64(1+i) * 60_000, Name: string(letter)})
			}
		}
	}
	d := Definition{Ideal: &ideal}
	d.From, d.To = "1970-01-01T00:00:00Z", "1970-02-01T00:00:00Z"
	ix := journeytest.New(events).Index
	answer, err := Run(t.Context(), ix, d)
	if err != nil {
		t.Fatal(err)
	}
	follows := map[string]bool{}
	most := 1000
	q := CustomersQuestion{Definition: d, Of: Who{Did: "followed"}}
	for q.Limit = &most; ; {
		people, err := Customers(t.Context(), ix, q)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range people.Customers {
			follows[words[c]] = true
		}
		if q.Cursor = people.Next; q.Cursor == "" {
			return answer, follows
		}
	}
}

// Logs of cases loaded as journeys give the published directly-follows counts
// and variants: nothing is lost or put out of order between a log and a fold.
func TestPublishedLogs(t *testing.T) {
	var expected map[string]json.RawMessage
	readShared(t, "expected.json", &expected)
	for _, name := range []string{"running_example", "receipt"} {
		t.Run(name, func(t *testing.T) {
			var want struct {
				File                    string
				Events, Cases, Variants int
				Follows                 [][3]any       `json:"directly_follows"`
				TopFollows              [][3]any       `json:"top_directly_follows"`
				Starts                  map[string]int `json:"start_activities"`
			}
			if err := json.Unmarshal(expected[name], &want); err != nil {
				t.Fatal(err)
			}
			events, cases := logOf(t, readLog(t, want.File))
			if len(events) != want.Events || cases != want.Cases {
				t.Fatalf("%d events of %d cases, want %d of %d", len(events), cases, want.Events, want.Cases)
			}
			f := sequencesOf(t, events)
			if len(f.variants) != want.Variants {
				t.Errorf("%d variants, want %d", len(f.variants), want.Variants)
			}
			for activity, n := range want.Starts {
				if f.starts[activity] != n {
					t.Errorf("%d cases begin with %s, want %d", f.starts[activity], activity, n)
				}
			}
			for _, pair := range append(want.Follows, want.TopFollows...) {
				a, b, n := pair[0].(string), pair[1].(string), int(pair[2].(float64))
				if got := f.follows[[2]string{a, b}]; got != n {
					t.Errorf("%s then %s: %d, want %d", a, b, got, n)
				}
			}
			if len(want.Follows) == 16 && len(f.follows) != 16 {
				t.Errorf("%d pairs follow each other, want 16", len(f.follows))
			}
		})
	}
}

// The hospital's log tells the start and the end of each activity: a step is an
// activity, at its start.
func TestPublishedPatients(t *testing.T) {
	var expected struct {
		Patients struct {
			File                    string
			Events, Cases, Variants int
			Steps                   int       `json:"activity_instances"`
			First                   time.Time `json:"first_event"`
			Last                    time.Time `json:"last_event"`
			Frequency               [][3]any  `json:"activity_frequency"`
			Starts                  [][2]any  `json:"start_activities"`
			Ends                    [][2]any  `json:"end_activities"`
			Ways                    [][2]any  `json:"variants_by_cases"`
			Follows                 [][3]any  `json:"directly_follows"`
		}
	}
	readShared(t, "expected.json", &expected)
	want := expected.Patients
	all := readLog(t, want.File)
	if events, cases := logOf(t, all); len(events) != want.Events || cases != want.Cases {
		t.Fatalf("%d events of %d cases, want %d of %d", len(events), cases, want.Events, want.Cases)
	}
	// Each step once: an instance has one start and one end.
	lifecycle := slices.Index(all[0], "lifecycle")
	var ends []journeytest.Event
	begun := [][]string{all[0]}
	complete := [][]string{all[0]}
	for _, row := range all[1:] {
		if row[lifecycle] == "start" {
			begun = append(begun, row)
		} else {
			complete = append(complete, row)
		}
	}
	steps, _ := logOf(t, begun)
	ends, _ = logOf(t, complete)
	byTime := func(a, b journeytest.Event) int { return cmp.Compare(a.Time, b.Time) }
	first, last := slices.MinFunc(steps, byTime).Time, slices.MaxFunc(ends, byTime).Time
	if len(steps) != want.Steps || len(ends) != want.Steps || first != want.First.UnixMilli() || last != want.Last.UnixMilli() {
		t.Errorf("%d steps from %v, %d ends until %v; want %d from %v until %v", len(steps), time.UnixMilli(first).UTC(), len(ends), time.UnixMilli(last).UTC(), want.Steps, want.First, want.Last)
	}

	f := sequencesOf(t, steps)
	activities := map[string]int{}
	for variant, n := range f.variants {
		for _, name := range strings.Split(variant, "\n") {
			activities[name] += n
		}
	}
	if len(f.variants) != want.Variants || len(activities) != len(want.Frequency) || len(f.follows) != len(want.Follows) || len(f.starts) != len(want.Starts) || len(f.ends) != len(want.Ends) {
		t.Errorf("%d variants of %d activities, %d pairs, %d starts, %d ends", len(f.variants), len(activities), len(f.follows), len(f.starts), len(f.ends))
	}
	for _, line := range want.Frequency {
		name, n, share := line[0].(string), int(line[1].(float64)), line[2].(float64)
		if activities[name] != n || math.Abs(float64(activities[name])/float64(len(steps))-share) > 5e-5 {
			t.Errorf("%s happened %d times, want %d, %.4f of all", name, activities[name], n, share)
		}
	}
	for _, line := range want.Ways {
		var way []string
		for _, name := range line[1].([]any) {
			way = append(way, name.(string))
		}
		if got := f.variants[strings.Join(way, "\n")]; got != int(line[0].(float64)) {
			t.Errorf("%d cases went %v, want %v", got, way, line[0])
		}
	}
	for _, line := range want.Follows {
		if got := f.follows[[2]string{line[0].(string), line[1].(string)}]; got != int(line[2].(float64)) {
			t.Errorf("%v then %v: %d, want %v", line[0], line[1], got, line[2])
		}
	}
	for _, line := range want.Starts {
		if got := f.starts[line[0].(string)]; got != int(line[1].(float64)) {
			t.Errorf("%d cases begin with %v, want %v", got, line[0], line[1])
		}
	}
	for _, line := range want.Ends {
		if got := f.ends[line[0].(string)]; got != int(line[1].(float64)) {
			t.Errorf("%d cases end with %v, want %v", got, line[0], line[1])
		}
	}

	// What most of them went is an ideal journey that just those follow; a month
	// later nobody is underway any more.
	var ideal Ideal
	for _, name := range want.Ways[0][1].([]any) {
		ideal.Steps = append(ideal.Steps, Step{Selector: query.Selector{Event: name.(string)}})
	}
	d := Definition{Ideal: &ideal}
	d.From, d.To = want.First.Format(time.RFC3339), want.Last.AddDate(0, 0, 30).Format(time.RFC3339)
	a, err := Run(t.Context(), journeytest.New(steps).Index, d)
	if err != nil || a.Customers != int64(want.Cases) || a.Followed.Customers != int64(want.Ways[0][0].(float64)) {
		t.Errorf("%d of %d followed the most common way, want %v of %d: %v", a.Followed.Customers, a.Customers, want.Ways[0][0], want.Cases, err)
	}
}

func sequencesOf(t *testing.T, events []journeytest.Event) *sequences {
	t.Helper()
	ix := journeytest.New(events).Index
	f, _, err := journey.Run(t.Context(), ix, journey.Scan{}, func() *sequences {
		return &sequences{ix: ix, follows: map[[2]string]int{}, variants: map[string]int{}, starts: map[string]int{}, ends: map[string]int{}}
	})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// sequences are the journeys as process mining counts them.
type sequences struct {
	ix                     *journey.Index
	follows                map[[2]string]int
	variants, starts, ends map[string]int
}

func (f *sequences) Visit(j journey.Journey) {
	var names []string
	for row := j.Lo; row < j.Hi; row++ {
		names = append(names, f.ix.EventName(j.Columns.Event[row]))
	}
	f.starts[names[0]]++
	f.ends[names[len(names)-1]]++
	f.variants[strings.Join(names, "\n")]++
	for i := range names[1:] {
		f.follows[[2]string{names[i], names[i+1]}]++
	}
}

func (f *sequences) Merge(other *sequences) {
	for pair, n := range other.follows {
		f.follows[pair] += n
	}
	for variant, n := range other.variants {
		f.variants[variant] += n
	}
	for activity, n := range other.starts {
		f.starts[activity] += n
	}
	for activity, n := range other.ends {
		f.ends[activity] += n
	}
}

// readLog reads a log's rows, the names of its columns first.
func readLog(t *testing.T, name string) [][]string {
	t.Helper()
	file, err := os.Open(shared + name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var text io.Reader = file
	if filepath.Ext(name) == ".gz" {
		if text, err = gzip.NewReader(file); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := csv.NewReader(text).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// logOf is a log as events; each case is a customer.
func logOf(t *testing.T, rows [][]string) (events []journeytest.Event, cases int) {
	t.Helper()
	column := func(name string) int { return slices.Index(rows[0], name) }
	customers := map[string]journey.Customer{}
	for i, row := range rows[1:] {
		id := row[column("case_id")]
		if customers[id] == 0 {
			customers[id] = journey.Customer(len(customers) + 1)
		}
		at, err := time.Parse("2006-01-02 15:04:05.999999999Z07:00", strings.Replace(row[column("timestamp")], "T", " ", 1))
		if err != nil {
			t.Fatalf("line %s: %v", strconv.Itoa(i+2), err)
		}
		events = append(events, journeytest.Event{Customer: customers[id], Time: at.UnixMilli(), Name: row[column("activity")]})
	}
	return events, len(customers)
}
