package sim

// The kinds of devices.
const (
	mobile = iota
	desktop
	tablet
)

// model is one browser on one kind of device, as it names itself.
type model struct {
	kind      int
	agent     string
	w, h      string
	share     float64
	slowChips bool
}

var models = []model{
	{mobile, "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1", "390", "844", 40, false},
	{mobile, "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Mobile/15E148 Safari/604.1", "375", "812", 12, false},
	{mobile, "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36", "412", "915", 12, false},
	{mobile, "Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36", "360", "780", 16, false},
	{mobile, "Mozilla/5.0 (Linux; Android 13; SM-A146P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Mobile Safari/537.36", "384", "854", 14, true},
	{mobile, "Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", "393", "852", 3, false},
	{desktop, "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36", "1920", "1080", 42, false},
	{desktop, "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0", "1536", "864", 15, false},
	{desktop, "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15", "1440", "900", 22, false},
	{desktop, "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36", "1728", "1117", 12, false},
	{desktop, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "1920", "1080", 5, false},
	{tablet, "Mozilla/5.0 (iPad; CPU OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Mobile/15E148 Safari/604.1", "820", "1180", 70, false},
	{tablet, "Mozilla/5.0 (Linux; Android 14; SM-X210) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Safari/537.36", "800", "1280", 30, true},
}

// modelsOf are the weights of the models of one kind, zero for the others.
var modelsOf = func() (w [3]weights) {
	for kind := range w {
		share := make([]float64, len(models))
		for i, m := range models {
			if m.kind == kind {
				share[i] = m.share
			}
		}
		w[kind] = newWeights(share...)
	}
	return w
}()

// robots crawl the shop.
var robots = []string{
	"Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
	"Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
	"Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
}

// place is where people live, as their browser tells it.
type place struct {
	locale, zone, city string
	share              float64
}

// placeShares are the weights of places.
func placeShares(places []place) weights {
	share := make([]float64, len(places))
	for i, p := range places {
		share[i] = p.share
	}
	return newWeights(share...)
}

// browserContexts are the pieces of context that all messages of one model in
// one place share: who sent it, on what, and where.
func browserContexts(places []place) [][]string {
	c := make([][]string, len(models))
	for i, m := range models {
		for _, p := range places {
			c[i] = append(c[i], `"library":{"name":"wend.js","version":"1.0.0"},"userAgent":"`+m.agent+`","locale":"`+p.locale+
				`","timezone":"`+p.zone+`","screen":{"width":`+m.w+`,"height":`+m.h+`}`)
		}
	}
	return c
}

// device is one browser with its cookie.
type device struct {
	anonymous [2]uint64 // the anonymous id's bits
	model     uint8
	place     uint8
	skew      int32 // milliseconds by which its clock is ahead
	user      int32 // the person signed in on it, or nobody
}

// nobody stands for no person.
const nobody int32 = -1
