// Package rfm scores customers by recency, frequency and monetary value, and
// names the segments that marketers know.
//
// Of a customer with at least one event within the range that fits, recency is
// the time from the last of them to the moment, frequency their number, and
// monetary the sum of what they are worth. The moment is the end of the range,
// or now if that is earlier.
//
// Each measure is scored from 1 to 5 by the quintiles of all such customers:
// four cuts, the 20, 40, 60 and 80 % quantiles (interpolated linearly). A
// frequency or monetary score is 1 more than the number of cuts that lie below
// the customer's number; a recency score is 5 less the number of cuts that lie
// below the customer's time. So customers with the same number have the same
// score, whatever that does to the sizes of the groups; where there are fewer
// than five different numbers some scores stand empty; and where all are the
// same everybody scores 1 for frequency and monetary and 5 for recency.
//
// A segment is the first rule that fits the three scores (Rules). The rules
// are those of the R package rfm, and three more for scores that it leaves
// without a name.
package rfm
