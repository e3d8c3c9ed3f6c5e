package query

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wend/internal/event"
	"wend/internal/problem"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// Buckets are held against the wall clock, read minute by minute, around
// changes of the clocks of every sort.
func TestBucketsFollowTheWallClock(t *testing.T) {
	for _, c := range []struct{ zone, from, to string }{
		{"UTC", "2024-02-27T10:30:00Z", "2024-03-02T00:00:00Z"},
		{"Europe/Berlin", "2024-03-30T12:00:00Z", "2024-04-02T12:00:00Z"},
		{"Europe/Berlin", "2024-10-26T12:00:00Z", "2024-10-28T12:00:00Z"},
		{"America/New_York", "2024-11-02T12:00:00Z", "2024-11-04T12:00:00Z"},
		{"Asia/Kathmandu", "2024-01-01T00:00:00Z", "2024-01-02T00:00:00Z"},
		{"Australia/Lord_Howe", "2024-04-06T00:00:00Z", "2024-04-08T00:00:00Z"}, // half an hour back
		{"Australia/Lord_Howe", "2024-10-05T00:00:00Z", "2024-10-07T00:00:00Z"}, // and on
		{"America/Sao_Paulo", "2018-11-02T12:00:00Z", "2018-11-06T12:00:00Z"},   // no midnight
		{"America/Sao_Paulo", "2018-02-16T12:00:00Z", "2018-02-19T12:00:00Z"},   // 23 h twice
		{"America/Havana", "2024-11-02T00:00:00Z", "2024-11-05T00:00:00Z"},      // midnight twice
		{"Asia/Beirut", "2022-03-25T00:00:00Z", "2022-03-29T00:00:00Z"},         // no midnight
		{"Pacific/Apia", "2011-12-28T00:00:00Z", "2012-01-02T00:00:00Z"},        // no 30 December
		{"Antarctica/Troll", "2024-03-30T00:00:00Z", "2024-04-01T00:00:00Z"},    // two hours on
		{"Africa/Casablanca", "2024-03-09T00:00:00Z", "2024-03-11T00:00:00Z"},
	} {
		for _, interval := range Intervals {
			t.Run(c.zone+" "+c.from+" "+interval, func(t *testing.T) {
				z := zone(t, c.zone)
				from, _ := time.Parse(time.RFC3339, c.from)
				to, _ := time.Parse(time.RFC3339, c.to)
				b, err := NewBuckets(interval, Range{From: from.UnixMilli(), To: to.UnixMilli(), Zone: z})
				if err != nil {
					t.Fatal(err)
				}
				label := func(at time.Time) string {
					at = at.In(z)
					switch interval {
					case "hour":
						return at.Format("2006-01-02T15 -0700")
					case "week":
						year, week := at.ISOWeek()
						return time.Date(year, 1, week, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
					case "month":
						return at.Format("2006-01")
					}
					return at.Format(time.DateOnly)
				}
				var want []int64
				first := from
				for label(first.Add(-time.Minute)) == label(from) {
					first = first.Add(-time.Minute)
				}
				for at := first; at.Before(to); at = at.Add(time.Minute) {
					if at.Equal(first) || label(at) != label(at.Add(-time.Minute)) {
						want = append(want, at.UnixMilli())
					}
				}
				if !slices.Equal(b.Starts, want) {
					for i := range max(len(want), len(b.Starts)) {
						if i < len(want) {
							t.Logf("want %v", time.UnixMilli(want[i]).In(z))
						}
						if i < len(b.Starts) {
							t.Logf("got  %v", time.UnixMilli(b.Starts[i]).In(z))
						}
					}
					t.Fatal("other buckets than the wall clock's")
				}
				for i := range b.Starts {
					for _, at := range []int64{max(b.Starts[i], from.UnixMilli()), b.Next(i) - 1} {
						if got := b.Find(at); got != i {
							t.Errorf("%v is in bucket %d, want %d", time.UnixMilli(at).In(z), got, i)
						}
					}
				}
			})
		}
	}
}

func TestBucketsAreBounded(t *testing.T) {
	year := int64(366 * 24 * 3600_000)
	for _, r := range []Range{{From: 0, To: 10 * year, Zone: time.UTC}, {From: -2000 * year, To: 8000 * year, Zone: time.UTC}} {
		_, err := NewBuckets("hour", r)
		if problem.Status(err) != 422 {
			t.Errorf("%v", err)
		}
	}
	b, err := NewBuckets("month", Range{From: -100 * year, To: 500 * year, Zone: zone(t, "Europe/Berlin")})
	if err != nil {
		t.Fatal(err)
	}
	for i, at := range b.Starts {
		if b.Find(at) != i || i > 0 && b.Find(at-1) != i-1 {
			t.Fatalf("month %d is not found", i)
		}
	}
}

func TestTimesCarryTheZonesOffset(t *testing.T) {
	r, err := Request{From: "2024-03-30T12:00:00Z", To: "2024-04-01T12:00:00+02:00", Timezone: "Europe/Berlin"}.Range(time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	b, err := NewBuckets("day", r)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"2024-03-30T00:00:00+01:00", "2024-03-31T00:00:00+01:00", "2024-04-01T00:00:00+02:00"}
	if got := b.Times(); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestParseDuration(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"0s": 0, "90s": 90 * time.Second, "5m": 5 * time.Minute, "48h": 48 * time.Hour, "7d": 168 * time.Hour, "2w": 336 * time.Hour,
	} {
		if got, err := ParseDuration(text); err != nil || got != want {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "7", "d", "7 d", "-7d", "+7d", "7D", "1.5h", "7days", "٣d", "99999999999999999999d", "200000d", "1h30m"} {
		if got, err := ParseDuration(text); err == nil {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}

func FuzzParseDuration(f *testing.F) {
	f.Add("7d")
	f.Add("99999999999w")
	f.Fuzz(func(t *testing.T, text string) {
		if d, err := ParseDuration(text); err == nil && (d < 0 || d > event.LongestDuration) {
			t.Errorf("%q is %v", text, d)
		}
	})
}

func TestRange(t *testing.T) {
	now := time.Date(2024, 5, 1, 12, 0, 0, 500_000, time.UTC)
	ms := func(text string) int64 {
		at, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			t.Fatal(err)
		}
		return at.UnixMilli()
	}
	for name, c := range map[string]struct {
		r        Request
		from, to int64
	}{
		"default":        {Request{}, now.UnixMilli() - 30*24*3600_000, now.UnixMilli()},
		"to alone":       {Request{To: "2024-03-31T00:00:00Z"}, ms("2024-03-01T00:00:00Z"), ms("2024-03-31T00:00:00Z")},
		"from alone":     {Request{From: "2024-04-30T00:00:00+02:00"}, ms("2024-04-29T22:00:00Z"), now.UnixMilli()},
		"without offset": {Request{From: "2024-04-30T00:00:00", To: "2024-05-01", Timezone: "Asia/Tokyo"}, ms("2024-04-30T00:00:00Z"), ms("2024-05-01T00:00:00Z")},
		"finer than ms":  {Request{From: "2024-04-30T00:00:00.0001Z", To: "2024-04-30T00:00:01.0009Z"}, ms("2024-04-30T00:00:00.001Z"), ms("2024-04-30T00:00:01.001Z")},
	} {
		c.r.Now = now
		got, err := c.r.Range(time.UTC)
		if err != nil || got.From != c.from || got.To != c.to {
			t.Errorf("%s: %d to %d, %v; want %d to %d", name, got.From, got.To, err, c.from, c.to)
		}
	}
	for name, c := range map[string]struct {
		r       Request
		pointer string
	}{
		"no time":   {Request{From: "yesterday"}, "/from"},
		"day 32":    {Request{To: "2024-01-32T00:00:00Z"}, "/to"},
		"backwards": {Request{From: "2024-02-01T00:00:00Z", To: "2024-01-01T00:00:00Z"}, "/to"},
		"future":    {Request{From: "2025-02-01T00:00:00Z"}, "/from"},
		"zone":      {Request{Timezone: "../etc/passwd"}, "/timezone"},
		"local":     {Request{Timezone: "Local"}, "/timezone"},
	} {
		c.r.Now = now
		blamed(t, name, c.r.Validate(), c.pointer)
	}
}

func blamed(t *testing.T, name string, err error, pointers ...string) {
	t.Helper()
	var p *problem.Problem
	if !errors.As(err, &p) || p.Status != 422 {
		t.Errorf("%s: %v, want a 422", name, err)
		return
	}
	var got []string
	for _, f := range p.Fields {
		got = append(got, f.Pointer)
	}
	if !slices.Equal(got, pointers) {
		t.Errorf("%s: blames %v, want %v", name, got, pointers)
	}
}

type decoded struct {
	Request
	Steps []struct {
		Selector
		Name string `json:"name"`
	} `json:"steps"`
	Depth *int            `json:"depth"`
	Ratio float64         `json:"ratio"`
	Late  bool            `json:"late"`
	Raw   json.RawMessage `json:"raw"`
}

func TestDecode(t *testing.T) {
	var d decoded
	if err := Decode([]byte(` {"from":"x","steps":[{"event":"A","where":[{"property":"device","op":"in","value":["a",1]}]}],"depth":3,"ratio":1.5,"late":true,"raw":{"any":[1]},"where":null} `), &d); err != nil {
		t.Fatal(err)
	}
	if d.From != "x" || d.Steps[0].Event != "A" || d.Steps[0].Where[0].Op != "in" || *d.Depth != 3 || !d.Late || string(d.Raw) != `{"any":[1]}` {
		t.Errorf("%+v", d)
	}
	for body, pointers := range map[string][]string{
		`{"stesp":[]}`:                          {"/stesp"},
		`{"Steps":[]}`:                          {"/Steps"},
		`{"steps":[{"event":1},{"evnet":"A"}]}`: {"/steps/0/event", "/steps/1/evnet"},
		`{"steps":{}}`:                          {"/steps"},
		`{"steps":["A"]}`:                       {"/steps/0"},
		`{"steps":[null]}`:                      {"/steps/0"},
		`{"depth":2.5}`:                         {"/depth"},
		`{"depth":"2"}`:                         {"/depth"},
		`{"depth":99999999999999999999}`:        {"/depth"},
		`{"ratio":1e999}`:                       {"/ratio"},
		`{"late":"yes"}`:                        {"/late"},
		`{"where":[{"property":["device"]}]}`:   {"/where/0/property"},
		`{"a/b~c":1}`:                           {"/a~1b~0c"},
		`[]`:                                    {""},
		`null`:                                  {""},
	} {
		blamed(t, body, Decode([]byte(body), new(decoded)), pointers...)
	}
	for _, body := range []string{"", " ", "{", `{"steps":[]}{}`, "\xff", strings.Repeat("[", 100_000)} {
		if err := Decode([]byte(body), new(decoded)); problem.Status(err) != 400 {
			t.Errorf("%.20q: %v, want a 400", body, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"steps":[{"event":"A","where":[{"property":"device","op":"eq","value":1}]}],"depth":1}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		if err := Decode(body, new(decoded)); err != nil && problem.Status(err) >= 500 {
			t.Errorf("%v", err)
		}
	})
}

func TestQuantile(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Int64Range(-50, 50), 1, 200).Draw(t, "values")
		p := rapid.SampledFrom([]float64{0, 0.5, 0.95, 1}).Draw(t, "p")
		sorted := slices.Sorted(slices.Values(values))
		rank := p * float64(len(sorted)-1)
		low := int(rank)
		want := float64(sorted[low])
		if low+1 < len(sorted) {
			want += (rank - float64(low)) * float64(sorted[low+1]-sorted[low])
		}
		if got, ok := Quantile(values, p); !ok || got != want {
			t.Fatalf("%v, want %v", got, want)
		}
	})
	if MedianSeconds(nil) != nil {
		t.Error("the median of nothing is a number")
	}
}

