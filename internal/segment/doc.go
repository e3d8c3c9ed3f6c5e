// Package segment is the rule language that says which customers are meant
// (contract, section 5): it reads rules, checks them, and tells of one journey
// at one moment whether a rule holds, or of all journeys for whom it does.
//
// A rule is evaluated as of a moment: events at or before it count, traits and
// consent have the value that they had then. Evaluation is a pure function of
// journey, rule and moment, so the same rule serves a live decision, a query
// and a look at the past.
//
// Not here: keeping segments under names, and live membership, which needs the
// road (they will stand beside this language). What other rooms compute (RFM,
// engagement, preferred channel) the index' standings answer; what nobody
// answers yet (predictions) is refused.
package segment
