// Package collect is where events come in: the tracking protocol over HTTP,
// the sources that may send, the quarantine for what cannot be used, and the
// browser library's files.
//
// What one message means (reading, checking, normalising, finding its facts) is
// pure and lives in collect/protocol; files of past events are read by
// collect/files. Storing is not decided here: accepted events are handed to the
// Road, which answers when they are on disk. Who a customer is, is unify's matter.
//
// The way of a request: reserve memory → read (limits, gzip) → scan → which
// source? → normalise → Road.Accept → quarantine the bad ones → answer.
package collect
