// Package understand lists the analyses: what happens on the ways that
// customers take. Each lives in a package of its own below (trend, funnel,
// friction, insights and so on), over what they share (query): a Definition that
// can be decoded and validated, and a fold over the journey index that answers
// it. habits and standing tell of one customer's journey alone, digest puts the
// answers of a week together.
//
// HTTP does not live here; api mounts Analyses through one generic handler.
package understand
