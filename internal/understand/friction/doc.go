// Package friction finds where customers get stuck, for whom, and what that
// costs.
//
// The way to a goal is a funnel. Each customer attempts a step at most once: as
// in a funnel, by the earliest attempt that came farthest. The segments are all
// single conditions (device, os, browser, country, language, traits with few
// values, and what brought people) and all pairs of them, with the values that
// the step's own event had. For each step and segment, the share that goes on
// is held against that of people alike: those who came by the same channel and
// are as new, and, for a trait, those of whom it is known (statistics.go says
// by which tests). A segment is reported if
//
//   - it has at least 30 attempts, others have, and 3 would be expected to go
//     on and 3 not to if there were no difference; where few are expected, the
//     test is exact;
//   - its rate is lower beyond chance: the rate of false discoveries over all
//     steps and segments together is below 5 %;
//   - it is lower by more than a twentieth, interval included;
//   - its visits show traces of an obstacle (errors, clicks in vain, slow
//     pages), or it goes on less often within the very visit, too. Segments by
//     what brought people, how well they know the business, or who they are
//     need traces: a channel whose visitors are less eager is no obstacle, nor
//     is a role whose people booked before they were recorded;
//   - nothing else says it: a pair has to be worse than what remains of each
//     of its parts, and what a segment explains is taken out before the next
//     one is looked for.
//
// What is lost is the difference of the rates times the attempts, carried to
// the goal by the share of those at the next step who reach it, and to money by
// the mean value of a conversion.
package friction
