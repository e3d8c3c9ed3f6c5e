package sentiment

import "strings"

// Topic is what a text can be about.
type Topic struct {
	Key, Name string
	words     []string // beginnings of words that tell it
}

// Topics are all of them: few, and told by words that anybody can check. A
// text can be about several.
var Topics = []Topic{
	{"delivery", "Delivery", []string{"deliver", "shipping", "shipped", "shipment", "courier", "parcel", "package", "arriv", "dispatch", "pickup", "pick-up"}},
	{"price", "Price", []string{"price", "pricing", "priced", "expensive", "cheap", "cost", "overpriced", "discount", "value", "fee", "afford"}},
	{"quality", "Quality", []string{"quality", "broke", "broken", "defect", "fell", "damag", "durab", "material", "fabric", "fit", "fits", "fitted", "size", "sizing", "fresh", "taste", "tasty", "stale"}},
	{"service", "Service", []string{"service", "support", "staff", "helpful", "rude", "friendly", "answer", "reply", "replied", "respon", "team", "trainer", "coach"}},
	{"usability", "Ease of use", []string{"easy", "confus", "website", "site", "app", "page", "button", "form", "slow", "load", "bug", "crash", "error", "login", "click", "find", "search"}},
	{"payment", "Payment", []string{"pay", "payment", "paid", "card", "invoice", "billing", "billed", "charge", "checkout"}},
	{"returns", "Returns", []string{"return", "refund", "exchang", "cancel", "warranty", "money back"}},
	{"booking", "Appointments", []string{"book", "booking", "appointment", "schedul", "slot", "class", "waiting", "wait"}},
}

// TopicsOf are the places in Topics of what a text is about, as bits.
func TopicsOf(text string) (bits uint32) {
	words := strings.FieldsFunc(strings.ToLower(cut(text, longestText)), func(r rune) bool {
		return (r < 'a' || r > 'z') && r != '-' && r != '\''
	})
	for i, topic := range Topics {
		for _, word := range words {
			if topic.told(word) {
				bits |= 1 << i
				break
			}
		}
	}
	return bits
}

// told tells whether a word begins as one of the topic's, where that is long
// enough to mean little else.
func (t Topic) told(word string) bool {
	for _, begin := range t.words {
		if word == begin || word == begin+"s" || len(begin) > 4 && strings.HasPrefix(word, begin) {
			return true
		}
	}
	return false
}
