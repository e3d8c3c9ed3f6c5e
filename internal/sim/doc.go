// Package sim simulates businesses ("worlds") day by day: customers with
// needs, tastes, devices and moods, the channels that bring them, campaigns,
// seasons, and truths planted on purpose, which Truths describes as data so
// that tests can ask whether the software finds them.
//
// A simulation speaks the tracking protocol: what comes out are JSON messages
// as a browser library, a shop's server, a store till or a telephone desk
// would send them, each with its time of receipt. It is deterministic: one
// configuration gives the same messages, byte for byte.
//
// What does not live here: decoding the messages (collect), deciding who is
// who (unify), and starting the demo (app). The package reads no clock but in
// Live, and no network at all.
package sim
