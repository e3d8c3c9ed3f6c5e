// Package retention tells how many of the customers who began something come
// back, by the period in which they began and by how many periods later.
//
// Periods are the days, weeks (from Monday) or months of the request's time
// zone; every one that touches the range is a cohort, an empty one too. With
// entry first, a customer belongs to the cohort of the first cohort event
// within the range; with every, to the cohort of each period with a cohort
// event, so that one customer may be in several.
//
// size is the number of members. values[0] counts those of them who had a
// return event later in their sequence than their (in that period first)
// cohort event, in the same period: one event is not both. values[i] counts
// those with a return event in the period that is i later. Periods that begin
// at or after the range's end are null. The last period may be cut by the end
// of the range: what is not in the range does not count.
//
// rates[i] is Σ values[i] / Σ size over the cohorts whose period i began
// before the range's end; null where there is none or nobody is in them.
// intervals[i] is where that rate lies with 95 % confidence (Wilson). With
// entry every it takes a member of two cohorts for two.
package retention
