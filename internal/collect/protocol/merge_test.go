package protocol

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// mergeSlowly is what merging means, on decoded objects.
func mergeSlowly(under, over map[string]any, depth int) map[string]any {
	out := maps.Clone(under)
	for key, mine := range over {
		a, okA := out[key].(map[string]any)
		b, okB := mine.(map[string]any)
		if okA && okB && depth < deepestMerge {
			mine = mergeSlowly(a, b, depth+1)
		}
		out[key] = mine
	}
	return out
}

func drawObject(t *rapid.T, depth int) map[string]any {
	out := map[string]any{}
	for range rapid.IntRange(0, 4).Draw(t, "members") {
		key := rapid.SampledFrom([]string{"page", "ip", "é", "a\"b", "x", ""}).Draw(t, "key")
		switch kind := rapid.IntRange(0, 4).Draw(t, "kind"); {
		case kind < 3 && depth < 10:
			out[key] = drawObject(t, depth+1)
		case kind == 3:
			out[key] = "text"
		default:
			out[key] = []any{1.0, nil}
		}
	}
	return out
}

func TestMergeMatchesReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		under, over := drawObject(t, 1), drawObject(t, 1)
		a, errA := json.Marshal(under)
		b, errB := json.Marshal(over)
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		var got map[string]any
		merged := mergeObjects(nil, a, b, 1)
		if err := json.Unmarshal(merged, &got); err != nil {
			t.Fatalf("%s under %s gave %s: %v", a, b, merged, err)
		}
		if want := mergeSlowly(under, over, 1); !reflect.DeepEqual(got, want) {
			t.Fatalf("%s under %s gave %s, want %v", a, b, merged, want)
		}
	})
	if got := string(mergeObjects(nil, []byte(`{"a":1,"a":{"x":1}}`), []byte(`{"\u0061":{"y":2},"b":1,"b":2}`), 1)); got != `{"a":{"y":2},"a":{"x":1,"y":2},"b":2}` {
		t.Errorf("keys that stand twice or with escapes: %s", got)
	}
}

// The worst that fits a batch must not keep a core busy: what lies under every
// message is copied, never taken apart.
func TestMergingIsNoWayToKeepBusy(t *testing.T) {
	var context strings.Builder
	context.WriteString(`{"`)
	for i := range 700 {
		fmt.Fprintf(&context, `%d":1,"`, i)
	}
	context.WriteString(`d":` + strings.Repeat(`{"d":`, 90) + "1" + strings.Repeat("}", 90) + "}")
	message := `{"type":"page","userId":"u","context":{"d":` + strings.Repeat(`{"d":`, 20) + "2" + strings.Repeat("}", 20) + `}},`
	body := `{"context":` + context.String() + `,"batch":[` + strings.Repeat(message, 1900) + `{}]}`
	d := NewDecoder(NewAgents(1))
	allocations := testing.AllocsPerRun(1, func() {
		if err := d.ReadBatch([]byte(body)); err != nil {
			t.Fatal(err)
		}
		if out := d.Normalise(trusted()); len(out.Events) != 1900 {
			t.Fatalf("%d events", len(out.Events))
		}
	})
	if each := allocations / 1900; each > 60 {
		t.Errorf("%.0f allocations a message of a context with 700 members", each)
	}
}
