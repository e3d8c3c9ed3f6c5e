// Package segment is the Parquet form in which events rest: one file of events
// of one month, sorted by customer, time and sequence number. It writes such
// files, reads them back (all of an event, the columns that a start needs, one
// property, or single rows), and merges several into one.
// docs/formats/segments.md specifies the files.
//
// What does not live here: which files count, when they are made and when they
// go (store), and what is in the event log (block).
//
// A file keeps every event exactly: the message's bytes are cut into columns
// and spliced together again, never parsed and written anew, so that no number
// changes its spelling. Typed property columns (p_…) lie beside it for readers
// that want one property of many events.
package segment
