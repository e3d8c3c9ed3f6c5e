// Package emotion draws the emotional curve: how customers feel at each stage,
// as far as what they say and where they struggle tells.
//
// Evidence is a number from −1 to 1 with a weight, at the stage that the index
// gave the touchpoint:
//
//   - words and grades of reviews (Product Reviewed, Review Submitted), surveys
//     (Survey Answered) and tickets (Ticket Created, Ticket Opened, Ticket
//     Solved, Support Contacted) weigh 1. Words (properties text, review_body,
//     comment, message) score as package sentiment says; grades are rating and
//     csat from 1 to 5 as (x − 3) / 2, nps from 0 to 10 as (x − 5) / 5. A
//     touchpoint with words and a grade counts once, by the mean of the two;
//     words that cannot be read count as unread, and for nothing.
//   - friction weighs 1/4, once a session and kind: Rage Click −0.6, Script
//     Error −0.5, Form Abandoned −0.4, and Web Vitals with a largest paint
//     (lcp) above 4 s, which Google calls poor, −0.3.
//
// A stage's mood is the weighted mean. Customers are the units: its interval is
// that of a ratio estimator over customers (Cochran 1977, §2.11) with Student's
// t, so that one who says much does not look like many. Below ten customers
// there is no mood. The peak is the stage whose mood is farthest from 0, the
// end the last one with a mood; people remember an experience mostly by these
// two (Kahneman, Fredrickson, Schreiber and Redelmeier 1993), and remembered
// is their mean.
//
// Topics are told by words, over the texts alone.
//
// Voices asks about the texts alone, with neither grades nor friction: how the
// whole of them feels, and how by stage, topic and source. A text's score is
// VADER's compound, and counts as negative up to −0.05 and positive from 0.05
// on (Hutto and Gilbert 2014); what it says of a topic is the mean of its
// sentences that name it (sentiment.Read). The mean is over texts, its interval
// again over customers. Texts that cannot be read count as unread, and for
// nothing.
package emotion
