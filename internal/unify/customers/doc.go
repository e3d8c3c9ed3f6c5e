// Package customers is the 360° view: one customer's identifiers, traits,
// consent, stage and value, and the journey with every touchpoint's details;
// and the list of customers, and undoing a merge.
//
// It only puts together what unify, journey and store know; it keeps nothing.
package customers
