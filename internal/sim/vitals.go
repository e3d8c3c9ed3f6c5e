package sim

// The names under which the browser library reports what went wrong.
const (
	scriptError = "Script Error"
	rageClick   = "Rage Click"
	webVital    = "Web Vitals"
)

// measuredShare is the share of visits whose speed is measured.
const measuredShare = 0.12

// vitals sometimes measures how fast the first page was. On cheap devices the
// shop's pages are slow, and some of those who wait do not wait: it answers by
// how much more likely they leave.
func (w *walk) vitals() float64 {
	d := w.s.dice
	paint := 900 + d.wait(700)
	if models[w.on.model].slowChips && !w.s.config.Plain {
		paint = 2600 + d.wait(1900)
	}
	if d.chance(measuredShare) {
		w.now += int64(paint)
		w.track(webVital).text(`"lcp":`).number(int(paint)).text(`,"inp":`).number(40 + int(paint/30)).text(`,"cls":`).text([]string{"0", "0.02", "0.11"}[d.below(3)])
		w.finish("")
	}
	if paint > 4000 {
		return 0.12
	}
	return 0
}

// The planted friction of heavy pages: on telephones those that take longer
// than this are left by this share.
const (
	longestWait = 4000
	leaveShare  = 0.52
)

// waitForPage is the page of a product with pictures that are too large.
func (w *shopper) waitForPage() {
	d := w.s.dice
	paint := 1100 + d.wait(650)
	if w.kind() == mobile && w.hampered() {
		paint = 3300 + d.wait(2300)
	}
	w.now += int64(paint)
	if d.chance(2 * measuredShare) {
		w.track(webVital).text(`"lcp":`).number(int(paint)).text(`,"inp":`).number(60 + int(paint/25)).text(`,"cls":`).text([]string{"0.01", "0.05", "0.18"}[d.below(3)])
		w.finish("")
	}
	w.tired = paint > longestWait && w.hampered() && d.chance(leaveShare)
}
