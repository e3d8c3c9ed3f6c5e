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
// (understand). Data flows in through Append, Rederive and Load from the one
// projecting goroutine, and out through Run and View to any number of readers.
//
// # How it lies in memory
//
// Customers lie in shards of 2,048 neighbours. A shard is an immutable chunk
// of derived columns, its base, and a tail of rows that came since, which only
// grows. A reader takes both as they are at one moment and then needs no lock;
// a customer with rows in the tail is merged and derived when visited. Compact,
// which the owner calls every few seconds, folds tails into new chunks; where
// it does not keep up the writer folds a tail of half the base's length itself.
// Rows that are dealt out anew are taken back by a row in the tail that says
// so, and added to other tails, while no run can begin: a run sees each event
// once.
//
// Codes are bounded, because senders are not: 65,535 event names, devices and
// places, a million pages, campaigns and other texts. What comes beyond is
// Other. Values of events are exact (see worths), properties too: a property's
// column holds any number of values within Options.MemoryLimit, and a query
// for one that alone exceeds it is refused. Log positions are 32 bits wide.
//
// Nobody's events lie in shards of their own by order of receipt, 65,536 to
// a shard, so that no run has to carry them as one journey.
package journey
