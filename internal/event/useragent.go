package event

import (
	"strings"

	"github.com/mileusna/useragent"
)

// Agent is what a user agent's text tells.
type Agent struct {
	// Device is desktop, mobile or tablet, empty where the text does not say.
	Device, OS, Browser string
	// Crawler marks robots that present themselves: search engines, link
	// previews, monitors, headless browsers.
	Crawler bool
	// Script marks plain HTTP clients (curl, python-requests …): a robot where
	// it is the visitor's own user agent, and nothing of the kind where it is
	// only the library that reported the visitor's event.
	Script bool
}

// longestAgent bounds what is looked at of a user agent; real ones are shorter.
const longestAgent = 512

// ParseAgent reads a user agent's text.
func ParseAgent(text string) Agent {
	if len(text) > longestAgent {
		text = text[:longestAgent]
	}
	if text == "" {
		return Agent{}
	}
	lower := strings.ToLower(text)
	ua := useragent.Parse(text)
	a := Agent{
		OS:      agentSystem(ua.OS, lower),
		Crawler: isCrawler(lower) || (ua.Bot && !strings.Contains(lower, "cubot")),
		Script:  isScript(lower),
	}
	if a.Script {
		a.OS = ""
		return a
	}
	a.Browser = agentBrowser(ua.Name, lower)
	switch {
	case ua.Tablet || (ua.OS == useragent.Android && !strings.Contains(lower, "mobile") && strings.HasPrefix(lower, "mozilla/")):
		a.Device = "tablet" // Android says "Mobile" on phones alone
	case ua.Mobile || ua.OS == useragent.Android || ua.OS == useragent.IOS:
		a.Device = "mobile"
	case ua.Desktop || ua.OS == useragent.Linux || ua.OS == useragent.ChromeOS || ua.OS == useragent.CrOS:
		a.Device = "desktop"
	}
	return a
}

// systems are the names of operating systems as libraries and browsers write
// them (lower case), and as we do.
var systems = map[string]string{
	"ios": "iOS", "iphone os": "iOS", "iphone": "iOS", "ipados": "iOS", "ipad os": "iOS",
	"mac os x": "macOS", "macos": "macOS", "mac os": "macOS", "macintosh": "macOS", "macintel": "macOS", "darwin": "macOS", "os x": "macOS",
	"windows": "Windows", "windows nt": "Windows", "win32": "Windows", "win64": "Windows", "windows phone": "Windows Phone",
	"android": "Android", "linux": "Linux", "ubuntu": "Linux", "linux x86_64": "Linux",
	"chromeos": "ChromeOS", "chrome os": "ChromeOS", "chromium os": "ChromeOS", "cros": "ChromeOS",
	"harmonyos": "HarmonyOS", "harmony": "HarmonyOS", "tvos": "tvOS", "watchos": "watchOS", "freebsd": "FreeBSD",
}

// SystemName is an operating system's usual name ("iPhone OS" is "iOS");
// unknown ones stay as they are.
func SystemName(name string) string {
	name = strings.TrimSpace(name)
	if s, ok := systems[strings.ToLower(name)]; ok {
		return s
	}
	return name
}

func agentSystem(name, lower string) string {
	if name == "" && strings.Contains(lower, "cros ") {
		return "ChromeOS"
	}
	if strings.Contains(lower, "cros ") && name == useragent.Linux {
		return "ChromeOS"
	}
	return SystemName(name)
}

// browsers are the names that differ between the parser and what people say.
var browsers = map[string]string{
	"Mobile Safari": "Safari", "Headless Chrome": "Chrome", "HeadlessChrome": "Chrome", "Msie": "Internet Explorer", "MSIE": "Internet Explorer",
}

func agentBrowser(name, lower string) string {
	if b, ok := browsers[name]; ok {
		return b
	}
	if !strings.HasPrefix(lower, "mozilla/") && !strings.HasPrefix(lower, "opera/") && name != useragent.InstagramApp && name != useragent.FacebookApp {
		return "" // an app or a library, whatever it calls itself
	}
	if len(name) > 40 {
		return ""
	}
	return name
}

// crawlers are parts of the names under which robots present themselves. The
// list is ours: it follows what the large ones document, and the habit of the
// small ones to say "bot", "crawler" or "spider".
var crawlers = []string{
	"bot/", "bot;", "bot)", "bot ", "bot-", "bot_", "bots", "robot", "+http", "crawl", "spider", "slurp", "scraper",
	"headless", "phantomjs", "puppeteer", "playwright", "selenium", "webdriver", "electron-prerender", "prerender",
	"lighthouse", "pagespeed", "gtmetrix", "pingdom", "uptime", "statuscake", "site24x7", "newrelicpinger", "datadog", "monitor",
	"facebookexternalhit", "meta-externalagent", "meta-externalfetcher", "embedly", "quora link preview", "slackbot", "linkpreview",
	"google-inspectiontool", "googleother", "google-extended", "mediapartners-google", "feedfetcher", "apis-google", "google-read-aloud", "google favicon",
	"bingpreview", "yahoo! slurp", "baiduspider", "duckduckgo-favicons", "yandexmetrika", "ia_archiver", "archive.org",
	"chatgpt-user", "perplexity-user", "claude-user", "cohere-ai", "anthropic-ai", "ccbot", "validator", "checker", "httrack", "screaming frog",
	"nmap", "nikto", "sqlmap", "masscan", "zgrab", "nuclei", "wappalyzer", "feedburner", "feedly", "bloglovin",
}

// notCrawlers are texts that the list above would take for robots.
var notCrawlers = []string{"cubot", "duckduckgo/", "monitoring-app"}

func isCrawler(lower string) bool {
	for _, exception := range notCrawlers {
		if strings.Contains(lower, exception) {
			lower = strings.ReplaceAll(lower, exception, "")
		}
	}
	if strings.HasSuffix(lower, "bot") {
		return true
	}
	for _, part := range crawlers {
		if strings.Contains(lower, part) {
			return true
		}
	}
	return false
}

// scripts are how HTTP clients without a person before them begin. App
// frameworks (okhttp, CFNetwork, Dart) are not among them: phones use them.
var scripts = []string{
	"curl/", "wget/", "python-requests", "python-urllib", "python/", "python-httpx", "aiohttp", "go-http-client", "java/", "apache-httpclient",
	"libwww-perl", "lwp::", "php/", "guzzlehttp", "ruby", "faraday", "axios/", "node-fetch", "node", "undici", "got ", "got/", "postmanruntime", "insomnia/",
	"httpie/", "restsharp", "reqwest", "scrapy", "symfony", "wordpress/", "k6/",
}

func isScript(lower string) bool {
	for _, start := range scripts {
		if strings.HasPrefix(lower, start) {
			return true
		}
	}
	return false
}
