package rfm

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io/fs"
	"math"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/journey/journeytest"
	"wend/internal/understand/query"
	"wend/internal/understand/querytest"
)

var shape = querytest.Shape{Events: 60, Customers: 9, Step: 20 * time.Minute, Span: 6 * time.Hour, Names: []string{"A", "B"}}

// slow scores every customer by sorting, one measure at a time.
func (d Definition) slow(w *querytest.World) (map[journey.Customer]Scores, map[journey.Customer]float64) {
	rng, err := d.Range(time.UTC)
	if err != nil {
		panic(err)
	}
	recency, frequency, monetary := map[journey.Customer]float64{}, map[journey.Customer]float64{}, map[journey.Customer]float64{}
	for c, js := range w.Journeys() {
		for _, e := range querytest.See(js, rng.From, rng.To, d.Where) {
			if c == journey.Nobody || e.Name != d.Event {
				continue
			}
			recency[c] = float64(min(rng.To, rng.Now) - e.Time)
			frequency[c]++
			v, _ := e.Value("value").Float()
			monetary[c] += v
		}
	}
	// score is 1 for numbers up to the first quintile, 5 for those above the fourth.
	score := func(of map[journey.Customer]float64, c journey.Customer) int {
		var all []float64
		for _, v := range of {
			all = append(all, v)
		}
		n := 1
		for _, p := range []float64{0.2, 0.4, 0.6, 0.8} {
			if of[c] > *querytest.Quantile(all, p) {
				n++
			}
		}
		return n
	}
	scores := map[journey.Customer]Scores{}
	for c := range recency {
		scores[c] = Scores{6 - score(recency, c), score(frequency, c), score(monetary, c)}
	}
	return scores, monetary
}

func drawDefinition(dice querytest.Dice) Definition {
	d := Definition{Event: querytest.Pick(dice, "event", "A", "A", "B", "never")}
	d.From, d.To = querytest.DrawRange(dice, shape)
	d.Where = querytest.DrawWhere(dice)
	d.Now = querytest.Origin.Add(24 * time.Hour)
	return d
}

// agrees checks an answer against the reference.
func agrees(t querytest.TB, a Answer, scores map[journey.Customer]Scores, worth map[journey.Customer]float64) {
	t.Helper()
	var grid [most]Row
	lines := map[string]Line{}
	for c, s := range scores {
		grid[s.Recency-1][s.Frequency-1]++
		line := lines[s.Segment().Key]
		line.Customers++
		line.Value += worth[c]
		lines[s.Segment().Key] = line
	}
	if a.Grid != grid || a.Customers != int64(len(scores)) || len(a.Segments) != len(Segments) {
		t.Fatalf("%+v, want %v of %v", a, grid, scores)
	}
	for _, line := range a.Segments {
		if want := lines[line.Key]; line.Customers != want.Customers || math.Abs(line.Value-want.Value) > 1e-9 {
			t.Fatalf("%+v, want %+v", line, want)
		}
	}
}

func TestMatchesReference(t *testing.T) {
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w, d := querytest.Draw(dice, shape), drawDefinition(dice)
		a, err := Run(t.Context(), w.Index.Index, d)
		if err != nil {
			t.Fatal(err)
		}
		scores, worth := d.slow(w)
		agrees(t, a, scores, worth)
		scorer, err := NewScorer(t.Context(), w.Index.Index, d)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range w.Everybody() {
			w.Index.View(c, func(j journey.Journey) {
				want, known := scores[c]
				if got, ok := scorer.Of(j); ok != known || ok && got != want {
					t.Fatalf("customer %d alone: %v, %v, want %v", c, got, ok, want)
				}
			})
		}
	})
}

// Any cut of the customers, folded apart and merged, gives the same numbers.
func TestMergesAnyCut(t *testing.T) {
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w, d := querytest.Draw(dice, shape), drawDefinition(dice)
		p, scan, err := d.compile(t.Context(), w.Index.Index)
		if err != nil {
			t.Fatal(err)
		}
		left, right := querytest.Halves(dice)
		part := func(only func(journey.Customer) bool) *fold {
			scan.Only = only
			f, _, err := journey.Run(t.Context(), w.Index.Index, scan, func() *fold { return &fold{plan: p} })
			if err != nil {
				t.Fatal(err)
			}
			return f
		}
		f := part(left)
		f.Merge(part(right))
		scores, worth := d.slow(w)
		agrees(t, f.answer(), scores, worth)
	})
}

