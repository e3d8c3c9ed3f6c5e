// Package pipeline is the one road from an accepted event to every reaction.
//
// Road commits: it groups what arrives together, leaves out messages that are
// stored already, has the group made durable, and only then answers. Projector
// follows the log: it asks unify whose each event is and tells the journey
// index, the profiles, the schema and the live feed, in log order, on one
// goroutine.
//
// What does not live here: decoding (collect), the bytes on disk (store), who
// is who (unify). Data flows one way: Accept → log → Projector. Everything
// after the log is a function of it and can be rebuilt.
package pipeline
