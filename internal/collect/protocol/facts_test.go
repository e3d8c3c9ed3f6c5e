package protocol

import (
	"strings"
	"testing"

	"wend/internal/event"
)

const (
	chromeOnWindows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 Safari/537.36"
	safariOnPhone   = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.3 Mobile/15E148 Safari/604.1"
	googlebot       = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
)

func factsOf(t *testing.T, a Arrival, message string) event.Facts {
	t.Helper()
	return accept(t, a, `{"userId":"u",`+message+`}`).Facts
}

func TestPageAndCampaign(t *testing.T) {
	for _, c := range []struct {
		name, message string
		want          event.Facts
	}{
		{"the context's path", `"type":"track","event":"X","context":{"page":{"path":"/shop","url":"https://a.de/other"}}`, event.Facts{Page: "/shop"}},
		{"the address's path", `"type":"track","event":"X","context":{"page":{"url":"https://a.de/shop/shoes?x=1#top"}}`, event.Facts{Page: "/shop/shoes"}},
		{"a path with query and fragment", `"type":"page","properties":{"path":"/a?b=c#d"}`, event.Facts{Page: "/a"}},
		{"an address without path", `"type":"page","properties":{"url":"http://www.example.com"}`, event.Facts{Page: "/"}},
		{"escaped slashes", `"type":"page","properties":{"url":"https:\/\/a.de\/x\u0079"}`, event.Facts{Page: "/xy"}},
		{"a page call's properties come first", `"type":"page","properties":{"url":"https://a.de/own"},"context":{"page":{"path":"/context","url":"https://a.de/context"}}`, event.Facts{Page: "/own"}},
		{"a tracked event's properties are no page", `"type":"track","event":"X","properties":{"url":"https://a.de/own","path":"/own"}`, event.Facts{}},
		{"GA4's names", `"type":"track","event":"page_view","properties":{"page_location":"https://a.de/p?utm_source=s","page_referrer":"https://b.de/"}`, event.Facts{Page: "/p", Source: "s", ReferrerHost: "b.de"}},
		{"campaign of the context", `"type":"page","context":{"campaign":{"name":"spring","source":"news","medium":"email"},"page":{"url":"https://a.de/?utm_source=other"}}`,
			event.Facts{Page: "/", Source: "news", Medium: "email", Campaign: "spring"}},
		{"campaign of the address", `"type":"page","properties":{"url":"https://a.de/x?utm_source=Google%20Ads&utm_medium=cpc&utm_campaign=a+b%zz&gclid=123&fbclid=4"}`,
			event.Facts{Page: "/x", Source: "Google Ads", Medium: "cpc", Campaign: "a b%zz", ClickID: "gclid"}},
		{"campaign of the search", `"type":"page","context":{"page":{"path":"/x","search":"?utm_source=s&msclkid=1"}}`, event.Facts{Page: "/x", Source: "s", ClickID: "msclkid"}},
		{"an empty click id is none", `"type":"page","context":{"page":{"url":"https://a.de/?gclid=&utm_source="}}`, event.Facts{Page: "/"}},
		{"external referrer", `"type":"page","context":{"page":{"url":"https://a.de/","referrer":"https://WWW.Google.com:443/search?q=x"}}`, event.Facts{Page: "/", ReferrerHost: "google.com"}},
		{"own referrer", `"type":"page","context":{"page":{"url":"https://www.a.de/x","referrer":"https://A.de/y"}}`, event.Facts{Page: "/x"}},
		{"referrer of an app", `"type":"page","context":{"page":{"url":"https://a.de/","referrer":"android-app://com.google.android.gm"}}`, event.Facts{Page: "/", ReferrerHost: "com.google.android.gm"}},
		{"referrer that is no address", `"type":"page","context":{"page":{"url":"https://a.de/","referrer":"$direct"}}`, event.Facts{Page: "/"}},
		{"wrong types", `"type":"page","properties":{"url":7,"path":[],"referrer":{}},"context":{"page":"x","campaign":[1],"userAgent":4,"locale":{},"device":null,"os":1,"location":"y","userAgentData":[],"timezone":3}`, event.Facts{}},
	} {
		if got := factsOf(t, trusted(), c.message); got != c.want {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
	long := factsOf(t, trusted(), `"type":"page","properties":{"url":"https://a.de/`+strings.Repeat("ä", 1000)+`?utm_source=`+strings.Repeat("x", 1000)+`"}`)
	if len(long.Page) > longestPage || !strings.HasSuffix(long.Page, "ä") || len(long.Source) != longestCampaign {
		t.Errorf("long texts are not cut well: %d %d", len(long.Page), len(long.Source))
	}
}

func TestDevices(t *testing.T) {
	for _, c := range []struct {
		name, context, device, os, browser string
	}{
		{"desktop", `"userAgent":"` + chromeOnWindows + `"`, "desktop", "Windows", "Chrome"},
		{"phone", `"userAgent":"` + safariOnPhone + `"`, "mobile", "iOS", "Safari"},
		{"tablet", `"userAgent":"Mozilla/5.0 (iPad; CPU OS 16_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.1 Mobile/15E148 Safari/604.1"`, "tablet", "iOS", "Safari"},
		{"Android phone", `"userAgent":"Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 Mobile Safari/537.36"`, "mobile", "Android", "Chrome"},
		{"Android tablet", `"userAgent":"Mozilla/5.0 (Linux; Android 13; SM-X700) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 Safari/537.36"`, "tablet", "Android", "Chrome"},
		{"Mac", `"userAgent":"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Safari/605.1.15"`, "desktop", "macOS", "Safari"},
		{"Firefox on Linux", `"userAgent":"Mozilla/5.0 (X11; Linux x86_64; rv:123.0) Gecko/20100101 Firefox/123.0"`, "desktop", "Linux", "Firefox"},
		{"Chromebook", `"userAgent":"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 Safari/537.36"`, "desktop", "ChromeOS", "Chrome"},
		{"Edge", `"userAgent":"` + chromeOnWindows + ` Edg/122.0.0.0"`, "desktop", "Windows", "Edge"},
		{"the device's own word", `"device":{"type":"phone","name":"Apple iPhone 6"}`, "mobile", "", ""},
		{"Segment's mobile library", `"device":{"type":"ios","model":"iPad13,4"},"os":{"name":"iPadOS","version":"17"}`, "tablet", "iOS", ""},
		{"Segment's Android library", `"device":{"type":"android","model":"Pixel 8"},"os":{"name":"Android"}`, "mobile", "Android", ""},
		{"hints", `"userAgent":"` + chromeOnWindows + `","userAgentData":{"mobile":true,"platform":"Android"}`, "mobile", "Android", "Chrome"},
		{"an app", `"userAgent":"MyShop/3.1 (iPhone; iOS 17.3; Scale/3.00)"`, "mobile", "iOS", ""},
		{"an unknown word", `"device":{"type":"fridge"}`, "", "", ""},
	} {
		got := factsOf(t, trusted(), `"type":"page","context":{`+c.context+`}`)
		if got.Device != c.device || got.OS != c.os || got.Browser != c.browser {
			t.Errorf("%s: got %q %q %q, want %q %q %q", c.name, got.Device, got.OS, got.Browser, c.device, c.os, c.browser)
		}
	}
	header := browser()
	header.UserAgent = safariOnPhone
	if got := factsOf(t, header, `"type":"page"`); got.Device != "mobile" {
		t.Errorf("the browser's own header says mobile, got %+v", got)
	}
	header.Browser = false
	if got := factsOf(t, header, `"type":"page"`); got.Device != "" {
		t.Errorf("a server's header says nothing about the visitor, got %+v", got)
	}
}

func TestBots(t *testing.T) {
	for _, c := range []struct {
		name, context, header string
		browser, bot          bool
	}{
		{"a crawler by context", googlebot, "", false, true},
		{"a crawler by header", "", googlebot, true, true},
		{"a script that visits", "python-requests/2.31.0", "", false, true},
		{"a server's library", "", "python-requests/2.31.0", false, false},
		{"a server's library with a browser key", "", "Go-http-client/1.1", true, false},
		{"a server that is a crawler by name", "", googlebot, false, false},
		{"the context beats the header", chromeOnWindows, googlebot, true, false},
		{"a person", chromeOnWindows, chromeOnWindows, true, false},
		{"a library in the context", "analytics-node/2.1", "", false, false},
		{"headless", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/122.0.0.0 Safari/537.36", "", false, true},
		{"a preview", "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", "", false, true},
		{"a phone called Cubot", "Mozilla/5.0 (Linux; Android 12; CUBOT P60) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 Mobile Safari/537.36", "", false, false},
		{"GPTBot", "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.0; +https://openai.com/gptbot)", "", true, true},
		{"AhrefsBot", "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)", "", true, true},
		{"Lighthouse", chromeOnWindows + " Chrome-Lighthouse", "", true, true},
		{"an app's client", "okhttp/4.12.0", "", false, false},
		{"an in-app browser", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 320.0.0.0", "", true, false},
	} {
		a := trusted()
		a.Browser, a.UserAgent = c.browser, c.header
		context := ""
		if c.context != "" {
			context = `,"context":{"userAgent":"` + c.context + `"}`
		}
		if e := accept(t, a, `{"type":"page","userId":"u"`+context+`}`); e.Flags.Has(event.Bot) != c.bot {
			t.Errorf("%s: bot is %v", c.name, !c.bot)
		}
	}
}

func TestPlaces(t *testing.T) {
	for _, c := range []struct {
		name, context, language, country string
		header                           bool
	}{
		{"locale", `"locale":"de-AT"`, "de", "AT", false},
		{"locale with underscore and code set", `"locale":"pt_BR.UTF-8"`, "pt", "BR", false},
		{"locale with script", `"locale":"zh-Hant-TW"`, "zh", "TW", false},
		{"locale without region, with zone", `"locale":"fr","timezone":"Europe/Paris"`, "fr", "FR", false},
		{"an old name of a zone", `"timezone":"Asia/Calcutta"`, "", "IN", false},
		{"no locale", `"locale":"x"`, "", "", false},
		{"location by name", `"location":{"country":"United States"},"locale":"de-DE"`, "de", "US", false},
		{"location by code", `"location":{"country":"nl"},"locale":"de-DE"`, "de", "NL", false},
		{"country", `"country":"GB"`, "", "GB", false},
		{"an unknown country", `"location":{"country":"Atlantis"},"country":"ZZ","locale":"en-ZZ"`, "en", "", false},
		{"headers", `"library":{}`, "it", "CH", true},
		{"the context beats headers", `"locale":"en-IE","location":{"country":"IE"}`, "en", "IE", true},
	} {
		a := trusted()
		if c.header {
			a.Browser, a.AcceptLanguage, a.Country = true, "it-IT,it;q=0.9,en;q=0.8", "CH"
		}
		if got := factsOf(t, a, `"type":"page","context":{`+c.context+`}`); got.Language != c.language || got.Country != c.country {
			t.Errorf("%s: got %q %q, want %q %q", c.name, got.Language, got.Country, c.language, c.country)
		}
	}
}

func TestValueAndOffline(t *testing.T) {
	for _, c := range []struct {
		event, properties string
		value             float64
		has               bool
	}{
		{"X", `"value":12.5,"revenue":3`, 12.5, true}, {"X", `"revenue":3,"total":4`, 3, true}, {"X", `"total":"27.50"`, 27.5, true}, {"X", `"value":0`, 0, true},
		{"X", `"value":"free","revenue":5`, 5, true}, {"X", `"value":null,"total":5`, 5, true}, {"X", `"value":true`, 0, false}, {"X", `"value":"NaN"`, 0, false},
		{"X", `"value":1e999`, 0, false}, {"X", `"value":"Infinity","total":2`, 2, true}, {"X", `"price":9`, 0, false}, {"Order Refunded", `"total":30`, -30, true}, {"refund", `"value":-30`, -30, true},
	} {
		got := factsOf(t, trusted(), `"type":"track","event":"`+c.event+`","properties":{`+c.properties+`}`)
		if got.Value != c.value || got.HasValue != c.has {
			t.Errorf("%s {%s}: got %v %v", c.event, c.properties, got.Value, got.HasValue)
		}
	}
	for message, want := range map[string]string{
		`"context":{"channel":"Store"}`: "Store", `"properties":{"channel":"phone"}`: "Phone", `"context":{"channel":"web"},"properties":{"channel":"pos"}`: "Store",
		`"context":{"channel":"server"}`: "", `"channel":"phone"`: "", `"properties":{"channel":7}`: "",
	} {
		if got := factsOf(t, trusted(), `"type":"track","event":"X",`+message); got.Offline != want {
			t.Errorf("%s: got %q, want %q", message, got.Offline, want)
		}
	}
}

func TestAgentsStayBounded(t *testing.T) {
	agents := NewAgents(10)
	for i := range 1000 {
		agents.read([]byte(strings.Repeat("x", i)))
	}
	if n := len(agents.young) + len(agents.aged); n > 20 {
		t.Errorf("%d user agents are kept", n)
	}
}
