package event

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Channels are the names of the default channel groups; a session's channel
// is stored as its place in this list.
var Channels = []string{
	"", "Direct", "Cross-network", "Paid Shopping", "Paid Search", "Paid Social", "Paid Video", "Paid Other",
	"Display", "Organic Shopping", "Organic Social", "Organic Video", "Organic Search", "Email", "Affiliates",
	"Referral", "Audio", "SMS", "Mobile Push Notifications", "AI Assistant", "Unassigned", "Store", "Phone",
}

// ChannelCode is a channel's place in Channels, 0 for a name that is none.
func ChannelCode(name string) uint8 {
	return uint8(max(0, slices.Index(Channels, name)))
}

// The patterns that Google publishes for its default channel group.
var (
	paidMedium       = regexp.MustCompile(`^(.*cp.*|ppc|retargeting|paid.*)$`)
	shoppingCampaign = regexp.MustCompile(`^(.*(([^a-df-z]|^)shop|shopping).*)$`)
)

// brought is what a session began with, lower case, as the rules read it.
type brought struct {
	source, medium, campaign string
	site                     site // what the source is known as
}

func (b brought) paid() bool { return paidMedium.MatchString(b.medium) }

func (b brought) shopping() bool {
	return b.site == shop || shoppingCampaign.MatchString(b.campaign)
}

func (b brought) mediumIs(names ...string) bool { return slices.Contains(names, b.medium) }

func (b brought) email() bool {
	spellings := []string{"email", "e-mail", "e_mail", "e mail"}
	return slices.Contains(spellings, b.source) || slices.Contains(spellings, b.medium)
}

// channelRules are GA4's rules for manual traffic in their published order;
// the first that holds decides. The rule for AI assistants is Google's medium
// "ai-assistant", which it sets for referrals from assistants; links that an
// assistant tagged with its name alone count as such referrals.
var channelRules = []struct {
	channel string
	holds   func(b brought) bool
}{
	{"Direct", func(b brought) bool {
		return (b.source == "(direct)" || b.source == "direct") && b.mediumIs("", "(not set)", "(none)")
	}},
	{"Cross-network", func(b brought) bool { return strings.Contains(b.campaign, "cross-network") }},
	{"Paid Shopping", func(b brought) bool { return b.shopping() && b.paid() }},
	{"Paid Search", func(b brought) bool { return b.site == search && b.paid() }},
	{"Paid Social", func(b brought) bool { return b.site == social && b.paid() }},
	{"Paid Video", func(b brought) bool { return b.site == video && b.paid() }},
	{"Display", func(b brought) bool {
		return b.mediumIs("display", "banner", "expandable", "interstitial", "cpm")
	}},
	{"Paid Other", brought.paid},
	{"AI Assistant", func(b brought) bool {
		return b.mediumIs("ai-assistant") || b.site == assistant && b.mediumIs("", "(not set)", "referral")
	}},
	{"Organic Shopping", brought.shopping},
	{"Organic Social", func(b brought) bool {
		return b.site == social ||
			b.mediumIs("social", "social-network", "social-media", "sm", "social network", "social media")
	}},
	{"Organic Video", func(b brought) bool { return b.site == video || strings.Contains(b.medium, "video") }},
	{"Organic Search", func(b brought) bool { return b.site == search || b.mediumIs("organic") }},
	{"Referral", func(b brought) bool { return b.mediumIs("referral", "app", "link") }},
	{"Email", brought.email},
	{"Affiliates", func(b brought) bool { return b.mediumIs("affiliate") }},
	{"Audio", func(b brought) bool { return b.mediumIs("audio") }},
	{"SMS", func(b brought) bool { return b.source == "sms" || b.mediumIs("sms") }},
	{"Mobile Push Notifications", func(b brought) bool {
		return strings.HasSuffix(b.medium, "push") || strings.Contains(b.medium, "mobile") ||
			strings.Contains(b.medium, "notification") || b.source == "firebase"
	}},
}

// click is what a click id in an address tells: which network adds it, and
// the medium that this makes of the visit.
type click struct{ source, medium string }

// clicks by lower-case parameter. Facebook's is not among the paid ones,
// because Facebook adds it to every link that leaves it; Google's srsltid
// marks free listings.
var clicks = map[string]click{
	"gclid": {"google", "cpc"}, "gbraid": {"google", "cpc"}, "wbraid": {"google", "cpc"}, "gclsrc": {"google", "cpc"},
	"msclkid": {"bing", "cpc"}, "yclid": {"yandex", "cpc"}, "dclid": {"google", "display"},
	"ttclid": {"tiktok", "cpc"}, "twclid": {"twitter", "cpc"}, "li_fat_id": {"linkedin", "cpc"}, "epik": {"pinterest", "cpc"},
	"sccid": {"snapchat", "cpc"}, "rdt_cid": {"reddit", "cpc"}, "fbclid": {"facebook", ""}, "srsltid": {"google shopping", ""},
	"irclickid": {"", "affiliate"},
}

// ClickIDs are the parameters by which advertising networks mark a click.
func ClickIDs() []string { return slices.Sorted(maps.Keys(clicks)) }

// Channel is the channel, as a place in Channels, of a session that began
// with these facts: GA4's default channel group, and Store and Phone for what
// happened offline. Case does not matter. It reads Source, Medium, Campaign,
// ClickID, ReferrerHost and Offline.
//
// An advertisement's click id makes the visit a paid one, whatever the
// campaign says. Without source and medium the referrer is the source: one of
// the known search engines, social networks, video sites, shops and assistants,
// else a referral. Without anything the visit is direct.
func Channel(f Facts) uint8 {
	if f.Offline != "" {
		if code := ChannelCode(f.Offline); code != 0 {
			return code
		}
		return ChannelCode("Unassigned")
	}
	b := brought{
		source: strings.ToLower(f.Source), medium: strings.ToLower(f.Medium), campaign: strings.ToLower(f.Campaign),
	}
	b.click(clicks[strings.ToLower(f.ClickID)])
	if b.source == "" && b.medium == "" && f.ReferrerHost != "" {
		b.source, b.medium = strings.ToLower(f.ReferrerHost), "referral"
	}
	if b == (brought{}) {
		return ChannelCode("Direct")
	}
	if b.site = siteOf(b.source); b.source == "google shopping" {
		b.site = shop
	}
	for _, rule := range channelRules {
		if rule.holds(b) {
			return ChannelCode(rule.channel)
		}
	}
	return ChannelCode("Unassigned")
}

// click fills in what a click id tells. One of an advertisement overrides a
// medium that is not paid; the others only speak where the address says
// nothing else.
func (b *brought) click(c click) {
	switch {
	case c == (click{}):
	case c.medium == "cpc" || c.medium == "display":
		if !b.paid() && !b.mediumIs("display", "banner", "expandable", "interstitial") {
			b.medium = c.medium
			if siteOf(b.source) == unknown {
				b.source = c.source
			}
		}
	case b.source == "" && b.medium == "":
		b.source, b.medium = c.source, c.medium
	}
}
