// Package visits compares landing pages and traffic sources: what became of
// the sessions that began there, beside the whole site.
//
// The unit is a session as far as the analysis sees it: its touchpoints within
// the range that pass the filters. A line's sessions are those whose landing
// page, or channel, source, medium, campaign or referrer, is the line's; the
// 50 with most sessions are listed, then (other), then null for none.
//
//   - A conversion is an event that fits the goal (by default Order Completed);
//     the conversion rate is the share of sessions with at least one, and value
//     the sum of what the conversions are worth.
//   - duration is from the session's first touchpoint to its last, as a median.
//   - A session is engaged as GA4 says: it lasted 10 seconds or longer, or has
//     two page or screen views or more, or a conversion.
//   - A bounce is a session of a single touchpoint that is no conversion. Such a
//     session has no length, so it is never 10 seconds long. It is not GA4's
//     bounce, which is every session that is not engaged: somebody who opens
//     two things within 10 seconds and goes is neither engaged nor a bounce.
//
// A rate comes with its 95 % interval (Wilson) and its difference from the
// site's. The site's rate has the line's own sessions in it, so the
// difference is the one between the line and all other sessions times the
// share of the others, and its interval is Newcombe's of that. A median comes
// with the interval between the two order statistics that hold it with 95 %.
// Where a line has fewer than 30 sessions, enough is false and its rates and
// median are null; of lines that have enough, only the difference is null
// where there are no 30 other sessions to compare with.
package visits
