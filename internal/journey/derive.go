package journey

import "wend/internal/event"

// sessionGap is how long a session lasts without a touchpoint, in
// milliseconds: exactly as long continues it, longer ends it.
const sessionGap = 30 * 60 * 1000

// direct is the channel of a session that nothing brought.
var direct = event.Channel(event.Facts{})

// deriver finds what only a whole journey can tell. It is a pure function of
// one customer's ordered rows, the stage model, and the values that the
// model's rules name. One goroutine uses it at a time.
type deriver struct {
	ix     *Index
	stages *stages
	counts []uint32
	whole  bool // rows that the index does not hold are there too
}

func (ix *Index) newDeriver() *deriver {
	return &deriver{ix: ix, stages: ix.stages.Load()}
}

// derive fills Session, Sessions and Stage of the rows lo to hi of c, which
// are all rows of the customer, in order, at the end of c. With older, the
// customer had touchpoints before them.
func (d *deriver) derive(customer Customer, c *Columns, lo, hi int, older bool) {
	if customer == Nobody {
		for i := lo; i < hi; i++ {
			c.Session[i], c.Stage[i] = NoSession, 0
		}
		return
	}
	cutSessions(c, lo, hi, d.ix.words.origins.values.all(), older && !d.whole)
	d.stage(customer, c, lo, hi)
}

// cutSessions cuts the rows lo to hi into sessions: at a silence longer than
// the gap, and where a touchpoint brings a campaign or a referrer that differs
// from that with which the session began.
func cutSessions(c *Columns, lo, hi int, origins []origin, older bool) {
	first := len(c.Sessions)
	var began origin
	for i := lo; i < hi; i++ {
		var brought origin
		if code := c.Origin[i]; code != 0 {
			brought = origins[code]
		}
		// Times ascend, so that the difference is right even where it does not
		// fit into a signed number.
		if i == lo || uint64(c.Time[i])-uint64(c.Time[i-1]) > sessionGap ||
			brought.campaign != 0 && brought.campaign != began.campaign ||
			brought.referrer != 0 && brought.referrer != began.referrer {
			began = brought
			channel := brought.channel
			if c.Origin[i] == 0 {
				channel = direct
			}
			c.Sessions = append(c.Sessions, Session{
				Channel: channel, Returning: older || len(c.Sessions) > first,
				Source: brought.source, Medium: brought.medium, Campaign: brought.name, Referrer: brought.referrer,
			})
		}
		current := len(c.Sessions) - 1
		if c.Page[i] != 0 && c.Sessions[current].Landing == 0 {
			c.Sessions[current].Landing = c.Page[i]
		}
		c.Session[i] = uint32(current)
	}
}
