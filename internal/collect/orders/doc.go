// Package orders knows what imported files have told so far of what became of
// an order: that it was cancelled, and how much of it was given back.
//
// Shops export the same orders again and again, each time as they stand then,
// and most tell only the sum given back. What a newer export adds is the
// difference. So that it is the same in whatever order, and however often, the
// files come, and whatever of them is undone, the money of an order is thought
// of as a line from 0 on: each refund that is stored covers a Span of it, a
// file that tells a sum adds what is not covered below that sum, and the sum of
// all refunds is how much is covered.
//
// A refund's message id says where its span begins, and nothing else of it. Two
// imports that run at once and both see a gap begin in the same place have the
// same id for what they put there: the road stores the first, and the other
// looks again. That is exact as long as a refund is only ever begun where a gap
// begins.
//
// What does not live here: reading orders from files and making messages
// (collect/files). The Ledger is a function of the log: it is told every event
// that is stored, and built anew at start.
package orders
