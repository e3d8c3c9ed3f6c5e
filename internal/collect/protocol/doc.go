// Package protocol is the tracking protocol as pure functions: the bytes of a
// request go in, normalised events and reasons for refusals come out. It reads
// no clock, no network and no disk.
//
// A Decoder works in two steps, because the write key that says how far a
// sender is trusted may stand inside the body: Read scans the body once,
// checks that it is JSON and notes where the fields lie; Normalise turns the
// messages into events. Properties, context and traits are never decoded, they
// are kept as the bytes that came; the few values that facts need are noted in
// the same pass.
package protocol