func TestCustomersBehindNumbers(t *testing.T) {
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w, d := querytest.Draw(dice, shape), drawDefinition(dice)
		scores, _ := d.slow(w)
		is := func(who Who, holds func(Scores) bool) {
			var want []journey.Customer
			for c, s := range scores {
				if holds(s) {
					want = append(want, c)
				}
			}
			querytest.Behind(t, dice, who, want, func(page query.Page) (query.People, error) {
				return Customers(t.Context(), w.Index.Index, CustomersQuestion{Definition: d, Page: page, Of: who})
			})
		}
		is(Who{}, func(Scores) bool { return true })
		segment := querytest.Pick(dice, "segment", Segments...)
		is(Who{Segment: segment.Name}, func(s Scores) bool { return s.Segment() == segment })
		r, f := 1+dice(5, "recency"), 1+dice(5, "frequency")
		is(Who{Recency: &r, Frequency: &f}, func(s Scores) bool { return s.Recency == r && s.Frequency == f })
		is(Who{Segment: segment.Key, Monetary: &f}, func(s Scores) bool { return s.Segment() == segment && s.Monetary == f })
	})
}

// Everybody has a segment, whatever the scores, and every segment is some's.
func TestEveryScoreHasASegment(t *testing.T) {
	sizes := map[Segment]int{}
	for r := 1; r <= 5; r++ {
		for f := 1; f <= 5; f++ {
			for m := 1; m <= 5; m++ {
				sizes[Scores{r, f, m}.Segment()]++
			}
		}
	}
	if sizes[Segment{}] > 0 {
		t.Errorf("%d scores have no segment", sizes[Segment{}])
	}
	for _, s := range Segments {
		if sizes[s] == 0 {
			t.Errorf("no score is %s", s.Name)
		}
		if found, ok := SegmentOf(s.Key); !ok || found != s {
			t.Errorf("%s is not found by its key", s.Name)
		}
	}
	if got := (Scores{}).Segment(); got != (Segment{}) {
		t.Errorf("no scores are %v", got)
	}
}

// Ties score the same; where all are the same everybody scores 1, 5 for recency.
func TestTies(t *testing.T) {
	same := cutsOf([]float64{7, 7, 7, 7, 7, 7})
	if above(same, 7) != 0 || above(same, 7.1) != 4 {
		t.Errorf("of equal numbers: %v", same)
	}
	few := cutsOf([]int64{1, 1, 1, 1, 1, 1, 2, 2, 2, 9})
	if a, b, c := above(few, 1), above(few, 2), above(few, 9); a != 0 || b != 3 || c != 4 {
		t.Errorf("1, 2 and 9 lie above %d, %d and %d cuts of %v", a, b, c, few)
	}
	if cuts := cutsOf([]int64(nil)); above(cuts, 0) != 0 {
		t.Errorf("of nothing: %v", cuts)
	}
}

func TestRefuses(t *testing.T) {
	for name, c := range map[string]struct{ body, pointer string }{
		"no event":    {`{}`, "/event"},
		"value":       {`{"event":"A","value":"worth"}`, "/value"},
		"unknown key": {`{"event":"A","events":["B"]}`, "/events"},
	} {
		t.Run(name, func(t *testing.T) {
			querytest.Refused(t, c.pointer, func() error {
				d, err := Decode([]byte(c.body))
				if err == nil {
					_, err = Run(t.Context(), querytest.Of(nil).Index.Index, d)
				}
				return err
			})
		})
	}
	six := 6
	for pointer, who := range map[string]Who{"/of/segment": {Segment: "kings"}, "/of/recency": {Recency: &six}, "/of/monetary": {Monetary: &six}} {
		querytest.Refused(t, pointer, func() error {
			_, err := Customers(t.Context(), querytest.Of(nil).Index.Index, CustomersQuestion{Definition: Definition{Event: "A"}, Of: who})
			return err
		})
	}
}

// ours is what the package rfm calls our segments.
var ours = map[string]Segment{
	"Champions": Champions, "Potential Loyalist": PotentialLoyalist, "Loyal Customers": Loyal, "Promising": Promising, "New Customers": New,
	"Can't Lose Them": CantLose, "At Risk": AtRisk, "Need Attention": NeedAttention, "About To Sleep": AboutToSleep, "Lost": Lost,
}

