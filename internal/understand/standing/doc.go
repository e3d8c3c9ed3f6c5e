// Package standing tells how one customer stands as of a moment: how engaged,
// by which channel they prefer to come, and in which segment by recency,
// frequency and monetary value, for the customer's page and for rules of
// segments. How each is measured lives in habits and rfm.
//
// Segments go by the completed orders of the 365 days up to the moment and by
// what these are worth; whoever ordered nothing in them is in no segment.
package standing
