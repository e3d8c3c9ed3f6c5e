// Package stages shows where customers stand in the workspace's stage model,
// and how they move through it: forward, skipping, and back.
//
// The index gives every touchpoint its stage, from the customer's whole
// journey. The analysis sees the touchpoints within the range that pass the
// request's filters, and of those the ones that have a stage. A customer
// without one is in no number. Consecutive touchpoints of one stage are one
// visit to it, which begins at its first touchpoint. The moment is the range's
// end, or now if that is earlier.
//
// Of a stage
//
//   - customers stand at it at the moment: it is the stage of their last
//     touchpoint. The lapsed ones are among them.
//   - lapsed are those customers who have had no touchpoint for the stage's
//     patience (30 days, where the model says nothing) at the moment: the last
//     one was at or before moment − patience.
//   - entered is the number of customers with at least one visit to it.
//   - median_seconds is over all visits after which the customer moved to
//     another stage: from the visit's first touchpoint to the next visit's
//     first touchpoint; null where there is none.
//
// A transition from one stage to another counts customers who made that move
// at least once; its rate is their share of those who entered the stage that
// it leads from; its median_seconds is over all such moves, taken as above.
// A transition from start leads to a customer's first visit: its rate is the
// share of all customers counted, its median null. One to lapsed counts the
// lapsed customers of a stage; its time runs from the begin of the visit in
// which they lapsed to the moment at which they did: their last touchpoint
// plus the patience. Moves that nobody made are not listed.
package stages