const published = "../../../../shared/data/rfm/"

// The orders and the table of the R package rfm: its customers' measures,
// scores and segments, and its limits, which it shows as the cut plus 1.
func TestPublished(t *testing.T) {
	raw, err := os.ReadFile(published + "expected.json")
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the reference data is not beside this checkout")
	}
	if err != nil {
		t.Fatal(err)
	}
	var expected struct {
		Totals struct {
			Customers int64
			Revenue   float64
		}
		Scoring struct {
			Bounds struct {
				Recency   Cut `json:"recency_days"`
				Frequency Cut `json:"transaction_count"`
				Monetary  Cut `json:"amount"`
			} `json:"lower_bounds"`
		}
		Customers []struct {
			ID        string  `json:"customer_id"`
			Recency   int64   `json:"recency_days"`
			Frequency int64   `json:"transaction_count"`
			Monetary  float64 `json:"amount"`
			Score     int     `json:"rfm_score"`
		}
		Segments struct {
			Rows []struct {
				Name                         string
				Recency, Frequency, Monetary [2]int
			}
			OfCustomers map[string]string `json:"of_customers"`
		}
	}
	if err := json.Unmarshal(raw, &expected); err != nil {
		t.Fatal(err)
	}
	for i, row := range expected.Segments.Rows {
		if want := (Rule{ours[row.Name], row.Recency, row.Frequency, row.Monetary}); Rules[i] != want {
			t.Errorf("rule %d is %v, published %v", i, Rules[i], want)
		}
	}
	ix, numbers := orders(t)
	d := Definition{Event: "Order Completed"}
	d.From, d.To, d.Now = "2001-01-01T00:00:00Z", "2006-12-31T00:00:00Z", time.Date(2007, 1, 1, 0, 0, 0, 0, time.UTC)
	f, _, err := d.measure(t.Context(), ix)
	if err != nil {
		t.Fatal(err)
	}
	a := f.answer()
	if a.Customers != expected.Totals.Customers || a.Value != expected.Totals.Revenue {
		t.Errorf("%d customers worth %v, published %d and %v", a.Customers, a.Value, expected.Totals.Customers, expected.Totals.Revenue)
	}
	for measure, want := range map[string]Cut{"recency": expected.Scoring.Bounds.Recency, "frequency": expected.Scoring.Bounds.Frequency, "monetary": expected.Scoring.Bounds.Monetary} {
		for i, cut := range a.Cuts[measure] {
			if math.Round(cut+1) != want[i] {
				t.Errorf("%s: cuts %v, published limits %v", measure, a.Cuts[measure], want)
			}
		}
	}
	for _, c := range expected.Customers {
		at := slices.IndexFunc(f.people, func(p person) bool { return p.customer == numbers[c.ID] })
		m := f.people[at].Measures
		if want := (Measures{c.Recency * day, c.Frequency, c.Monetary}); m != want {
			t.Errorf("%s: %v, published %v", c.ID, m, want)
		}
		scores := f.cuts().Score(m)
		if got := scores.Recency*100 + scores.Frequency*10 + scores.Monetary; got != c.Score {
			t.Errorf("%s: %d, published %d", c.ID, got, c.Score)
		}
		if want := expected.Segments.OfCustomers[c.ID]; scores.Segment() != ours[want] {
			t.Errorf("%s is %v, published %s", c.ID, scores.Segment(), want)
		}
	}
}

// orders are the published ones as journeys.
func orders(t *testing.T) (*journey.Index, map[string]journey.Customer) {
	t.Helper()
	file, err := os.Open(published + "orders.csv.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(unzipped).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	numbers := map[string]journey.Customer{}
	var events []journeytest.Event
	for _, row := range rows[1:] {
		if _, known := numbers[row[0]]; !known {
			numbers[row[0]] = journey.Customer(len(numbers) + 1)
		}
		revenue, err := strconv.ParseFloat(row[2], 64)
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, journeytest.Event{
			Customer: numbers[row[0]], Time: journeytest.At(row[1]), Name: "Order Completed", Facts: event.Facts{Value: revenue, HasValue: true},
		})
	}
	return journeytest.New(events).Index, numbers
}
