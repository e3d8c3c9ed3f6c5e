// Package digest puts a week together: its key figures beside what was to be
// expected, what changed, and the best opportunities; and writes it as a mail.
// It counts nothing by itself and sends nothing: figures and changes are those
// of package insights, opportunities those of package friction.
package digest
