// Package paths draws the ways that customers take: which event, page,
// channel or stage they come to first, then next, and so on.
//
// A unit is a session, or a customer's whole journey within the range. Its
// touchpoints that carry the dimension (a page, say) are its nodes; those that
// do not are passed over, and consecutive repeats are one node, at the time of
// its first event. Node n of a path has depth n, from 0.
//
//   - start: the path begins at the unit's first event that matches, whether
//     or not that event carries the dimension; units without one are left out.
//   - end: the path is cut after the first match at or after the start; units
//     without one are left out. With end alone a path is read backwards: the
//     last nodes up to the end, of which the last has depth 0, the one before
//     it −1, and so on.
//   - depth is the greatest number of nodes of a path. A unit whose path would
//     have gone on is not among the exits.
//   - top keeps the most frequent nodes of each depth (of equally frequent
//     ones the first by name); the rest of a depth are one node, "(other)", whose
//     links are those of all of them.
//
// Counts are of units. A link's median is over the units that took it.
package paths
