package insights

import "math"

// matrix is a small symmetric positive definite matrix, row by row.
type matrix struct {
	n    int
	cell []float64
}

func newMatrix(n int) matrix { return matrix{n, make([]float64, n*n)} }

// add adds the weighted outer product of a row with itself.
func (m matrix) add(x []float64, weight float64) {
	for i, a := range x {
		if a == 0 {
			continue
		}
		for j, b := range x[:i+1] {
			m.cell[i*m.n+j] += weight * a * b
		}
	}
}

// inverse is the inverse by Cholesky's decomposition of the lower half, which
// it reads alone. A pivot that vanishes gives its unknown no room to move.
func (m matrix) inverse() matrix {
	n := m.n
	l := newMatrix(n)
	for i := range n {
		for j := range i + 1 {
			sum := m.cell[i*n+j]
			for k := range j {
				sum -= l.cell[i*n+k] * l.cell[j*n+k]
			}
			if i == j {
				l.cell[i*n+i] = math.Sqrt(max(sum, 1e-12))
			} else {
				l.cell[i*n+j] = sum / l.cell[j*n+j]
			}
		}
	}
	inverse := newMatrix(n)
	column := make([]float64, n)
	for c := range n {
		for i := range n {
			sum := 0.0
			if i == c {
				sum = 1
			}
			for k := range i {
				sum -= l.cell[i*n+k] * column[k]
			}
			column[i] = sum / l.cell[i*n+i]
		}
		for i := n - 1; i >= 0; i-- {
			sum := column[i]
			for k := i + 1; k < n; k++ {
				sum -= l.cell[k*n+i] * column[k]
			}
			column[i] = sum / l.cell[i*n+i]
			inverse.cell[i*n+c] = column[i]
		}
	}
	return inverse
}

// times is the product with a vector.
func (m matrix) times(x []float64) []float64 {
	out := make([]float64, m.n)
	for i := range out {
		out[i] = dot(m.cell[i*m.n:(i+1)*m.n], x)
	}
	return out
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}
