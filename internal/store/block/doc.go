// Package block is the binary form in which groups of events lie in the event
// log: a fixed header, a checksum, and the events' records compressed together.
// docs/formats/log.md specifies every byte.
//
// It turns events into bytes and back and knows nothing of files, databases or
// transactions; those are store's.
package block
