// Package journey is the heart of Wend: every customer's touchpoints in order,
// in memory, in narrow dictionary-coded columns, and Run, which folds an
// analysis over them on all cores.
//
// It also derives what only a whole journey can tell: sessions and their
// channel, the stage at each touchpoint, new or returning. Those derivations
// are pure functions over one customer's ordered events, so a late event or a
// merge re-derives one customer and nothing else.
//
// What does not live here: who a customer is (unify decides; the index is told),
// what is on disk (store; the index is fed), and any particular analysis
// (understand). Data flows in through Append and Rederive from the one
// projecting goroutine, and out through Run and View to any number of readers.
package journey
