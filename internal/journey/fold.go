package journey

// Fold is an analysis as the index runs it: it visits one journey at a time
// and keeps a private partial result; partial results of different customers
// merge, in any order and any grouping.
type Fold[F any] interface {
	Visit(Journey)
	Merge(F)
}

// Scan says what a fold sees.
type Scan struct {
	// From and To bound the events by time, in milliseconds since 1970 UTC,
	// half-open. To 0 means no bound.
	From, To int64
	// Where leaves out the events that fail it; sessions are cut before. Zero: none.
	Where Matcher
	// Nobody includes the events that belong to no customer, as a journey of
	// customer Nobody.
	Nobody bool
	// Only leaves out customers for which it is false. Nil: all.
	Only func(Customer) bool
}

// Scanned is what a run read.
type Scanned struct {
	Customers int64 `json:"customers" doc:"Customers looked at"`
	Events    int64 `json:"events" doc:"Events looked at"`
}
