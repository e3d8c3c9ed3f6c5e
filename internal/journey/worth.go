package journey

import (
	"math"
)

// worths codes what events are worth in 32 bits, exactly: amounts in whole
// cents between ±10.7 million are their own code, any other number has a place
// in a list. A hostile sender can fill the list; from then on such numbers are
// rounded to the 22 bits or so of precision that a code has room for.
type worths struct {
	codes map[float64]uint32 // writer only
	list  list[float64]
}

const (
	centsBit     = 1 << 31
	roundedBit   = 1 << 30
	centsBias    = 1 << 30
	mostWorths   = 1 << 21
	roundedShift = 2 // bits of a float32 that a rounded code leaves out
)

func newWorths() *worths {
	w := &worths{codes: map[float64]uint32{}}
	w.list.add(0) // code 0 is nothing known
	return w
}

// code is the number's code, never 0. Writer only.
func (w *worths) code(f float64) uint32 {
	if cents := math.Round(f * 100); cents >= -centsBias && cents < centsBias && cents/100 == f {
		return centsBit | uint32(int64(cents)+centsBias)
	}
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	if code, ok := w.codes[f]; ok {
		return code
	}
	if len(w.list.own) >= mostWorths {
		rounded := float32(f)
		if math.IsInf(float64(rounded), 0) {
			return 0 // beyond what it can be rounded to, and beyond reason
		}
		return roundedBit | math.Float32bits(rounded)>>roundedShift
	}
	code := w.list.add(f)
	w.codes[f] = code
	return code
}

func (w *worths) bytes() int64 { return int64(len(w.list.all())) * 40 }

// Worths reads the codes of Columns.Worth. It knows every code of the rows
// that were in the index when it was made, and of any row that came later.
type Worths struct{ list *list[float64] }

// Of is what an event with this code is worth; ok is false where that is not known.
func (w Worths) Of(code uint32) (worth float64, ok bool) {
	switch {
	case code == 0:
		return 0, false
	case code&centsBit != 0:
		return float64(int64(code&^centsBit)-centsBias) / 100, true
	case code&roundedBit != 0:
		return float64(math.Float32frombits(code &^ roundedBit << roundedShift)), true
	}
	return w.list.all()[code], true
}

// mostAmount is more than anybody ever earned: what lies beyond is no amount.
const mostAmount = 1e15

// Amount is what an event with this code is worth, for adding up; 0 where that
// is not known or beyond reason. Sums of amounts are finite, which JSON can write.
func (w Worths) Amount(code uint32) float64 {
	if worth, ok := w.Of(code); ok && math.Abs(worth) <= mostAmount {
		return worth
	}
	return 0
}
