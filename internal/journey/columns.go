package journey

// makeColumns makes empty columns with room for exactly n rows. Columns of
// one width share one allocation: large allocations are rounded up to whole
// pages, and eleven of them for each chunk would waste a tenth of the index.
func makeColumns(n int) Columns {
	wide := make([]uint32, 6*n)
	narrow := make([]uint16, 3*n)
	cut32 := func(i int) []uint32 { return wide[i*n : i*n : (i+1)*n] }
	cut16 := func(i int) []uint16 { return narrow[i*n : i*n : (i+1)*n] }
	return Columns{
		Time:  make([]int64, 0, n),
		Event: cut16(0), Client: cut16(1), Place: cut16(2),
		Stage: make([]uint8, 0, n),
		Page:  cut32(0), Worth: cut32(1), Session: cut32(2), Seq: cut32(3), Set: cut32(4), Origin: cut32(5),
	}
}

// reset empties the columns and keeps their room.
func (c *Columns) reset() {
	c.Time, c.Event, c.Page, c.Client, c.Place = c.Time[:0], c.Event[:0], c.Page[:0], c.Client[:0], c.Place[:0]
	c.Stage, c.Worth, c.Session, c.Seq, c.Set, c.Origin = c.Stage[:0], c.Worth[:0], c.Session[:0], c.Seq[:0], c.Set[:0], c.Origin[:0]
	c.Sessions = c.Sessions[:0]
}

// appendRow adds a row whose session and stage are not derived yet.
func (c *Columns) appendRow(r *row) {
	c.Time = append(c.Time, r.time)
	c.Event = append(c.Event, r.event)
	c.Page = append(c.Page, r.page)
	c.Client = append(c.Client, r.client)
	c.Place = append(c.Place, r.place)
	c.Stage = append(c.Stage, 0)
	c.Worth = append(c.Worth, r.worth)
	c.Session = append(c.Session, NoSession)
	c.Seq = append(c.Seq, r.seq)
	c.Set = append(c.Set, r.set)
	c.Origin = append(c.Origin, r.origin)
}

// appendRange adds the rows lo to hi of src, with sessions and stages as they
// are there; the session indexes still point into src.Sessions.
func (c *Columns) appendRange(src *Columns, lo, hi int) {
	switch hi - lo {
	case 0:
		return
	case 1: // most often what a filter leaves
		c.appendOne(src, lo)
		return
	}
	c.Time = append(c.Time, src.Time[lo:hi]...)
	c.Event = append(c.Event, src.Event[lo:hi]...)
	c.Page = append(c.Page, src.Page[lo:hi]...)
	c.Client = append(c.Client, src.Client[lo:hi]...)
	c.Place = append(c.Place, src.Place[lo:hi]...)
	c.Stage = append(c.Stage, src.Stage[lo:hi]...)
	c.Worth = append(c.Worth, src.Worth[lo:hi]...)
	c.Session = append(c.Session, src.Session[lo:hi]...)
	c.Seq = append(c.Seq, src.Seq[lo:hi]...)
	c.Set = append(c.Set, src.Set[lo:hi]...)
	c.Origin = append(c.Origin, src.Origin[lo:hi]...)
}

// appendOne is appendRange of one row, without eleven calls to copy it.
func (c *Columns) appendOne(src *Columns, i int) {
	c.Time = append(c.Time, src.Time[i])
	c.Event = append(c.Event, src.Event[i])
	c.Page = append(c.Page, src.Page[i])
	c.Client = append(c.Client, src.Client[i])
	c.Place = append(c.Place, src.Place[i])
	c.Stage = append(c.Stage, src.Stage[i])
	c.Worth = append(c.Worth, src.Worth[i])
	c.Session = append(c.Session, src.Session[i])
	c.Seq = append(c.Seq, src.Seq[i])
	c.Set = append(c.Set, src.Set[i])
	c.Origin = append(c.Origin, src.Origin[i])
}

// appendDerived adds rows lo to hi of src together with their sessions: the
// rows of whole customers, whose derivation stays as it was.
func (c *Columns) appendDerived(src *Columns, lo, hi int) {
	if lo == hi {
		return
	}
	at := len(c.Session)
	c.appendRange(src, lo, hi)
	if src.Session[lo] == NoSession { // Nobody's
		return
	}
	first, last := src.Session[lo], src.Session[hi-1]
	shift := uint32(len(c.Sessions)) - first // wraps, and wraps back below
	c.Sessions = append(c.Sessions, src.Sessions[first:last+1]...)
	moved := c.Session[at:]
	for i := range moved {
		moved[i] += shift
	}
}

// rowAt is row i as the tail keeps rows.
func (c *Columns) rowAt(i int, local uint16) row {
	return row{
		time: c.Time[i], seq: c.Seq[i], set: c.Set[i], page: c.Page[i], worth: c.Worth[i], origin: c.Origin[i],
		prev: noRow, event: c.Event[i], client: c.Client[i], place: c.Place[i], local: local, kind: touchpoint,
	}
}

// bytes is the memory that the columns hold.
func (c *Columns) bytes() int64 {
	return int64(cap(c.Time))*8 + int64(cap(c.Event)+cap(c.Client)+cap(c.Place))*2 + int64(cap(c.Stage)) +
		int64(cap(c.Page)+cap(c.Worth)+cap(c.Session)+cap(c.Seq)+cap(c.Set)+cap(c.Origin))*4 +
		int64(cap(c.Sessions))*sessionBytes
}

const sessionBytes = 24
