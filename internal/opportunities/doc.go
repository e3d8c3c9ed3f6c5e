// Package opportunities is the queue of what could be better, from all sources,
// and keeps the life of each: open, being tested, fixed or dismissed. What was
// fixed is checked against people whom the repair did not concern.
//
// What an opportunity is and how it is found lives in understand; this room
// asks, and keeps what people decided.
package opportunities
