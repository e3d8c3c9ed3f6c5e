package journey

// Fold is an analysis as the index runs it: it visits one journey at a time
// and keeps a private partial result; partial results of different customers
// merge, in any order and any grouping. A journey and its columns are valid
// until Visit returns.
type Fold[F any] interface {
	Visit(Journey)
	Merge(F)
}

// Scan says what a fold sees. Customers without an event that it sees are not
// visited.
type Scan struct {
	// From and To bound the events by time, in milliseconds since 1970 UTC,
	// half-open. To 0 means no bound, and From 0 beside it none either.
	From, To int64
	// Where leaves out the events that fail it; sessions are cut before. Zero: none.
	Where Matcher
	// Nobody includes the events that belong to no customer: they come as
	// several journeys of customer Nobody, each in order of time, which follow
	// each other in no particular order.
	Nobody bool
	// Only leaves out customers for which it is false; Nobody is not asked
	// about. Nil: all. It is called from several goroutines.
	Only func(Customer) bool
}

// Scanned is what a run read: the customers with events within the range, and
// those events, before Where.
type Scanned struct {
	Customers int64 `json:"customers" doc:"Customers looked at"`
	Events    int64 `json:"events" doc:"Events looked at"`
}
