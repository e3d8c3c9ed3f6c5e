// Package habits tells what one customer's journey says about the customer:
// how engaged they are, and by which channel they come. They are pure
// functions over one journey and a moment, for the customer's page and for
// rules of segments alike.
//
// What the business does to a customer is no act of theirs: touchpoints named
// Message Sent, Message Delivered, Message Bounced and Message Opened (which
// machines do as well) do not count, nor do visits that consist of them alone.
//
// Engagement goes by the visits (sessions) with a touchpoint that counts in
// the 30 days up to the moment:
//
//	none    no visit
//	low     one visit
//	medium  two to four visits
//	high    five visits or more
//
// The preferred channel is the channel of most of the customer's visits in the
// 180 days up to the moment; of channels with as many, the one that was used
// last. Direct visits, and those of unknown origin, tell nothing of a channel
// and are not counted; a customer without others prefers none.
package habits
