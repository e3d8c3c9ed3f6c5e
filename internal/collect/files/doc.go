// Package files reads past events from files: CSV, NDJSON (messages of the
// tracking protocol, one a line) and Parquet, plain or gzip.
//
// A row becomes a message, and the message takes the same way as one that came
// over HTTP (collect/protocol, then the Road), marked as history. What a
// column means is said by a Map, or by the columns' names. A row that cannot
// be used is written, with the reason, to FILE.rejected.ndjson; the others go
// in. Rows are read one after another: memory does not grow with the file.
//
// What does not live here: exporting (the command line's), and storing.
package files
