package files

// row is one row of a file: a message as it stands in an NDJSON file, or the
// texts of its columns. An error says that this row cannot be read, and that
// the next one may.
type row struct {
	message []byte
	values  []string
	err     error
}

// source hands out rows until io.EOF. What it hands out is good until the
// next call.
type source interface {
	columns() []string // nil where rows are messages
	next() (row, error)
	close() error
}

// sampled is a source whose first rows can be looked at before they are read.
type sampled struct {
	source
	first []row
	ended error
}

// sampleRows is how many rows the meaning of columns is guessed from.
const sampleRows = 200

func sample(from source) *sampled {
	s := &sampled{source: from}
	for len(s.first) < sampleRows {
		r, err := from.next()
		if err != nil {
			s.ended = err
			break
		}
		r.values = append([]string(nil), r.values...) // good until the next call only
		s.first = append(s.first, r)
	}
	return s
}

func (s *sampled) next() (row, error) {
	if len(s.first) > 0 {
		r := s.first[0]
		s.first = s.first[1:]
		return r, nil
	}
	if s.ended != nil {
		return row{}, s.ended
	}
	return s.source.next()
}

// values are the columns of the rows looked at.
func (s *sampled) values() (rows [][]string) {
	for _, r := range s.first {
		if r.err == nil && r.values != nil {
			rows = append(rows, r.values)
		}
	}
	return rows
}
