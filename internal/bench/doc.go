// Package bench is the engine behind `wend bench`: it measures how fast this
// machine takes events in and answers questions, and sets each number beside
// what the machine itself can do: bare group-fsync, memory bandwidth.
//
// Load is made here, and a minimal reference program for intake. What runs
// under it is the real program, which the caller starts (Target). Comparisons
// with other engines live in the module under bench/, so that their
// dependencies stay out of the product; it uses the data and the questions of
// this package.
package bench