// Many chunks are dealt out on all cores.
// Durations of many sizes, added by two folds, under keys that become fewer.
func TestDurations(t *testing.T) {
	const keys, names = 23, 7
	r := rand.New(rand.NewPCG(5, 6))
	name := func(key int) int { return key%(names+1) - 1 }
	for _, n := range []int{0, 1, 2, 50, 3000, 200_000} {
		a, b := NewDurations(keys), NewDurations(keys)
		want, counts := make([][]int64, names), make([]uint32, keys)
		for i := range n {
			d, key, took := &a, min(r.IntN(keys), r.IntN(keys)), r.Int64N(1000)
			if i%3 == 0 {
				d = &b
			}
			if i%1000 == 0 {
				took += 1 << 45
			}
			d.Add(key, took)
			counts[key]++
			if i := name(key); i >= 0 {
				want[i] = append(want[i], took)
			}
		}
		a.Merge(&b)
		if got := a.Counts(); !slices.Equal(got, counts) {
			t.Errorf("%d durations: counts %v, want %v", n, got, counts)
		}
		for i, got := range a.Medians(names, name) {
			slices.Sort(want[i])
			if got == nil || len(want[i]) == 0 {
				if got != nil || len(want[i]) > 0 {
					t.Errorf("%d durations: the median of name %d is %v, of %d", n, i, got, len(want[i]))
				}
				continue
			}
			if want := float64(want[i][(len(want[i])-1)/2]+want[i][len(want[i])/2]) / 2000; *got != want {
				t.Errorf("%d durations: the median of name %d is %v, want %v", n, i, *got, want)
			}
		}
		a.Release()
	}
}

