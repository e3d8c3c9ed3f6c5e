package journey

import (
	"math/rand/v2"
	"testing"

	"wend/internal/event"
)

// Codes of many rows are those of each, across pages of all widths and none.
func TestCodesAreThoseOfEachRow(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	p := newProperty(event.Path{Root: event.InProperties, Keys: []string{"x"}}, 1<<40)
	for seq := uint64(1); seq < 4*pageRows; seq++ {
		switch seq / pageRows {
		case 0:
			p.setValue(seq, event.NumberValue(float64(dice.IntN(100))))
		case 2:
			p.setValue(seq, event.NumberValue(float64(dice.IntN(1000))))
		case 3:
			p.setValue(seq, event.NumberValue(float64(seq)))
		}
	}
	c := Columns{}
	for range 1000 {
		c.Seq = append(c.Seq, uint32(dice.IntN(6*pageRows)))
	}
	j, into := Journey{Columns: &c}, make([]uint32, 990)
	for _, column := range []Column{p.handle(), p} {
		Codes(column, j, 10, into)
		for i, code := range into {
			if want := p.Code(j, 10+i); code != want {
				t.Fatalf("row %d has %d, not %d", 10+i, code, want)
			}
		}
	}
}
