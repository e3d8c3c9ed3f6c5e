// Package storetest makes events for tests of the store: arbitrary ones, to find
// what breaks, and realistic ones, to measure with.
package storetest

import (
	"bytes"
	"math"
	"strconv"

	"pgregory.net/rapid"

	"wend/internal/event"
)

// weird are texts that break careless code.
var weird = []string{
	"", "a", "Ann", "null", "\x00", "\"", "\\", "\\u0061", "{}", "[]", "日本語", "👩‍👩‍👧", "e\u0301", "\u202e", "\ufeff", "\xff\xfe", "\xed\xa0\x80",
	"a\nb\tc", "'; DROP TABLE event; --", "9007199254740993", "1e999", "-0", " ",
}

func word() *rapid.Generator[string] {
	return rapid.OneOf(rapid.SampledFrom(weird), rapid.String(), rapid.StringMatching(`[a-z0-9]{1,12}`))
}

// values are JSON values as they come over the wire.
func value(depth int) *rapid.Generator[string] {
	simple := []*rapid.Generator[string]{
		rapid.SampledFrom([]string{
			"null", "true", "false", "0", "-0", "1", "1.0", "1.10", "9007199254740993", "123456789012345678901234567890", "1e400", "-1E+2", "0.1", "1e-7",
			`""`, `"\u0061"`, `"\ud83d\ude00"`, `"\ud800"`, `"日本"`, `"a\"b"`, `"27.50"`, `{}`, `[]`, `[1, 2,3]`, `{ "a" : 1 , "a":2}`,
		}),
		rapid.Map(rapid.Int64(), func(n int64) string { return strconv.FormatInt(n, 10) }),
		rapid.Map(rapid.String(), quote),
	}
	if depth > 0 {
		simple = append(simple, object(depth-1))
	}
	return rapid.OneOf(simple...)
}

// quote writes a JSON string with as few escapes as JSON allows.
func quote(s string) string {
	b := []byte{'"'}
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < ' ':
			b = append(b, `\u00`...)
			b = append(b, "0123456789abcdef"[c>>4], "0123456789abcdef"[c&15])
		default:
			b = append(b, c)
		}
	}
	return string(append(b, '"'))
}

var names = []string{"category", "price", "Price", "new", "sku", "items", "a.b", "", "日本", `\u0061`, "a", "page", "very_long_name_that_goes_on_and_on_and_on_and_on_and_on_and_on_and_on"}

func object(depth int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		b := []byte{'{'}
		for i := range rapid.IntRange(0, 5).Draw(t, "members") {
			if i > 0 {
				b = append(b, ',')
			}
			if rapid.Bool().Draw(t, "space") {
				b = append(b, " \n"...)
			}
			name := rapid.SampledFrom(names).Draw(t, "name")
			if name == `\u0061` {
				b = append(b, `"\u0061"`...)
			} else {
				b = append(b, quote(name)...)
			}
			b = append(b, ':')
			b = append(b, value(depth).Draw(t, "value")...)
		}
		return string(append(b, '}'))
	})
}

// Event draws an arbitrary event, with sequence number 0: its message is valid
// JSON or anything at all, and its parts lie in the message or beside it.
func Event() *rapid.Generator[*event.Event] {
	return rapid.Custom(func(t *rapid.T) *event.Event {
		text := func(name string) string { return word().Draw(t, name) }
		e := &event.Event{
			MessageID:    text("message id"),
			Type:         rapid.SampledFrom([]event.Type{event.Track, event.Page, event.Screen, event.Identify, event.Group, event.Alias, event.Track, event.Track, 0, 200}).Draw(t, "type"),
			Flags:        event.Flags(rapid.Uint16().Draw(t, "flags")),
			Name:         text("name"),
			OriginalName: text("original name"),
			Time:         rapid.OneOf(rapid.Int64Range(1_600_000_000_000, 1_800_000_000_000), rapid.Int64Range(-1<<61, 1<<61)).Draw(t, "time"),
			Received:     rapid.Int64Range(-1<<61, 1<<61).Draw(t, "received"),
			OriginalTime: text("original time"),
			Source:       text("source"),
			PreviousID:   text("previous id"),
			GroupID:      text("group id"),
			Facts: event.Facts{
				Page: text("page"), Source: text("utm source"), Medium: text("medium"), Campaign: text("campaign"), ClickID: text("click id"),
				ReferrerHost: text("referrer"), Device: text("device"), OS: text("os"), Browser: text("browser"), Country: text("country"),
				Language: text("language"), Offline: text("offline"), HasValue: rapid.Bool().Draw(t, "has value"),
			},
		}
		if e.Facts.HasValue || rapid.IntRange(0, 9).Draw(t, "stray value") == 0 {
			e.Facts.Value = rapid.OneOf(rapid.Float64(), rapid.SampledFrom([]float64{0, math.Copysign(0, -1), math.Inf(1), math.NaN(), 27.5})).Draw(t, "value")
		}
		for range rapid.IntRange(0, 3).Draw(t, "identifiers") {
			e.Identifiers = append(e.Identifiers, event.Identifier{Kind: rapid.OneOf(rapid.SampledFrom([]string{event.UserID, event.AnonymousID, event.Email, event.Phone}), word()).Draw(t, "kind"), Value: text("value")})
		}
		drawMessage(t, e)
		return e
	})
}

