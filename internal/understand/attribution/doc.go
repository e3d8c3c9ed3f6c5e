// Package attribution deals the credit for conversions out to the touches that
// came before them, by several models side by side, and says where they
// disagree.
//
// For channel, source and campaign a touch is a session, at its first
// touchpoint that the analysis sees; one without a source or campaign is a
// touch whose value is null. For any other property path a touch is an event
// that carries it. Touches do not collapse. A conversion is an event within
// the range that fits; its path is the touches at or before it in the
// customer's sequence, the conversion's own included, that lie at most
// lookback before it, also before the range. Each conversion has its own path,
// so that a touch may be in several. A customer without conversion is a null
// path of the touches within the range, where there is one. Of a path with
// more than 250 touches the last 250 count.
//
// The models
//
//   - last and first give everything to one touch. last_non_direct gives it to
//     the last touch that is not direct, or to the last where all are. A session
//     is direct by its channel, an event's touch where its value is "direct",
//     "(direct)" or "(none)", whatever the case.
//   - linear gives every touch the same, one that repeats as often as it does.
//   - time_decay halves a touch's weight for each half_life that it lies before
//     the conversion.
//   - position gives 40 % to the first, 40 % to the last and 20 % to those
//     between in equal parts; of two touches each has half.
//   - w_shaped gives 30 % to the first, 30 % to the last touch at or before each
//     of two milestones, 10 % to the last. Of a milestone the last occurrence at
//     or before the conversion counts. One that did not happen, or only before
//     the first touch, gives its share to the first and the last, half each.
//   - markov takes the paths for walks of a chain of order markov_order, whose
//     states are the last so many touches, from start to conversion or to null.
//     A touch's removal effect is 1 − P(conversion without it) / P(conversion),
//     where every visit to it leads to null; credit is in proportion to the
//     effects. Conversions without touch and customers without touches are no
//     walks.
//   - shapley is exact for any number of touches: v(S), the number of
//     conversions of paths whose touches all lie in S, is a sum of one unanimity
//     game for each path, and the Shapley value of such a game splits it equally
//     among its members. So a conversion is split equally among the different
//     touches of its path.
//
// A conversion without touch is listed under null, in every model. Value goes
// as its conversion goes; for markov and shapley it is the total value, of all
// conversions, in proportion to their numbers. A conversion without a value
// counts 0. Beyond the 100 touches with most of the linear credit the rest is
// (other), also as a state of the chain.
//
// Costs are not known here: whoever runs the question hands them in (Costs).
package attribution
