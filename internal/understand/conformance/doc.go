// Package conformance holds the journeys that customers take against the one
// that somebody drew: who followed it, where the others left it, how, what
// they did instead, and what became of them.
//
// The ideal journey is a list of steps, each some events, required or optional,
// with a longest time since the touchpoint before that fits, where it has one. Only touchpoints
// that fit a step are looked at; what lies between does not matter. A
// customer's case begins at their first such touchpoint in the range and is
// read from left to right. With the customer at a step (or before the first),
// a touchpoint
//
//   - that fits a step which may come next (the ones up to and including the
//     next required one) takes the customer there, to the earliest of them;
//     where that took longer than the step allows, the case is late;
//   - else, where it fits the step that the customer is at or an earlier one, is
//     a loop: allowed, it changes nothing, or, with restart, takes the customer
//     back to the latest such step, from which the way begins again; not allowed,
//     the case has repeated the step, or has gone back;
//   - else fits a step beyond a required one that has not been done: the case
//     has skipped that one, or, where a touchpoint of it still comes, has taken
//     them in the wrong order.
//
// The case is complete with its last required step. The first deviation is
// where the customer left the ideal; a case that neither deviates nor ends was
// left too, after the patience (7 days, or what the next step allows) without
// a touchpoint that fits; until then it is under way and in no share. These
// are the moves of alignments (Adriansyah, van Dongen and van der Aalst 2011),
// named as people would, for models without concurrency.
//
// What leaving costs is a comparison of those who left with those who followed:
// an association, because who follows may differ in more than that.
package conformance
