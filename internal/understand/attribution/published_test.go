package attribution

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"math"
	"math/big"
	"os"
	"strconv"
	"strings"
	"testing"

	"wend/internal/journey"
	"wend/internal/journey/journeytest"
	"wend/internal/understand/query"
	"wend/internal/understand/querytest"
)

const published = "../../../../shared/data/attribution/"

func open(t *testing.T, name string) io.ReadCloser {
	t.Helper()
	file, err := os.Open(published + name)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the reference data is not beside this checkout")
	}
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func decode(t *testing.T, name string, into any) {
	t.Helper()
	file := open(t, name)
	defer file.Close()
	if err := json.NewDecoder(file).Decode(into); err != nil {
		t.Fatal(err)
	}
}

// aggregated are customers who went the same way.
type aggregated struct {
	touches            []string
	conversions, nulls int
	value              float64 // of all conversions together
}

// ask tells the paths as journeys and asks about them.
func ask(t *testing.T, list []aggregated, models ...string) Answer {
	t.Helper()
	var events []journeytest.Event
	customer := journey.Customer(0)
	for _, a := range list {
		for i := range a.conversions + a.nulls {
			customer++
			at := querytest.Origin.UnixMilli()
			for _, touch := range a.touches {
				at += 60_000
				events = append(events, journeytest.Event{Customer: customer, Time: at, Name: "Ad Viewed", Properties: map[string]any{"channel": touch}})
			}
			if i < a.conversions {
				e := journeytest.Event{Customer: customer, Time: at + 60_000, Name: "Order Completed", Properties: map[string]any{"revenue": a.value / float64(a.conversions)}}
				events = append(events, e)
			}
		}
	}
	d := Definition{Conversion: query.Selector{Event: "Order Completed"}, Touch: "properties.channel", Value: "properties.revenue", Models: models}
	d.From, d.To = "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z"
	answer, err := Run(t.Context(), journeytest.New(events).Index, d)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// line is a touch's line of a model.
func (a Answer) line(t *testing.T, model, touch string) Line {
	t.Helper()
	for _, l := range a.Models[model] {
		if l.Touch == touch {
			return l
		}
	}
	t.Fatalf("%s has no line for %s", model, touch)
	return Line{}
}

func (a Answer) effect(t *testing.T, touch string) float64 {
	t.Helper()
	for _, e := range a.RemovalEffects {
		if e.Touch == touch {
			return e.Effect
		}
	}
	t.Fatalf("%s has no removal effect", touch)
	return 0
}

func within(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if math.Abs(got-want) > tolerance {
		t.Errorf("%s: %v, published %v", what, got, want)
	}
}

// The ten thousand paths of PathData, to every digit that is published.
func TestPublishedPathData(t *testing.T) {
	var expected struct {
		Totals struct {
			Conversions int64   `json:"total_conversions"`
			Value       float64 `json:"total_conversion_value"`
		}
		Heuristics map[string]map[string]float64
		Markov     struct {
			Effects   map[string]float64 `json:"removal_effect"`
			Credit    map[string]float64 `json:"attributed_conversions"`
			Tolerance float64
		} `json:"markov_order1_with_null"`
	}
	decode(t, "expected.json", &expected)
	file := open(t, "path_data.csv.gz")
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(unzipped).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var list []aggregated
	for _, row := range rows[1:] {
		a := aggregated{touches: strings.Split(row[0], " > ")}
		var errs [3]error
		a.conversions, errs[0] = strconv.Atoi(row[1])
		a.value, errs[1] = strconv.ParseFloat(row[2], 64)
		a.nulls, errs[2] = strconv.Atoi(row[3])
		if err := errors.Join(errs[:]...); err != nil {
			t.Fatal(err)
		}
		list = append(list, a)
	}
	answer := ask(t, list)
	if answer.Conversions != expected.Totals.Conversions {
		t.Errorf("%d conversions, published %d", answer.Conversions, expected.Totals.Conversions)
	}
	within(t, "value", answer.Value, expected.Totals.Value, 0.005)
	for touch, want := range expected.Heuristics {
		for _, model := range []string{"first", "last", "linear"} {
			line := answer.line(t, model, touch)
			within(t, model+" "+touch, line.Conversions, want[model], 0.5e-4)
			within(t, model+" value of "+touch, line.Value, want[model+"_value"], 0.5e-2)
		}
	}
	for touch, want := range expected.Markov.Effects {
		within(t, "effect of "+touch, answer.effect(t, touch), want, 0.5e-6)
	}
	for touch, want := range expected.Markov.Credit {
		within(t, "markov "+touch, answer.line(t, "markov", touch).Conversions, want, expected.Markov.Tolerance)
	}
}

func TestPublishedCases(t *testing.T) {
	var file struct {
		Cases []struct {
			ID         string
			Paths      [][3]any
			First      map[string]float64 `json:"first_touch"`
			Last       map[string]float64 `json:"last_touch"`
			Linear     map[string]float64 `json:"linear"`
			Position   map[string]float64 `json:"position_based_40_20_40"`
			Effects    map[string]string  `json:"removal_effects"`
			Attributed map[string]float64
			Shapley    map[string]float64
			Shares     map[string]float64 `json:"coalition_share_of_conversions"`
		}
	}
	decode(t, "cases.json", &file)
	for _, c := range file.Cases {
		t.Run(c.ID, func(t *testing.T) {
			scale := 1.0
			var list []aggregated
			for _, row := range c.Paths {
				list = append(list, aggregated{touches: strings.Split(row[0].(string), " > "), conversions: int(row[1].(float64)), nulls: int(row[2].(float64))})
			}
			if c.Shares != nil {
				scale = 100
			}
			for coalition, share := range c.Shares {
				list = append(list, aggregated{touches: strings.Split(coalition, "+"), conversions: int(math.Round(share * scale))})
			}
			answer := ask(t, list)
			checked := 0
			for model, lines := range map[string]map[string]float64{
				"first": c.First, "last": c.Last, "linear": c.Linear, "position": c.Position, "markov": c.Attributed, "shapley": c.Shapley,
			} {
				for touch, want := range lines {
					within(t, model+" "+touch, answer.line(t, model, touch).Conversions, want*scale, 1e-9)
					checked++
				}
			}
			for touch, text := range c.Effects {
				want, ok := new(big.Rat).SetString(text)
				if !ok {
					t.Fatalf("%q is no fraction", text)
				}
				fraction, _ := want.Float64()
				within(t, "effect of "+touch, answer.effect(t, touch), fraction, 1e-9)
				checked++
			}
			if checked == 0 {
				t.Error("nothing was checked")
			}
		})
	}
}
