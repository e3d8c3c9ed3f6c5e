package files

import (
	"maps"
	"slices"
	"strings"
)

// Shape is a file that programs are known to export, recognised by the names
// of its columns. Names are in lower case; one that ends in * stands for all
// that begin so.
type Shape struct {
	Name      string
	Title     string // what a person calls it, after "This is"
	Kind      Kind
	Signature []string
	Columns   map[string]string // the meaning of each column
	Else      map[string]string // that of columns that count where no other column of the file has that meaning
	Values    map[string]map[string]string
	Map       Map // everything else
	// Lacks says what to do where such a file lacks what cannot be done without.
	Lacks string
}

// Shapes are all that are known. Of two that fit, the first counts.
var Shapes = slices.Concat(ownShapes, orderShapes, contactShapes, costShapes, eventShapes)

// FindShape is a shape by its name.
func FindShape(name string) *Shape {
	for i := range Shapes {
		if Shapes[i].Name == name {
			return &Shapes[i]
		}
	}
	return nil
}

// shapeOf finds the shape of a file with these columns.
func shapeOf(names []string) *Shape {
	lower := make([]string, len(names))
	for i, name := range names {
		lower[i] = strings.ToLower(name)
	}
	for i := range Shapes {
		if Shapes[i].fits(lower) {
			return &Shapes[i]
		}
	}
	return nil
}

func (s *Shape) fits(lower []string) bool {
	return len(s.Signature) > 0 && !slices.ContainsFunc(s.Signature, func(wanted string) bool {
		return !slices.ContainsFunc(lower, func(name string) bool { return matches(wanted, name) })
	})
}

func matches(pattern, name string) bool {
	if start, open := strings.CutSuffix(pattern, "*"); open {
		return strings.HasPrefix(name, start)
	}
	return pattern == name
}

// meaning is what the shape says of a column.
func (s *Shape) meaning(name string) (string, bool) {
	name = strings.ToLower(name)
	if meaning, ok := s.Columns[name]; ok {
		return meaning, true
	}
	for pattern, meaning := range s.Columns {
		if strings.HasSuffix(pattern, "*") && matches(pattern, name) {
			return meaning, true
		}
	}
	return "", false
}

// mapping is the shape's map for the columns that a file has.
func (s *Shape) mapping(names []string) *Map {
	m := s.Map
	if s.Columns == nil {
		return &m
	}
	m.Columns, m.Values = map[string]string{}, map[string]map[string]string{}
	for _, name := range names {
		meaning, said := s.meaning(name)
		if !said {
			meaning = m.rest(s.Kind)
		}
		if name == "" {
			meaning = Ignore
		}
		m.Columns[name] = meaning
		if values := s.Values[strings.ToLower(name)]; values != nil {
			m.Values[name] = values
		}
		if s.Kind == Costs && meaning == Cost && m.Currency == "" {
			m.Currency = currencyIn(name)
		}
	}
	said := slices.Collect(maps.Values(m.Columns))
	for _, name := range names {
		if meaning := s.Else[strings.ToLower(name)]; meaning != "" && !slices.Contains(said, meaning) {
			m.Columns[name] = meaning
		}
	}
	return &m
}

// currencyIn is the code in a column's name, as in "Amount spent (EUR)".
func currencyIn(name string) string {
	_, rest, _ := strings.Cut(name, "(")
	if code, _, closed := strings.Cut(rest, ")"); closed && len(code) == 3 && strings.ToUpper(code) == code && isLetters(code) {
		return code
	}
	return ""
}

func isLetters(text string) bool {
	return strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}
