// Package store is what is on disk: wend.db (SQLite: state and the recent event
// log) and events/YYYY-MM/*.parquet (the log's older part, sealed).
//
// What lives here: opening and locking the data directory, migrations, the one
// writer and the pool of readers, the event log, sealing and compaction of
// segments, reading events back in every order that the other rooms need,
// backup and restore. Package block has the log's bytes, package segment the
// Parquet files.
//
// What does not live here: what state means. Every room owns its tables and its
// SQL, and hands its migrations in. The store does not know who a customer is
// either; sealing asks.
//
// Data flows in through Log.Append (events) and Write (state), both on the one
// writer, and out through Events, Fetch, LoadRows, Property, Export and Read.
// An event is at any moment either in the log or in one segment, never in both
// and never in neither; the same transaction takes it from one to the other.
package store
