package protocol

import (
	"bytes"
	"math"
	"strings"

	"wend/internal/event"
)

// The longest that facts may be, in bytes; what is longer is cut. They become
// dictionary entries in the index, so nobody may fill it with long texts.
const (
	longestPage     = 512
	longestCampaign = 200
	longestHost     = 253
	longestWord     = 64
)

// facts finds the built-in dimensions that the event tells by itself.
func (w *normaliser) facts(m *message, e *event.Event) {
	f := &e.Facts
	w.page(m, e)
	w.agent(m, e)
	w.place(m, f)
	if !e.Type.Touchpoint() {
		return
	}
	f.Offline = w.offline(m)
	for _, place := range [...]span{m.props.value, m.props.revenue, m.props.total} {
		if value, ok := m.number(place, &w.scratch); ok {
			f.Value, f.HasValue = value, true
			break
		}
	}
	if f.HasValue && e.Name == "Order Refunded" {
		f.Value = -math.Abs(f.Value)
	}
}

// page finds page, campaign, click id and external referrer. A page call's
// properties come before its context.
func (w *normaliser) page(m *message, e *event.Event) {
	f := &e.Facts
	first, second := &m.ctx.page, &m.ctx.page
	if e.Name == event.PageViewed {
		first = &m.props.page
	}
	either := func(a, b span) []byte {
		if text := m.text(a, &w.scratch); len(text) > 0 {
			return text
		}
		return m.text(b, &w.scratch)
	}

	// The address lies in the scratch buffer where it was written with
	// escapes; all that is kept of it is copied before the next text is read.
	var own []byte
	if url := either(first.url, second.url); len(url) > 0 {
		at := parseAddress(url)
		own = append(w.second[:0], bare(at.host)...)
		w.second = own
		f.Page = w.names.text(cut(at.path, longestPage))
		w.query(at.query, f)
	}
	path := m.text(first.path, &w.scratch)
	if len(path) == 0 && len(m.text(first.url, &w.scratch)) == 0 {
		path = m.text(second.path, &w.scratch)
	}
	if len(path) > 0 {
		f.Page = w.names.text(cut(parseAddress(path).path, longestPage))
	}
	if f.ClickID == "" && f.Source == "" && f.Medium == "" && f.Campaign == "" {
		if search := either(first.search, second.search); len(search) > 0 {
			w.query(bytes.TrimPrefix(search, []byte("?")), f)
		}
	}
	w.campaign(m, f)

	referrer := either(first.referrer, second.referrer)
	if len(referrer) == 0 {
		referrer = m.text(m.ctx.referrer.url, &w.scratch)
	}
	if from := bare(parseAddress(referrer).host); len(from) > 0 && len(from) <= longestHost && !bytes.Equal(from, own) {
		f.ReferrerHost = w.names.text(from)
	}
}

// campaign takes context.campaign; where that says anything, the address's
// parameters do not count.
func (w *normaliser) campaign(m *message, f *event.Facts) {
	c := &m.ctx.campaign
	read := func(place span) string {
		return w.names.text(cut(trim(m.text(place, &w.scratch)), longestCampaign))
	}
	source, medium, name := read(c.source), read(c.medium), read(c.name)
	if source != "" || medium != "" || name != "" {
		f.Source, f.Medium, f.Campaign = source, medium, name
	}
}

// query takes the campaign and the click id from an address's query.
func (w *normaliser) query(query []byte, f *event.Facts) {
	parameters(query, func(name, value []byte) {
		if len(value) == 0 {
			return
		}
		switch string(name) {
		case "utm_source":
			f.Source = w.parameter(value)
		case "utm_medium":
			f.Medium = w.parameter(value)
		case "utm_campaign":
			f.Campaign = w.parameter(value)
		case "gclid", "gbraid", "wbraid", "dclid", "fbclid", "msclkid", "ttclid", "twclid",
			"li_fat_id", "epik", "ScCid", "rdt_cid", "yclid", "irclickid":
			if f.ClickID == "" {
				f.ClickID = w.names.text(name)
			}
		}
	})
}

