// Package compare holds two groups of customers against each other on
// everything that is known of them, the greatest difference first.
//
// A group is a rule, evaluated as any segment is: at the end of the range, or
// now. Where only one rule is given, the other group is everybody else. Of
// both groups those customers count who did something in the range. A customer
// in both groups is counted apart and belongs to neither: the tests are those
// of two different sets of people. An account is in a group if one of its
// people is.
//
// Compared is, customer by customer, so that one who does much counts once:
//
//   - who did each event, the goal first; at most 60 events;
//   - numbers of a customer: visits, touchpoints, how many visits end after a
//     single touchpoint that is no conversion, how long visits last, the median
//     time between visits, days since the first and the latest touchpoint,
//     conversions and what they are worth;
//   - properties, of those of whom they are known. Device, system, browser,
//     country, language, weekday and time of day are those of most of the
//     customer's visits; channel, source, campaign and landing page, and whether
//     they were new, those of the first visit in the range; the stage is the one
//     at the end; traits are as they are now; an event's property has the value
//     that most of the customer's touchpoints with it have, a number their mean.
//     The twelve most frequent values are compared. A property with more than
//     200 kinds of texts tells persons apart, not groups, and is named as left out.
//
// The difference of shares has Newcombe's interval and the score test (Fisher's
// where things are few), that of means Welch's. p-values are adjusted for the
// whole list by Benjamini and Yekutieli, and what stays below 5 % is beyond
// chance. Greatest is what has the greatest effect at the least (the lower end
// of the interval of Cohen's h, or of the standardised difference of means), so
// that small groups do not win by luck. What the rules themselves ask for is
// shown at the end and not tested, with what goes with it by its nature (system
// and browser with the device, stages with the events that lead there): it differs by definition. Where one of the
// groups has fewer than 30 customers, nothing is compared.
//
// A difference is no cause: who buys may be on the desktop for other reasons.
package compare
