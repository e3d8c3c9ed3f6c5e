// Package saved keeps what people want to see again: questions with a name,
// dashboards made of them, notes on dates, and the public links to dashboards.
//
// A question is kept as its analysis takes it, without from and to, beside its
// range, which stays relative ("30d" means the last thirty days whenever it is
// asked). Body turns both into the request that is asked at a moment, so that
// a screen, a public link and a digest by mail show the same numbers.
//
// Questions are checked and answered by understand; nothing is computed here,
// and nothing of a customer is kept here. What is deleted can be restored for
// thirty days.
package saved
