package query

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"wend/internal/event"
	"wend/internal/journey"
)

// growing is a column that finds its values only while it is read, as traits
// do: each worker's tally may begin when it has another size.
type growing struct{ size int }

func (g *growing) Code(journey.Journey, int) uint32 { return 0 }
func (g *growing) Value(code uint32) event.Value    { return event.TextValue(fmt.Sprint(code)) }
func (g *growing) Size() int                        { return g.size }

// Tallies that began at different sizes of their column count together as one
// that saw everything: each code once, whatever they merge in.
func TestTalliesMerge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		column := &growing{size: 1}
		all := map[uint32]uint32{}
		var merged *Tally
		for range rapid.IntRange(1, 4).Draw(t, "workers") {
			column.size = rapid.IntRange(0, 8).Draw(t, "size")
			tally := NewTally(column)
			for _, code := range rapid.SliceOf(rapid.Uint32Range(0, 9)).Draw(t, "codes") {
				tally.Add(code)
				all[code]++
			}
			if merged == nil {
				merged = tally
			} else {
				merged.Merge(tally)
			}
		}
		got := map[uint32]uint32{}
		merged.Each(func(code, n uint32) {
			if got[code] != 0 {
				t.Fatalf("code %d is counted twice: %d and %d", code, got[code], n)
			}
			got[code] = n
		})
		if fmt.Sprint(got) != fmt.Sprint(all) {
			t.Fatalf("got %v, want %v", got, all)
		}
		groups := merged.Rank(column, 5)
		for slot, value := range groups.Values {
			var code uint32
			if _, err := fmt.Sscan(value.Text, &code); err != nil || groups.Slot(code) != slot {
				t.Fatalf("%s stands in slot %d and is sent to %d", value, slot, groups.Slot(code))
			}
		}
	})
}
