package journey

import "context"

// Standings tell what analyses find out about customers as of a moment, in
// milliseconds since 1970. Rules of segments ask for them; who opens the index
// knows the analyses.
type Standings struct {
	// Levels are how engaged a customer can be; Engagement is which of them the
	// journey's customer was.
	Levels     []string
	Engagement func(ix *Index, j Journey, at int64) string
	// Channel is the channel that the customer preferred, empty for none.
	Channel func(ix *Index, j Journey, at int64) string
	// Segments are the keys of the segments by recency, frequency and monetary
	// value; Segment measures all customers at a moment, and answers which of
	// them a customer was in, empty for none.
	Segments []string
	Segment  func(ctx context.Context, ix *Index, at int64) (func(Journey) string, error)
}

// Standings are what the index was opened with.
func (ix *Index) Standings() Standings { return ix.options.Standings }