func drawMessage(t *rapid.T, e *event.Event) {
	switch rapid.IntRange(0, 9).Draw(t, "message") {
	case 0:
		return
	case 1: // anything, with parts that lie anywhere in it
		e.Raw = rapid.SliceOf(rapid.Byte()).Draw(t, "raw")
		for _, p := range []*[]byte{&e.Properties, &e.Context, &e.Traits} {
			lo := rapid.IntRange(0, len(e.Raw)).Draw(t, "from")
			*p = e.Raw[lo:rapid.IntRange(lo, len(e.Raw)).Draw(t, "to")]
		}
		return
	case 2: // parts beside the message
		e.Raw = []byte(`{"type":"track"}`)
		e.Properties = []byte(object(1).Draw(t, "properties"))
		e.Context = []byte(`{"consent":{"categoryPreferences":{"email_marketing":true}}}`)
		return
	}
	member := func(name, object string) (lo, hi int) {
		e.Raw = append(e.Raw, quote(name)...)
		e.Raw = append(e.Raw, ':')
		lo = len(e.Raw)
		e.Raw = append(e.Raw, object...)
		hi = len(e.Raw)
		e.Raw = append(e.Raw, ',')
		return lo, hi
	}
	e.Raw = []byte{'{'}
	var spans [3][2]int
	for _, i := range rapid.Permutation([]int{0, 1, 2}).Draw(t, "order") {
		if rapid.Bool().Draw(t, "part") {
			o := object(2).Draw(t, "object")
			if i == 1 && rapid.Bool().Draw(t, "traits in context") {
				o = `{"traits":` + o + `,"consent":{"a":true}}`
				spans[1][0], spans[1][1] = member("context", o)
				spans[2] = [2]int{spans[1][0] + len(`{"traits":`), spans[1][1] - len(`,"consent":{"a":true}}`)}
				continue
			}
			lo, hi := member([]string{"properties", "context", "traits"}[i], o)
			if spans[i][1] == 0 {
				spans[i] = [2]int{lo, hi}
			}
		}
	}
	member("messageId", quote("m"))
	e.Raw = append(bytes.TrimSuffix(e.Raw, []byte{','}), '}')
	for i, p := range []*[]byte{&e.Properties, &e.Context, &e.Traits} {
		if spans[i][1] > 0 {
			*p = e.Raw[spans[i][0]:spans[i][1]]
		}
	}
}

// Same fails the test where two events differ. Empty and missing are the same.
func Same(t interface {
	Helper()
	Fatalf(string, ...any)
}, want, got *event.Event) {
	t.Helper()
	if want.Seq != got.Seq || want.MessageID != got.MessageID || want.Type != got.Type || want.Flags != got.Flags || want.Name != got.Name ||
		want.OriginalName != got.OriginalName || want.Time != got.Time || want.Received != got.Received || want.OriginalTime != got.OriginalTime ||
		want.Source != got.Source || want.PreviousID != got.PreviousID || want.GroupID != got.GroupID {
		t.Fatalf("event %d became another:\n%+v\n%+v", want.Seq, want, got)
	}
	a, b := want.Facts, got.Facts
	if math.Float64bits(a.Value) != math.Float64bits(b.Value) {
		t.Fatalf("event %d: value %v became %v", want.Seq, a.Value, b.Value)
	}
	a.Value, b.Value = 0, 0
	if a != b {
		t.Fatalf("event %d: facts %+v became %+v", want.Seq, a, b)
	}
	if len(want.Identifiers) != len(got.Identifiers) {
		t.Fatalf("event %d: identifiers %q became %q", want.Seq, want.Identifiers, got.Identifiers)
	}
	for i, id := range want.Identifiers {
		if got.Identifiers[i] != id {
			t.Fatalf("event %d: identifier %q became %q", want.Seq, id, got.Identifiers[i])
		}
	}
	for _, p := range [][3][]byte{
		{[]byte("message"), want.Raw, got.Raw}, {[]byte("properties"), want.Properties, got.Properties},
		{[]byte("context"), want.Context, got.Context}, {[]byte("traits"), want.Traits, got.Traits},
	} {
		if !bytes.Equal(p[1], p[2]) {
			t.Fatalf("event %d: %s %q became %q", want.Seq, p[0], p[1], p[2])
		}
	}
}
