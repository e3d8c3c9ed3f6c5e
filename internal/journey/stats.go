package journey

// Stats is what the index holds.
type Stats struct {
	Customers int64 `json:"customers" doc:"Customers with touchpoints"`
	Events    int64 `json:"events" doc:"Touchpoints"`
	Sides     int64 `json:"sides" doc:"Calls that are no touchpoints, and bots' events"`
	Sessions  int64 `json:"sessions" doc:"Sessions, those not yet cut left out"`
	Waiting   int64 `json:"waiting" doc:"Rows not yet folded into the base"`
	Columns   int64 `json:"columns" doc:"Property columns in memory"`
	Bytes     int64 `json:"bytes" doc:"Memory held, columns included"`
}

// Stats counts what the index holds.
func (ix *Index) Stats() Stats {
	var st Stats
	all := ix.published.Load()
	room := make([]int32, shardSize)
	for _, s := range append(all.shards[:len(all.shards):len(all.shards)], all.nobody...) {
		v := s.view()
		head, _, _ := v.heads(room)
		rows, sides := v.size(head)
		st.Events += int64(rows)
		st.Sides += int64(sides)
		st.Sessions += int64(len(v.base.columns.Sessions))
		st.Waiting += int64(len(v.tail))
		st.Bytes += v.base.bytes() + int64(cap(v.tail))*48 + int64(len(head))*4
		if !s.nobody {
			st.Customers += int64(v.people(head))
		}
	}
	columns, bytes := ix.properties.stats()
	st.Columns, st.Bytes = int64(columns), st.Bytes+bytes+ix.words.bytes()
	return st
}

// people counts the customers with touchpoints.
func (v *view) people(head []int32) int {
	n := v.base.people
	var w waiting
	for local, last := range head {
		if last == 0 {
			continue
		}
		w.collect(v.tail, last)
		lo, hi := v.base.rows(uint16(local))
		switch {
		case lo < hi && w.cleared && len(w.rows) == 0:
			n--
		case lo == hi && len(w.rows) > 0:
			n++
		}
	}
	return n
}
