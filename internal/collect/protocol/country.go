package protocol

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed countries.tsv
var countryTable string

// countries are the codes by lower-case name and by time zone.
var countries = sync.OnceValue(func() (c struct{ codes, names, zones map[string]string }) {
	c.codes, c.names, c.zones = map[string]string{}, map[string]string{}, map[string]string{}
	for line := range strings.Lines(countryTable) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") || len(fields) != 3 {
			continue
		}
		c.codes[fields[0]] = fields[0]
		for name := range strings.SplitSeq(fields[1], "|") {
			c.names[strings.ToLower(name)] = fields[0]
		}
		for zone := range strings.FieldsSeq(fields[2]) {
			c.zones[zone] = fields[0]
		}
	}
	return c
})

// countryCode is the ISO 3166 code of a country given as code or name, empty
// if it is none.
func countryCode(country []byte) string {
	country = trim(country)
	if len(country) == 2 {
		code := [2]byte{country[0] &^ 0x20, country[1] &^ 0x20}
		if string(code[:]) == "UK" {
			return "GB"
		}
		return countries().codes[string(code[:])]
	}
	if len(country) < 3 || len(country) > 60 {
		return ""
	}
	return countries().names[strings.ToLower(string(country))]
}

// zoneCountry is the country that a time zone lies in.
func zoneCountry(zone []byte) string {
	return countries().zones[string(zone)]
}

// readLocale takes "en-US", "en_US.UTF-8", "zh-Hant-TW" or the first entry of
// an Accept-Language header apart: the ISO 639 language and the region's code.
func readLocale(locale []byte) (language []byte, country string) {
	locale = trim(locale)
	for i, c := range locale {
		if c == ',' || c == ';' || c == '.' || c == '@' {
			locale = locale[:i]
			break
		}
	}
	for part := 0; len(locale) > 0; part++ {
		end := 0
		for end < len(locale) && locale[end] != '-' && locale[end] != '_' {
			end++
		}
		piece := locale[:end]
		locale = locale[min(end+1, len(locale)):]
		switch {
		case part == 0:
			if len(piece) < 2 || len(piece) > 3 || !letters(piece) {
				return nil, ""
			}
			language = lower(piece)
		case len(piece) == 2 && letters(piece):
			return language, countryCode(piece)
		}
	}
	return language, ""
}

func letters(b []byte) bool {
	for _, c := range b {
		if c|0x20 < 'a' || c|0x20 > 'z' {
			return false
		}
	}
	return true
}

// lower is b in lower case (ASCII); it copies only where something changes.
func lower(b []byte) []byte {
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			copied := append([]byte(nil), b...)
			for ; i < len(copied); i++ {
				if c := copied[i]; 'A' <= c && c <= 'Z' {
					copied[i] = c | 0x20
				}
			}
			return copied
		}
	}
	return b
}
