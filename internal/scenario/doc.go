// Package scenario reads the small language in which the semantics of Wend are
// tested: people and what they did at relative times, a question, and the
// answer that is expected. Its manual is docs/scenarios.md.
//
// It parses, runs and rewrites files. What a question means is its package's
// to say: a test hands Run a function that answers questions, and an index, a
// graph or a clock is that test's to build. Nothing but tests imports it.
package scenario
