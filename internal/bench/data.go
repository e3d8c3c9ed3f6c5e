package bench

import (
	"context"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
)

// Size is how much synthetic history the questions are asked of.
type Size struct {
	Events, Customers int
	Seed              uint64
}

// kinds are the 30 events of the synthetic shop with their shares in percent.
var kinds = []struct {
	name  string
	share float64
}{
	{event.PageViewed, 36}, {"Product Viewed", 17}, {"Product List Viewed", 8}, {"Products Searched", 4}, {"Product Added", 5},
	{"Cart Viewed", 4}, {"Checkout Started", 2.2}, {"Payment Info Entered", 1.6}, {"Order Completed", 1.3}, {"Product Clicked", 4},
	{"Promotion Viewed", 3}, {"Promotion Clicked", 0.8}, {"Product Removed", 0.9}, {"Product Added to Wishlist", 0.7}, {"Coupon Entered", 0.5},
	{"Coupon Applied", 0.4}, {"Checkout Step Viewed", 2.4}, {"Checkout Step Completed", 1.9}, {"Order Refunded", 0.1}, {"Product Reviewed", 0.2},
	{"Product Shared", 0.3}, {"Signed In", 0.9}, {"Signed Up", 0.3}, {"Newsletter Subscribed", 0.2}, {"Support Contacted", 0.2},
	{"Video Played", 1.1}, {"Form Started", 1.2}, {"Script Error", 0.7}, {"Rage Click", 0.4}, {"Experiment Viewed", 0.7},
}

var (
	clients = []event.Facts{
		{Device: "mobile", OS: "iOS", Browser: "Safari"}, {Device: "mobile", OS: "Android", Browser: "Chrome"}, {Device: "desktop", OS: "Windows", Browser: "Chrome"},
		{Device: "desktop", OS: "macOS", Browser: "Safari"}, {Device: "tablet", OS: "iOS", Browser: "Safari"}, {Device: "desktop", OS: "Windows", Browser: "Edge"},
	}
	origins = []event.Facts{
		{}, {}, {}, {ReferrerHost: "google.com"}, {ReferrerHost: "google.com"}, {ReferrerHost: "instagram.com"}, {ReferrerHost: "bing.com"},
		{Source: "google", Medium: "cpc", Campaign: "brand", ReferrerHost: "google.com"}, {Source: "newsletter", Medium: "email", Campaign: "weekly"},
		{Source: "facebook", Medium: "paid_social", Campaign: "spring", ReferrerHost: "facebook.com"}, {ReferrerHost: "blog.example"},
	}
	countries = []event.Facts{{Country: "DE", Language: "de"}, {Country: "IE", Language: "en"}, {Country: "GB", Language: "en"}, {Country: "FR", Language: "fr"}, {Country: "NL", Language: "nl"}}
)

// The synthetic history covers half a year before this moment.
var (
	historyEnd  = time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)
	historyDays = 180
)

const (
	sessionEvents = 5   // mean number of events in a visit
	pageCount     = 400 // pages of the synthetic shop
)

// rows makes the history in about the order in which it would have been
// received: visit after visit. Few customers do much and many do little.
func (size Size) rows() iter.Seq[journey.Row] {
	return func(yield func(journey.Row) bool) {
		dice := rand.New(rand.NewPCG(size.Seed, 10))
		pages := make([]string, pageCount)
		for i := range pages {
			pages[i] = fmt.Sprintf("/products/%03d", i)
		}
		names := aliasTable()
		span := float64(historyDays) * 24 * float64(time.Hour/time.Millisecond)
		start := historyEnd.AddDate(0, 0, -historyDays).UnixMilli()
		var e event.Event
		for seq := 0; seq < size.Events; {
			customer := size.customer(dice)
			at := start + int64(span*(float64(seq)+dice.Float64()*200)/float64(size.Events+200))
			origin := origins[dice.IntN(len(origins))]
			client := clients[(int(customer)*7+skewed(dice, 2))%len(clients)]
			place := countries[int(customer)%len(countries)]
			for i := range 1 + int(dice.ExpFloat64()*(sessionEvents-1)) {
				if seq++; seq > size.Events {
					return
				}
				at += 1000 + int64(dice.ExpFloat64()*35_000)
				kind := names[dice.IntN(len(names))]
				e = event.Event{Seq: uint64(seq), Type: event.Track, Name: kinds[kind].name, Time: at, Received: at}
				e.Facts = event.Facts{Device: client.Device, OS: client.OS, Browser: client.Browser, Country: place.Country, Language: place.Language, Page: pages[skewed(dice, pageCount)]}
				if i == 0 {
					e.Facts.Source, e.Facts.Medium, e.Facts.Campaign, e.Facts.ReferrerHost = origin.Source, origin.Medium, origin.Campaign, origin.ReferrerHost
				}
				switch kind {
				case 0:
					e.Type = event.Page
				case 8:
					e.Facts.Value, e.Facts.HasValue = float64(5+skewed(dice, 500)), true
				}
				if !yield(journey.Row{Customer: customer, Set: uint32(customer), Event: &e}) {
					return
				}
			}
		}
	}
}

// customer draws one, numbered from 1, the busy ones spread over the numbers.
func (size Size) customer(dice *rand.Rand) journey.Customer {
	rank := uint64(float64(size.Customers) * math.Pow(dice.Float64(), 1.7))
	const stride = 2_654_435_761 // prime, so that every number is met once
	return journey.Customer(1 + rank*stride%uint64(size.Customers))
}

// skewed is below n, small numbers more often.
func skewed(dice *rand.Rand, n int) int {
	u := dice.Float64()
	return int(u * u * float64(n))
}

// aliasTable has each kind as often as its share, to draw from at once.
func aliasTable() []uint8 {
	total := 0.0
	for _, k := range kinds {
		total += k.share
	}
	var table []uint8
	for i, k := range kinds {
		for range int(math.Round(k.share / total * 4096)) {
			table = append(table, uint8(i))
		}
	}
	return table
}

// Build loads the history into an index, as a start of the program would.
func Build(ctx context.Context, size Size, stages journey.StageModel) (*journey.Index, time.Duration, error) {
	ix := journey.New(journey.Options{})
	begun := time.Now()
	if err := ix.SetStages(ctx, stages); err != nil {
		return nil, 0, err
	}
	if err := ix.Load(ctx, size.rows()); err != nil {
		return nil, 0, err
	}
	return ix, time.Since(begun), nil
}
