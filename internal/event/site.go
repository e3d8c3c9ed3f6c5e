package event

import "strings"

// site is what a traffic source is known as.
type site uint8

const (
	unknown site = iota
	search
	social
	video
	shop
	assistant
)

// brands are sites that are known under many countries' domains ("google.de",
// "ebay.co.uk"), and by their bare name as a campaign's source.
var brands = map[string]site{
	"google": search, "bing": search, "yahoo": search, "yandex": search, "baidu": search, "duckduckgo": search,
	"ecosia": search, "qwant": search, "startpage": search, "naver": search, "seznam": search, "ask": search, "aol": search,
	"sogou": search, "rambler": search, "swisscows": search, "kagi": search, "mojeek": search, "daum": search,

	"facebook": social, "fb": social, "instagram": social, "ig": social, "threads": social, "meta": social,
	"linkedin": social, "twitter": social, "x": social, "pinterest": social, "reddit": social, "snapchat": social,
	"tiktok": social, "tumblr": social, "vk": social, "vkontakte": social, "weibo": social, "wechat": social, "whatsapp": social,
	"telegram": social, "mastodon": social, "bluesky": social, "xing": social, "quora": social, "nextdoor": social, "messenger": social,

	"youtube": video, "vimeo": video, "twitch": video, "dailymotion": video, "netflix": video, "disneyplus": video, "bilibili": video,

	"amazon": shop, "ebay": shop, "etsy": shop, "alibaba": shop, "aliexpress": shop, "walmart": shop, "shopify": shop,
	"shopping": shop, "idealo": shop, "shopzilla": shop, "mercadolibre": shop, "rakuten": shop, "zalando": shop, "temu": shop,

	"chatgpt": assistant, "openai": assistant, "perplexity": assistant, "claude": assistant, "gemini": assistant, "copilot": assistant,
	"deepseek": assistant, "grok": assistant, "mistral": assistant,
}

// hosts are sites by their whole name, which goes before the brand in it.
var hosts = map[string]site{
	"com.google.android.googlequicksearchbox": search, "search.brave.com": search, "cn.bing.com": search, "so.com": search,
	"t.co": social, "x.com": social, "lnkd.in": social, "l.facebook.com": social, "lm.facebook.com": social, "m.facebook.com": social,
	"fb.me": social, "wa.me": social, "t.me": social, "bsky.app": social, "go.bsky.app": social, "mastodon.social": social,
	"threads.net": social, "redd.it": social, "pin.it": social, "vk.com": social, "ok.ru": social, "news.ycombinator.com": social,
	"com.linkedin.android": social, "com.facebook.katana": social, "org.telegram.messenger": social,
	"youtu.be": video, "disneyplus.com": video,
	"shopping.google.com": shop, "shop.app": shop, "l.etsy.com": shop,
	"chat.openai.com": assistant, "chatgpt.com": assistant, "gemini.google.com": assistant, "bard.google.com": assistant,
	"claude.ai": assistant, "copilot.microsoft.com": assistant, "perplexity.ai": assistant, "chat.deepseek.com": assistant,
	"grok.com": assistant, "chat.mistral.ai": assistant, "you.com": assistant, "poe.com": assistant, "meta.ai": assistant,
	"ask.com": search, "aol.com": search, "search.aol.com": search,
}

// A search engine's other services are no search.
var services = map[string]bool{
	"mail": true, "docs": true, "drive": true, "calendar": true, "meet": true, "accounts": true, "classroom": true, "sites": true,
	"groups": true, "play": true, "news": true, "finance": true, "translate": true, "cloud": true, "support": true, "photos": true,
	"chat": true, "ads": true, "analytics": true, "developers": true, "tagmanager": true, "sports": true, "login": true,
}

// bareOnly are brands whose name is too common a word to be looked for in hosts.
var bareOnly = map[string]bool{"x": true, "ig": true, "ask": true, "shopping": true, "meta": true, "threads": true, "aol": true, "vk": true, "fb": true}

// siteOf finds what a source is, which is a bare name or a host, in lower case.
func siteOf(source string) site {
	if !strings.Contains(source, ".") {
		return brands[source]
	}
	source = strings.TrimPrefix(source, "www.")
	for host := source; ; {
		if s, ok := hosts[host]; ok {
			return s
		}
		_, parent, ok := strings.Cut(host, ".")
		if !ok {
			break
		}
		host = parent
	}
	labels := strings.Split(source, ".")
	name := len(labels) - 2 // google.de
	if name > 0 && len(labels[name+1]) == 2 {
		switch labels[name] { // google.co.uk, yandex.com.tr
		case "co", "com", "net", "org", "ne", "or":
			name--
		}
	}
	s := brands[labels[name]]
	if bareOnly[labels[name]] {
		return unknown
	}
	if s == search {
		for _, label := range labels[:name] {
			if services[label] {
				return unknown
			}
		}
	}
	return s
}
