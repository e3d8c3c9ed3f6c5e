// Package funnel counts how far customers (or sessions) come along a list of
// steps.
//
// One pass over a customer's touchpoints finds the depth of the deepest of all
// attempts and the earliest attempt that reached it: attempts in the same
// state move together, so that the work grows with the touchpoints and not
// with the attempts (ordered.go, strict.go, unordered.go). What a depth is, is
// the contract's to say (§4); reference_test.go says it again, slowly.
//
//   - Ordered: every event of step 1 starts an attempt at t₀. Each next step is
//     matched by the first later event that fits it, at or before t₀ + window.
//     An excluded event between two named steps ends the attempts that stand
//     between them, and keeps the depth that they had.
//   - Strict: the same, with no other touchpoint between the steps' events. An
//     event that the request's where or range leaves out is not between.
//   - Unordered: an attempt is the window that begins at an event of any step;
//     events that come before it in the sequence are outside, also where they
//     have the same time. Each event takes the first open step that it fits.
//
// Medians and breakdowns go by the earliest attempt that reached the
// customer's greatest depth. In a breakdown, `last` is that attempt's last
// matched event.
package funnel
