// Package trend counts events, customers, sessions and values over time.
//
// Each series is answered as if it were asked alone, over one pass. In each
// hour, day, week or month of the time axis
//
//   - count is the number of matching events,
//   - customers is the number of different customers with such an event there,
//   - sessions is the number of different sessions with such an event there: a
//     session that goes on past midnight counts on both days,
//   - sum, avg, p50 and p95 are over the numbers that the events carry;
//     a text that reads as a number is one.
//
// Events that belong to no customer are in count, sum, avg and percentiles, and
// in no number of customers or sessions. In a breakdown a customer (a session)
// counts for each value that one of its events had; the most frequent values
// are those of most matching events of the series.
package trend
