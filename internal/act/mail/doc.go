// Package mail hands letters to the mail server that the configuration names,
// and says what became of each: accepted, refused, not sent, or in doubt. What
// is written, to whom and when, and what is done about failures belongs to
// those who send; nothing is kept here and nothing is sent twice.
package mail
