// Package unify answers who did it: which customer each event belongs to, why
// two identifiers are one person, and what is known about that person (traits
// and consent).
//
// Identity is evidence, not overwriting. The Graph keeps the distinct sets of
// identifiers that calls carried, each with its first sighting, and derives
// the customers from them by rules that look only at the set of calls, their
// times and what people decided; never at the order in which calls arrived.
// When a call teaches it something new it derives the region around the
// changed identifiers anew and names the customers whose rows must be dealt out
// again. Profiles keep traits and consent by identifier set, so that they
// follow merges and splits by themselves.
//
// What does not live here: how identifiers are read from a call (collect), a
// customer's touchpoints (journey), what is on disk beside this room's own
// tables (store). Data flows in through Observe and Apply, from the one
// projecting goroutine, and out through the reading methods to any number of
// goroutines.
package unify
