// Package query is what all analyses have in common: the request fields that
// every question takes (range, time zone, filters), the strict reading of
// requests, calendar buckets, event patterns, breakdowns, quantiles, and customers
// counted and listed by what they did.
//
// No analysis lives here, and no HTTP: an analysis package embeds Request in
// its Definition, asks Prepare for the scan, folds over the journey index, and
// answers with Meta beside its numbers. Errors are problem.Problem with JSON
// pointers relative to the root of the request.
package query
