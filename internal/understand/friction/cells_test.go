package friction

import (
	"testing"

	"pgregory.net/rapid"

	"wend/internal/event"
	"wend/internal/understand/query"
)

// What a table counts is what counting attempt by attempt finds, for pairs and
// for single dimensions, whoever is left out.
func TestTableIsCounting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var p plan
		var a attempts
		n := rapid.IntRange(0, 60).Draw(t, "attempts")
		draw := func(name string, most int) []uint8 {
			return rapid.SliceOfN(rapid.Uint8Range(0, uint8(most-1)), n, n).Draw(t, name)
		}
		for _, property := range []string{"channel", "new_or_returning", "device"} {
			d := dimension{property: property, groups: query.Groups{Values: make([]event.Value, rapid.IntRange(0, 3).Draw(t, property))}}
			p.dimensions = append(p.dimensions, d)
			a.slots = append(a.slots, draw(property+" of", d.groups.Len()))
		}
		alive := make([]bool, n)
		for i, got := range draw("reached", 2) {
			a.traces = append(a.traces, scriptError|reached*traces(got))
			alive[i] = rapid.Bool().Draw(t, "alive")
		}
		s := p.alike(&a)
		for first := range p.dimensions {
			for second := first; second < len(p.dimensions); second++ {
				table := p.count(&a, &s, alive, first, second)
				for x := range table.wa {
					for y := range table.wb {
						for stratum := range table.strata {
							var attempts, got int64
							for i := range n {
								if alive[i] && int(a.slots[first][i]) == x && (first == second || int(a.slots[second][i]) == y) && int(s.of[i]) == stratum {
									attempts++
									if a.traces[i]&reached != 0 {
										got++
									}
								}
							}
							if n, r := table.at(x, y, stratum); n != attempts || r != got {
								t.Fatalf("%d × %d, slots %d and %d, stratum %d: %d of %d, want %d of %d", first, second, x, y, stratum, r, n, got, attempts)
							}
						}
					}
				}
			}
		}
	})
}