// Many durations are selected from another way than few.
func TestMedianOfMany(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, n := range []int{1, 2, 3, fewValues - 1, fewValues, fewValues + 1, 3 * fewValues, 100 * fewValues} {
		for spread := 0; spread < 45; spread += 4 {
			values := make([]int64, n)
			for i := range values {
				values[i] = r.Int64N(1 << spread)
				if i%3 == 0 {
					values[i] >>= spread / 2
				}
			}
			sorted := slices.Sorted(slices.Values(values))
			want := float64(sorted[(n-1)/2]+sorted[n/2]) / 2000
			if got := MedianSeconds(values); *got != want {
				t.Fatalf("%d values below 1<<%d: %v, want %v", n, spread, *got, want)
			}
		}
	}
	// The two middle ones lie far from each other.
	values := make([]int64, 20*fewValues)
	for i := range values {
		values[i] = 10 + int64(i%2)*1_000_000
	}
	if got := *MedianSeconds(values); got != 500.010 {
		t.Errorf("%v, want 500.010", got)
	}
}

// Inputs that are bad for naive pivots do not take quadratic time.
func TestSelectionOfHostileInput(t *testing.T) {
	n := 200_000
	same, saw, organ := make([]int64, n), make([]int64, n), make([]int64, n)
	for i := range n {
		saw[i] = int64(i % 2)
		organ[i] = int64(min(i, n-i))
	}
	random := slices.Clone(organ)
	rand.New(rand.NewPCG(1, 2)).Shuffle(n, func(i, j int) { random[i], random[j] = random[j], random[i] })
	for _, values := range [][]int64{same, saw, organ, random} {
		sorted := slices.Sorted(slices.Values(values))
		if got, want := *MedianSeconds(values), float64(sorted[n/2-1]+sorted[n/2])/2000; got != want {
			t.Errorf("the median is %v, want %v", got, want)
		}
		want := slices.Sorted(slices.Values(values))[n/2]
		if selectRank(values, n/2); values[n/2] != want {
			t.Errorf("%d, want %d", values[n/2], want)
		}
	}
}

