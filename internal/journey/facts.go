package journey

import (
	"strings"

	"wend/internal/event"
)

// Limits of the dictionaries. Within them every value is exact; what comes
// beyond is counted as Other.
const (
	mostEvents   = 1 << 16 // codes are 16 bits wide
	mostClients  = 1 << 16
	mostPlaces   = 1 << 16
	mostPages    = 1 << 20
	mostTexts    = 1 << 20
	mostOrigins  = 1 << 20
	mostPageText = 128 << 20 // bytes
	mostText     = 64 << 20  // bytes
)

// client is the (device, os, browser) of an event, as codes of texts.
type client struct{ device, os, browser uint32 }

// place is the (country, language) of an event, as codes of texts.
type place struct{ country, language uint32 }

// origin is what an event itself brought: a campaign, a referrer, an offline kind.
type origin struct {
	campaign             uint32 // number of the (source, medium, name) triple, 0 none
	referrer             uint32 // code of the host, 0 none
	source, medium, name uint32 // codes of texts
	channel              uint8  // code in event.Channels of a session that begins so
}

type (
	clientKey struct{ device, os, browser string }
	placeKey  struct{ country, language string }
	originKey struct{ source, medium, campaign, click, referrer, offline string }
)

// vocabulary holds every dictionary of the index. One writer interns; codes
// are published before the rows that use them.
type vocabulary struct {
	events, pages, texts *dictionary
	clients              *tuples[clientKey, client]
	places               *tuples[placeKey, place]
	origins              *tuples[originKey, origin]
	campaigns            map[[3]uint32]uint32 // writer only
	worths               *worths
}

func newVocabulary() *vocabulary {
	return &vocabulary{
		events:    newDictionary(mostEvents, mostText),
		pages:     newDictionary(mostPages, mostPageText),
		texts:     newDictionary(mostTexts, mostText),
		clients:   newTuples[clientKey](mostClients, client{otherCode, otherCode, otherCode}),
		places:    newTuples[placeKey](mostPlaces, place{otherCode, otherCode}),
		origins:   newTuples[originKey](mostOrigins, otherOrigin),
		campaigns: map[[3]uint32]uint32{{otherCode, otherCode, otherCode}: otherCode},
		worths:    newWorths(),
	}
}

var otherOrigin = origin{
	campaign: otherCode, source: otherCode, medium: otherCode, name: otherCode,
	channel: event.Channel(event.Facts{Source: Other, Medium: Other, Campaign: Other}),
}

func (v *vocabulary) client(f *event.Facts) uint16 {
	key := clientKey{f.Device, f.OS, f.Browser}
	if key == (clientKey{}) {
		return 0
	}
	return uint16(v.clients.code(key, sketch(f.Device)+sketch(f.OS)*31+sketch(f.Browser)*1009, func() (clientKey, client) {
		key := clientKey{strings.Clone(f.Device), strings.Clone(f.OS), strings.Clone(f.Browser)}
		return key, client{v.texts.intern(key.device), v.texts.intern(key.os), v.texts.intern(key.browser)}
	}))
}

func (v *vocabulary) place(f *event.Facts) uint16 {
	key := placeKey{f.Country, f.Language}
	if key == (placeKey{}) {
		return 0
	}
	return uint16(v.places.code(key, sketch(f.Country)+sketch(f.Language)*31, func() (placeKey, place) {
		key := placeKey{strings.Clone(f.Country), strings.Clone(f.Language)}
		return key, place{v.texts.intern(key.country), v.texts.intern(key.language)}
	}))
}

func (v *vocabulary) origin(f *event.Facts) uint32 {
	key := originKey{f.Source, f.Medium, f.Campaign, f.ClickID, f.ReferrerHost, f.Offline}
	if key == (originKey{}) {
		return 0
	}
	return v.origins.code(key, sketch(f.Source)+sketch(f.Campaign)*31+sketch(f.ReferrerHost)*1009, func() (originKey, origin) {
		key := originKey{
			strings.Clone(f.Source), strings.Clone(f.Medium), strings.Clone(f.Campaign),
			strings.Clone(f.ClickID), strings.Clone(f.ReferrerHost), strings.Clone(f.Offline),
		}
		o := origin{
			source: v.texts.intern(key.source), medium: v.texts.intern(key.medium), name: v.texts.intern(key.campaign),
			referrer: v.texts.intern(key.referrer), channel: event.Channel(*f),
		}
		if triple := [3]uint32{o.source, o.medium, o.name}; triple != [3]uint32{} {
			number, ok := v.campaigns[triple]
			if !ok {
				number = uint32(len(v.campaigns) + 1)
				v.campaigns[triple] = number
			}
			o.campaign = number
		}
		return key, o
	})
}

func (v *vocabulary) bytes() int64 {
	const tuple = 150 // key, value, map slot
	n := len(v.clients.values.all()) + len(v.places.values.all()) + len(v.origins.values.all())
	return v.events.bytes() + v.pages.bytes() + v.texts.bytes() + int64(n)*tuple + v.worths.bytes()
}
