// Package moves counts how customers move between stages within a range: who
// came into a stage, who went on from it, and who stands there at the end.
//
// It differs from package stages in what it knows of the time before: there the
// first touchpoint within the range enters a stage, so that a map of any range
// begins at a start; here a customer who stood at a stage already does not
// enter it by coming back. That makes short ranges, the last hour, tell what
// happened in them.
//
// Touchpoints that fail the request's filters are not seen, before the range
// neither. A customer without a touchpoint in the range is in no number.
package moves
