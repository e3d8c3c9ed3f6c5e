// Package sentiment tells how a short English text feels, what it is about,
// and which of its sentences says so.
//
// The score is VADER's compound (Hutto and Gilbert 2014), by the library
// govader, which reproduces the published scores. A text in which the lexicon
// knows no word is unread, not neutral: that is most texts of other languages,
// and none of them may pass for an opinion.
//
// What a text says of a topic is the mean of its sentences that name it; the
// words that carry a sentence are found by leaving each out in turn.
//
// What texts belong to which customer or stage does not live here.
package sentiment
