// Package touchpoints counts what happens at each stage of the stage model,
// and at the touchpoints that somebody planned there: the live numbers of a
// journey map.
//
// The index gives every touchpoint of a customer its stage. Of a stage, within
// the range and what the request's filters leave:
//
//   - customers are those with at least one touchpoint at the stage;
//   - events are all touchpoints there;
//   - went_on are those of the customers who later, within the range, had a
//     touchpoint of a later stage; the share's interval is Wilson's;
//   - median_seconds is over those customers, from the first touchpoint at the
//     stage to the first touchpoint of a later stage after it.
//
// Of a planned touchpoint: its events at its stage, and the customers who had one.
//
// The texts, owners and personas of a map do not live here, nor sentiment.
package touchpoints
