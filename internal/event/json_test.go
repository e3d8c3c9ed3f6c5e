package event

import (
	"encoding/json"
	"testing"
)

func TestGetAgreesWithEncodingJSON(t *testing.T) {
	for _, object := range []string{
		`{}`, `{"a":1}`, ` { "a" : "x\"}" , "b" : [1,{"c":2}] , "c":{"d":{"e":null}} } `,
		`{"a":{"b":"deep \\"},"a":{"b":"last"}}`, `{"\u0061":"escaped key"}`, `{"a":-1.5e3,"b":true}`, `[1,2]`, `"text"`, ``,
	} {
		var want map[string]json.RawMessage
		_ = json.Unmarshal([]byte(object), &want)
		got := map[string]string{}
		Members([]byte(object), func(key, value []byte) bool {
			got[KeyText(key)] = string(value)
			return true
		})
		if len(got) != len(want) {
			t.Errorf("%s: %d members, want %d", object, len(got), len(want))
		}
		for key, value := range want {
			if got[key] != string(value) || string(Get([]byte(object), key)) != string(value) {
				t.Errorf("%s: %s is %q and %q, want %s", object, key, got[key], Get([]byte(object), key), value)
			}
		}
	}
}

func FuzzMembers(f *testing.F) {
	f.Add([]byte(`{"a":{"b":[1,"x"]},"c":"\""}`))
	f.Fuzz(func(t *testing.T, object []byte) {
		// Never panics or runs on, whatever the bytes; agrees on what is valid.
		got := map[string]string{}
		Members(object, func(key, value []byte) bool {
			got[string(key)] = string(value)
			return true
		})
		var want map[string]json.RawMessage
		if json.Unmarshal(object, &want) != nil {
			return
		}
		for key, value := range want {
			if string(Get(object, key)) != string(value) {
				t.Fatalf("%q: %q is %q, want %q", object, key, Get(object, key), value)
			}
		}
	})
}

// A string is what encoding/json takes it for, decoded or not.
func FuzzParseText(f *testing.F) {
	for _, seed := range []string{`"plain"`, `""`, `"`, `"a`, `"a\"b"`, `"\u00e4"`, `"ä"`, "\"\xff\"", "\"\n\"", `"a"b"`, `"\"`, "\"\x7f\""} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if len(raw) == 0 || raw[0] != '"' {
			return
		}
		var text string
		want := Value{}
		if json.Unmarshal(raw, &text) == nil {
			want = TextValue(text)
		}
		if got := ParseValue(raw); got != want {
			t.Errorf("%q is %+v, want %+v", raw, got, want)
		}
	})
}
