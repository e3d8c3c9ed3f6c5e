// Package export writes data out for other programs: events as messages of the
// tracking protocol that can be imported again, and customers as they are now;
// as NDJSON, CSV or Parquet.
//
// It streams: memory does not grow with the amount of data. It decides about
// no access; whoever may call it may see everything.
package export
