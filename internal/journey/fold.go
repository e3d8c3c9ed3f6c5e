package journey

// Fold is an analysis as the index runs it: it visits one journey at a time
// and keeps a private partial result; partial results of different customers
// merge, in any order and any grouping. A journey and its columns are valid
// until Visit returns.
type Fold[F any] interface {
	Visit(Journey)
	Merge(F)
}

// Block is the journeys of many customers who follow each other, from First on:
// customer First+i has the rows Lo[i] to Hi[i] of Columns, none where the two
// are equal. Lo and Hi ascend, and rows between one's Hi and the next one's Lo
// are not for the analysis to see. Sessions do not go from one to the next.
type Block struct {
	First   Customer
	Columns *Columns
	Lo, Hi  []uint32
}

// Journey is one of the customers' journey, as far as the analysis sees it.
func (b *Block) Journey(i int) Journey {
	lo, hi := int(b.Lo[i]), int(b.Hi[i])
	return Journey{Customer: b.First + Customer(i), Columns: b.Columns, Lo: lo, Hi: hi, First: lo, End: hi}
}

// blocks is what a fold may implement beside Fold, where it can be faster with
// many customers at once. It visits some customers by VisitBlock then and the
// others by Visit. A block's journeys begin and end with what the analysis sees.
type blocks interface{ VisitBlock(Block) }

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
	// Only leaves out customers for which it is false, Nobody among them. Nil:
	// all. It is called from several goroutines.
	Only func(Customer) bool
	// Accounts, if not nil, are visited in place of customers. Only is asked
	// about their members then.
	Accounts Accounts
	// Progress, if not nil, hears how many parts of the journeys have been
	// begun, and of how many. It is called from several goroutines.
	Progress func(begun, of int)
}

// Scanned is what a run read: the customers with events within the range, and
// those events, before Where.
type Scanned struct {
	Customers int64 `json:"customers" doc:"Customers (or accounts, where those are counted) looked at"`
	Events    int64 `json:"events" doc:"Events looked at"`
}
