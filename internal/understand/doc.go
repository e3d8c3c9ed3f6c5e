// Package understand lists the analyses: what happens on the ways that
// customers take. Each lives in a package of its own below (trend, funnel,
// paths, stages, retention, attribution, visits, rfm), over what they share
// (query): a Definition that can be decoded and validated, and a fold over the
// journey index that answers it. habits tells of one customer's journey alone.
//
// HTTP does not live here; api mounts Analyses through one generic handler.
package understand
