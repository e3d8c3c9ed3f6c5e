package insights

import "slices"

// weights add up by code; low codes are frequent.
type weights struct {
	dense  []float64
	sparse map[uint32]float64
}

const mostWeights = 1 << 10

func (w *weights) add(code uint32, n float64) {
	if code < mostWeights {
		if int(code) >= len(w.dense) {
			w.dense = slices.Grow(w.dense, int(code)+1-len(w.dense))[:code+1]
		}
		w.dense[code] += n
		return
	}
	if w.sparse == nil {
		w.sparse = map[uint32]float64{}
	}
	w.sparse[code] += n
}

func (w *weights) of(code uint32) float64 {
	if int(code) < len(w.dense) {
		return w.dense[code]
	}
	return w.sparse[code]
}

func (w *weights) each(fn func(code uint32, n float64)) {
	for code, n := range w.dense {
		if n != 0 {
			fn(uint32(code), n)
		}
	}
	for code, n := range w.sparse {
		fn(code, n)
	}
}

func (w *weights) merge(other *weights) { other.each(w.add) }
