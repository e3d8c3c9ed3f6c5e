// Package event is the shared vocabulary of Wend: what an event is, how it is
// named, which identifiers it carries, how its properties are addressed and
// filtered, and which channel brought it.
//
// It is the ground floor. It imports nothing of ours, does no input or output
// and keeps no state. How events come in over the network is collect's
// business, how they lie on disk is store's, whose they are is unify's.
package event