func TestUnder(t *testing.T) {
	err := Under("/steps/1/where", problem.At("/0/op", "No."))
	blamed(t, "under", err, "/steps/1/where/0/op")
	plain := errors.New("plain")
	if Under("/x", plain) != plain || Under("/x", nil) != nil {
		t.Error("other errors do not pass through")
	}
}

// How a person stands among persons says nothing of an account.
func TestAccountsRefuseStandings(t *testing.T) {
	for rule, pointer := range map[string]string{
		`{"rfm":["champions"]}`: "/segment/rfm", `{"engagement":["high"]}`: "/segment/engagement",
		`{"any":[{"event":"A"},{"not":{"all":[{"engagement":["none"]}]}}]}`: "/segment/any/1/not/all/0/engagement",
		`{"event":"A"}`: "", `{"all":[{"event":"A"},{"prefers_channel":"email"}]}`: "",
	} {
		r := Request{Segment: json.RawMessage(rule), Counting: "accounts"}
		if pointer == "" {
			if err := r.Validate(); err != nil {
				t.Errorf("%s: %v", rule, err)
			}
		} else {
			var p *problem.Problem
			if err := r.Validate(); !errors.As(err, &p) || p.Status != 422 || len(p.Fields) != 1 || p.Fields[0].Pointer != pointer {
				t.Errorf("%s: %v, want a refusal of %s", rule, err, pointer)
			}
		}
		r.Counting = "customers"
		if err := r.Validate(); err != nil {
			t.Errorf("%s counting customers: %v", rule, err)
		}
	}
}
