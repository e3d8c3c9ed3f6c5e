package protocol

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"wend/internal/problem"
)

func status(err error) int {
	var p *problem.Problem
	if errors.As(err, &p) {
		return p.Status
	}
	if err != nil {
		return 500
	}
	return 0
}

var corpus = []string{
	`{"type":"track","event":"X","userId":"u","timestamp":"2024-03-01T11:00:00Z","properties":{"value":1.5e3,"a":[1,2,{"b":null}]},"context":{"page":{"url":"https://a.de/x?utm_source=s"},"userAgent":"x"}}`,
	`{"type":"identify","userId":42,"traits":{"email":"A@b.c","phone":"+49"},"context":{"externalIds":[{"id":"1","type":"x"}]}}`,
	`{"batch":[{"type":"page","userId":"\ud83d\ude00\ud83d"},7,{}],"context":{"ip":"1"},"sentAt":"2024-03-01"}`,
	`[true,false,null,-0.5E-7,"\u00e9\n\/",[[[]]],{"":{}}]`, ` { } `, `"`, `{"a":1,}`, `01`, `1.`, `-`, `tru`, "\"\x01\"", "\"\xff\"", `{"a" 1}`, `[1 2]`, `{"type":"track","type":7}`,
}

// compare holds the scanner against encoding/json: both must agree on what is
// JSON, and on the fields of the envelope.
func compare(t interface{ Fatalf(string, ...any) }, body []byte) {
	d := NewDecoder(NewAgents(4))
	single, batch := d.ReadSingle(body), error(nil)
	if len(body) <= LargestEvent {
		body := body
		if strings.HasPrefix(string(body), "\uFEFF") {
			body = body[3:]
		}
		if valid := json.Valid(body); valid != (single == nil) {
			t.Fatalf("valid JSON: %v, but ReadSingle says %v", valid, single)
		}
	}
	if single == nil {
		compareFields(t, d, body)
	}
	if batch = d.ReadBatch(body); batch == nil {
		out := d.Normalise(trusted())
		if len(out.Events)+len(out.Rejected) != d.Len() {
			t.Fatalf("%d messages became %d events and %d refusals", d.Len(), len(out.Events), len(out.Rejected))
		}
		for _, e := range out.Events {
			if !json.Valid(e.Raw) || !utf8.ValidString(e.Name) {
				t.Fatalf("the raw message is no JSON: %q", e.Raw)
			}
		}
	} else if s := status(batch); s != 400 && s != 413 {
		t.Fatalf("ReadBatch: %v", batch)
	}
}

func compareFields(t interface{ Fatalf(string, ...any) }, d *Decoder, body []byte) {
	out := d.Normalise(trusted())
	if len(out.Events) != 1 {
		return
	}
	e := out.Events[0]
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(e.Raw, &fields); err != nil {
		t.Fatalf("accepted, but no object: %v", err)
	}
	for name, got := range map[string][]byte{"context": e.Context} {
		want := fields[name]
		if string(want) == "null" || (len(want) > 0 && want[0] == '[') {
			want = nil
		}
		if string(got) != string(want) {
			t.Fatalf("%s is %q, want %q", name, got, want)
		}
	}
	if want := fields["properties"]; e.Type.Touchpoint() && len(want) > 0 && want[0] == '{' && string(e.Properties) != string(want) {
		t.Fatalf("properties are %q, want %q", e.Properties, want)
	}
	var text string
	if json.Unmarshal(fields["messageId"], &text) == nil && text != "" && e.MessageID != text {
		t.Fatalf("messageId is %q, want %q", e.MessageID, text)
	}
	if json.Unmarshal(fields["userId"], &text) == nil && text != "" && len(fields["userId"]) > 2 && fields["userId"][0] == '"' {
		found := false
		for _, id := range e.Identifiers {
			found = found || id.Kind == "user_id" && id.Value == text
		}
		if !found {
			t.Fatalf("userId %q is not among %v", text, e.Identifiers)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, c := range corpus {
		f.Add([]byte(c))
	}
	f.Fuzz(func(t *testing.T, body []byte) { compare(t, body) })
}

// Random damage to what is well formed finds more than random bytes do.
func TestDamagedBodies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := []byte(rapid.SampledFrom(corpus).Draw(t, "body"))
		for range rapid.IntRange(0, 4).Draw(t, "damage") {
			i := rapid.IntRange(0, len(body)).Draw(t, "at")
			switch rapid.IntRange(0, 2).Draw(t, "kind") {
			case 0:
				body = append(body[:i:i], body[min(i+1, len(body)):]...)
			case 1:
				piece := rapid.SampledFrom([]string{`"`, `\`, `{`, `}`, `[`, `]`, `,`, `:`, " ", "0", "e", "-", ".", "null", "\x00", "\xff", "\\u00", `"userId":"v",`, `"context":{},`, "\\ud800"}).Draw(t, "piece")
				body = append(body[:i:i], append([]byte(piece), body[i:]...)...)
			default:
				j := rapid.IntRange(i, len(body)).Draw(t, "to")
				body = append(body[:i:i], body[j:]...)
			}
		}
		compare(t, body)
	})
}

func TestAppendTextIsJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		var back string
		if err := json.Unmarshal(AppendText(nil, text), &back); err != nil || back != strings.ToValidUTF8(text, "\uFFFD") {
			t.Fatalf("%q came back as %q: %v", text, back, err)
		}
	})
}
