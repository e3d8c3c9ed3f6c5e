// Package weekly mails the digest of the last week to the people who asked for
// it, every Monday at eight in the workspace's time zone. What a week is and how
// it is written is package digest's, how letters travel package mail's.
//
// Nobody gets a week twice. A letter is claimed in the store before it is handed
// to the mail server and settled afterwards; one that is found claimed at a start
// was under way when the program died, so it is in doubt and not sent again. A
// letter that surely was not sent is tried again for three days.
package weekly
