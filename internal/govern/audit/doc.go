// Package audit is the log of every change that people and programs make: who,
// when, what, to what, from where. It is only ever added to, and each entry
// holds the hash of the one before, so that a change to any of them is found.
//
// What is worth an entry is decided by the API, in one place for all
// operations. Events that come in are no changes and are not here.
//
// The chain shows tampering within it. Somebody who can write the database can
// cut off its end or make all of it anew; whoever must rule that out keeps the
// latest number and hash, which the doctor prints, elsewhere.
package audit
