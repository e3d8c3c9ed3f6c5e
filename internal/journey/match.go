package journey

// Matcher tests a touchpoint against filters. The zero Matcher holds for all.
type Matcher struct {
	conditions []condition
}

type condition struct{}

// Empty tells whether the matcher holds for every touchpoint.
func (m Matcher) Empty() bool { return len(m.conditions) == 0 }

// Match tells whether all filters hold for one row of the journey's columns.
func (m Matcher) Match(Journey, int) bool { return true }
