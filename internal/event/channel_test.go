package event

import (
	"strings"
	"testing"
)

func TestChannelFollowsThePublishedRules(t *testing.T) {
	for _, c := range []struct {
		want  string
		facts Facts
	}{
		{"Direct", Facts{}},
		{"Direct", Facts{Source: "(direct)", Medium: "(none)"}},
		{"Direct", Facts{Source: "(direct)", Medium: "(not set)"}},
		{"Cross-network", Facts{Source: "google", Medium: "cpc", Campaign: "summer-Cross-Network"}},
		{"Paid Shopping", Facts{Source: "google", Medium: "cpc", Campaign: "spring shopping"}},
		{"Paid Shopping", Facts{Source: "amazon", Medium: "ppc"}},
		{"Paid Shopping", Facts{Source: "ebay.co.uk", Medium: "paid-listing"}},
		{"Paid Search", Facts{Source: "google", Medium: "cpc"}},
		{"Paid Search", Facts{Source: "Bing", Medium: "PPC"}},
		{"Paid Search", Facts{Source: "duckduckgo.com", Medium: "paidsearch"}},
		{"Paid Search", Facts{Source: "google", Medium: "cpm"}}, // .*cp.* stands before Display
		{"Paid Social", Facts{Source: "facebook", Medium: "paid_social"}},
		{"Paid Social", Facts{Source: "ig", Medium: "cpc"}},
		{"Paid Social", Facts{Source: "linkedin.com", Medium: "retargeting"}},
		{"Paid Video", Facts{Source: "youtube", Medium: "cpv-cpc"}},
		{"Display", Facts{Source: "partner", Medium: "banner"}},
		{"Display", Facts{Source: "partner", Medium: "cpm"}},
		{"Display", Facts{Source: "google", Medium: "display"}},
		{"Paid Other", Facts{Source: "bakery-guide", Medium: "cpc"}},
		{"Paid Other", Facts{Source: "newsletter", Medium: "paid"}},
		{"AI Assistant", Facts{Source: "chatgpt.com"}},
		{"AI Assistant", Facts{Source: "x", Medium: "ai-assistant"}},
		{"Organic Shopping", Facts{Source: "etsy.com", Medium: "referral"}},
		{"Organic Shopping", Facts{Source: "partner", Campaign: "shop-the-look"}},
		{"Unassigned", Facts{Source: "partner", Campaign: "bishop"}}, // a letter before shop
		{"Organic Social", Facts{Source: "instagram", Medium: "bio"}},
		{"Organic Social", Facts{Source: "someone", Medium: "social-media"}},
		{"Organic Social", Facts{Source: "t.co", Medium: "referral"}},
		{"Organic Video", Facts{Source: "vimeo.com"}},
		{"Organic Video", Facts{Source: "partner", Medium: "sponsored_video"}},
		{"Organic Search", Facts{Source: "google", Medium: "organic"}},
		{"Organic Search", Facts{Source: "nobody-knows", Medium: "organic"}},
		{"Referral", Facts{Source: "blog", Medium: "referral"}},
		{"Referral", Facts{Source: "partner", Medium: "app"}},
		{"Referral", Facts{Source: "partner", Medium: "link"}},
		{"Email", Facts{Source: "newsletter", Medium: "email"}},
		{"Email", Facts{Source: "E-Mail", Medium: "spring"}},
		{"Email", Facts{Source: "crm", Medium: "e mail"}},
		{"Affiliates", Facts{Source: "awin", Medium: "affiliate"}},
		{"Audio", Facts{Source: "spotify", Medium: "audio"}},
		{"SMS", Facts{Source: "sms", Medium: "reminder"}},
		{"SMS", Facts{Source: "crm", Medium: "sms"}},
		{"Mobile Push Notifications", Facts{Source: "crm", Medium: "webpush"}},
		{"Mobile Push Notifications", Facts{Source: "crm", Medium: "app-notification"}},
		{"Mobile Push Notifications", Facts{Source: "firebase", Medium: "x"}},
		{"Unassigned", Facts{Source: "newsletter"}},
		{"Unassigned", Facts{Source: "crm", Medium: "carrier pigeon"}},

		// Without a campaign the referrer decides.
		{"Organic Search", Facts{ReferrerHost: "google.com"}},
		{"Organic Search", Facts{ReferrerHost: "google.co.uk"}},
		{"Organic Search", Facts{ReferrerHost: "de.search.yahoo.com"}},
		{"Organic Search", Facts{ReferrerHost: "duckduckgo.com"}},
		{"Organic Search", Facts{ReferrerHost: "search.brave.com"}},
		{"Organic Social", Facts{ReferrerHost: "l.facebook.com"}},
		{"Organic Social", Facts{ReferrerHost: "pinterest.de"}},
		{"Organic Video", Facts{ReferrerHost: "m.youtube.com"}},
		{"Organic Shopping", Facts{ReferrerHost: "amazon.com.au"}},
		{"AI Assistant", Facts{ReferrerHost: "gemini.google.com"}},
		{"AI Assistant", Facts{ReferrerHost: "perplexity.ai"}},
		{"Referral", Facts{ReferrerHost: "mail.google.com"}},
		{"Referral", Facts{ReferrerHost: "baking-blog.example"}},
		{"Referral", Facts{ReferrerHost: "google.com.evil.example"}},
		{"Referral", Facts{ReferrerHost: "notgoogle.com"}},
		{"Organic Search", Facts{ReferrerHost: "bing.com", Campaign: "spring"}},
		{"Email", Facts{ReferrerHost: "google.com", Source: "crm", Medium: "email"}},

		// Click ids.
		{"Paid Search", Facts{ClickID: "gclid"}},
		{"Paid Search", Facts{ClickID: "gclid", ReferrerHost: "google.com"}},
		{"Paid Search", Facts{ClickID: "gclid", Source: "crm", Medium: "email"}},
		{"Paid Search", Facts{ClickID: "msclkid"}},
		{"Paid Social", Facts{ClickID: "ttclid"}},
		{"Paid Social", Facts{ClickID: "ScCid"}},
		{"Paid Video", Facts{ClickID: "gclid", Source: "youtube"}},
		{"Cross-network", Facts{ClickID: "gclid", Campaign: "cross-network"}},
		{"Display", Facts{ClickID: "dclid"}},
		{"Organic Social", Facts{ClickID: "fbclid"}},
		{"Paid Social", Facts{ClickID: "fbclid", Source: "facebook", Medium: "cpc"}},
		{"Email", Facts{ClickID: "fbclid", Source: "crm", Medium: "email"}},
		{"Organic Shopping", Facts{ClickID: "srsltid", ReferrerHost: "google.com"}},
		{"Affiliates", Facts{ClickID: "irclickid"}},
		{"Direct", Facts{ClickID: "unheard_of"}},

		{"Store", Facts{Offline: "Store"}},
		{"Phone", Facts{Offline: "Phone", Source: "google", Medium: "cpc"}},
		{"Unassigned", Facts{Offline: "Market stall"}},
	} {
		if got := Channels[Channel(c.facts)]; got != c.want {
			t.Errorf("%+v: %s, want %s", c.facts, got, c.want)
		}
	}
}

func TestEveryRuleNamesAChannel(t *testing.T) {
	for _, rule := range channelRules {
		if ChannelCode(rule.channel) == 0 {
			t.Errorf("%s is no channel", rule.channel)
		}
	}
}

// Hosts come from visitors: no spelling may crash.
func FuzzChannel(f *testing.F) {
	f.Add("google", "cpc", "shop", "gclid", "google.com")
	f.Add(".", "..", "", "", ".com")
	f.Fuzz(func(t *testing.T, source, medium, campaign, click, referrer string) {
		facts := Facts{Source: source, Medium: medium, Campaign: campaign, ClickID: click, ReferrerHost: referrer}
		code := Channel(facts)
		if code == 0 || int(code) >= len(Channels) {
			t.Fatalf("channel %d", code)
		}
		if other := Channel(Facts{
			Source: strings.ToLower(source), Medium: strings.ToLower(medium), Campaign: strings.ToLower(campaign),
			ClickID: strings.ToLower(click), ReferrerHost: strings.ToLower(referrer),
		}); other != code {
			t.Fatalf("case matters: %s and %s", Channels[code], Channels[other])
		}
	})
}
