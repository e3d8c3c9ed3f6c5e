// Package costs keeps what advertising cost, by day, source, medium and
// campaign. Costs come from imports and belong to no customer: they are no
// events, and appear in no journey. What a campaign brought in for its cost is
// attribution's matter, which reads them here.
package costs
