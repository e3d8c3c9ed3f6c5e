package journey

// Customer is a customer's place in the index. Numbers are dense, made by
// unify, and mean nothing outside this process.
type Customer uint32

// Nobody owns the events that belong to no customer: they count in count and
// sum, and in no measure of customers or sessions.
const Nobody Customer = 0

// Columns are touchpoints as parallel arrays, sorted by customer, then time,
// then order of receipt. Readers must not write to them.
type Columns struct {
	Time    []int64  // milliseconds since 1970 UTC
	Event   []uint16 // code of the name: Index.EventCode, Index.EventName
	Page    []uint32 // code in the page dictionary, 0 none: Index.Page
	Client  []uint16 // code of the (device, os, browser) triple, 0 none
	Place   []uint16 // code of the (country, language) pair, 0 none
	Stage   []uint8  // 0 before the first stage, else 1 + the stage's place in the model
	Worth   []uint32 // what the event is worth, 0 nothing known: read through Index.Worths
	Session []uint32 // index into Sessions; NoSession for Nobody's events
	Seq     []uint32 // place in the log
	Set     []uint32 // identifier set that the event carried (unify.SetID)
	Origin  []uint32 // code of what the event itself brought (campaign, click id, referrer, offline kind), 0 nothing

	// Sessions of these customers in the order of their first touchpoint.
	Sessions []Session
}

// NoSession marks an event outside any session.
const NoSession = ^uint32(0)

// Session is what all touchpoints of one visit share.
type Session struct {
	Channel   uint8  // code in event.Channels
	Returning bool   // the customer had an earlier session
	Source    uint32 // codes in the index's text dictionary, 0 none: Index.Text
	Medium    uint32
	Campaign  uint32
	Referrer  uint32
	Landing   uint32 // code in the page dictionary: the session's first page, 0 none
}

// Journey is one customer's touchpoints: the rows Lo to Hi of Columns. It is
// valid only while the function that it was handed to runs.
type Journey struct {
	Customer Customer
	Columns  *Columns
	// Lo and Hi bound what the analysis sees (its time range); First is where
	// the customer's journey begins, and End where it ends, whatever the range.
	// Rows that a scan's Where leaves out are not among them.
	Lo, Hi, First, End int
}

// SessionEnd is the first row after one that is not of its session, as far as
// the analysis sees.
func (j Journey) SessionEnd(row int) int {
	session, end := j.Columns.Session, row+1
	for end < j.Hi && session[end] == session[row] {
		end++
	}
	return end
}

// Len is the number of touchpoints that the analysis sees.
func (j Journey) Len() int { return j.Hi - j.Lo }
