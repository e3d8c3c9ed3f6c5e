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
// Beside the mean of value, value of a conversion, time between visits and length
// of a visit stands each group's median with its interval (of order statistics,
// which hold for any distribution): a few who spend very much pull a mean up.
//
// A difference is no cause: who buys may be on the desktop for other reasons.
//
// A profile says what the most valuable customers have in common. Valuable is
// the upper fifth by what their conversions in the range are worth, among
// customers who came at about the same time (ten cohorts of equal size), so
// that it is not just who has been there for longer. They are compared with the
// other customers with a conversion, and only by what was known of them early:
// the first visit, traits that do not change with what customers do and do not
// say what they became, the first value of an event's property in the first
// week, and what they did in that week before the first conversion. What is
// value itself, or follows from it, is not looked at. Whose first week is not
// over is not asked what they did in it.
//
// The customers are dealt out in two halves, by where their first touchpoint
// lies in the log. What differs beyond chance in the first half (as above) is
// checked in the second, and only what that confirms is reported, with the
// second half's numbers: of many things that were tried, those that look best
// look better than they are. The lift is how many times as likely customers who
// have the attribute are among the most valuable as those who have it not.
package compare