func (w *normaliser) parameter(value []byte) string {
	return w.names.text(cut(trim(unquery(value)), longestCampaign))
}

// agent finds device, system and browser, and whether it was a robot: by the
// context's user agent or else by the request's own where a browser sent it.
// A server's library says nothing about the visitor.
func (w *normaliser) agent(m *message, e *event.Event) {
	f := &e.Facts
	var agent event.Agent
	if text := m.text(m.ctx.userAgent, &w.scratch); len(text) > 0 {
		agent = w.agents.read(text)
		if agent.Crawler || agent.Script {
			e.Flags |= event.Bot
		}
	} else if w.arrival.Browser {
		agent = w.agents.read([]byte(w.arrival.UserAgent))
		if agent.Crawler {
			e.Flags |= event.Bot
		}
	}
	f.Device, f.OS, f.Browser = agent.Device, agent.OS, agent.Browser

	if name := m.text(m.ctx.hints.platform, &w.scratch); len(name) > 0 && len(name) <= longestWord {
		f.OS = event.SystemName(w.names.text(name))
	}
	if name := m.text(m.ctx.os.name, &w.scratch); len(name) > 0 && len(name) <= longestWord {
		f.OS = event.SystemName(w.names.text(name))
	}
	if string(m.raw(m.ctx.hints.mobile)) == "true" && f.Device != "tablet" {
		f.Device = "mobile"
	}
	if device := w.device(m); device != "" {
		f.Device = device
	}
}

// device reads context.device.type; Segment's mobile libraries write the
// system there, and only the model tells an iPad from an iPhone.
func (w *normaliser) device(m *message) string {
	kind := m.text(m.ctx.device.kind, &w.scratch)
	if len(kind) == 0 || len(kind) > longestWord {
		return ""
	}
	switch strings.ToLower(string(kind)) {
	case "ios", "android":
		if model := m.text(m.ctx.device.model, &w.scratch); bytes.HasPrefix(model, []byte("iPad")) || bytes.Contains(model, []byte("Tab")) {
			return "tablet"
		}
		return "mobile"
	case "phone", "mobile", "smartphone", "handset", "iphone":
		return "mobile"
	case "tablet", "ipad":
		return "tablet"
	case "desktop", "pc", "computer", "laptop", "browser", "web":
		return "desktop"
	}
	return ""
}

// place finds country and language.
func (w *normaliser) place(m *message, f *event.Facts) {
	locale := m.text(m.ctx.locale, &w.scratch)
	if len(locale) == 0 && w.arrival.Browser {
		locale = []byte(w.arrival.AcceptLanguage)
	}
	language, region := readLocale(locale)
	f.Language = w.names.text(language)

	f.Country = countryCode(m.text(m.ctx.location.country, &w.scratch))
	if f.Country == "" {
		f.Country = countryCode(m.text(m.ctx.country, &w.scratch))
	}
	if f.Country == "" && w.arrival.Browser {
		f.Country = countryCode([]byte(w.arrival.Country))
	}
	if f.Country == "" {
		f.Country = region
	}
	if f.Country == "" {
		f.Country = zoneCountry(m.text(m.ctx.timezone, &w.scratch))
	}
}

// offline finds the channel of what did not happen on a screen:
// context.channel or else properties.channel says "store" or "phone".
func (w *normaliser) offline(m *message) string {
	for _, place := range [...]span{m.ctx.channel, m.props.channel} {
		word := m.text(place, &w.scratch)
		if len(word) == 0 || len(word) > longestWord {
			continue
		}
		switch strings.ToLower(string(trim(word))) {
		case "store", "pos", "in-store", "in_store", "in store", "instore", "retail", "shop floor", "offline":
			return "Store"
		case "phone", "call", "telephone", "call center", "call centre", "call_center", "phone_call":
			return "Phone"
		}
	}
	return ""
}
