package files

import (
	"encoding/json"
	"testing"
	"time"
)

func TestAmounts(t *testing.T) {
	for _, c := range []struct{ text, decimal, want string }{
		{"€1,234.50", "", "1234.5"}, {"1.234,50 EUR", "", "1234.5"}, {"CHF 1'234.50", "", "1234.5"}, {"(12.00)", "", "-12"}, {"-$5.00", "", "-5"}, {"5-", "", "-5"},
		{"1,234", "", "1234"}, {"1,23", "", "1.23"}, {"1.234", "", "1.234"}, {"1.234", ",", "1234"}, {"1 234,5", ",", "1234.5"}, {"1.234.567", "", "1234567"}, {"0,00", "", "0"}, {"007", "", "7"},
	} {
		if got, err := readAmount(c.text, c.decimal); err != nil || got != c.want {
			t.Errorf("%q with %q: %s %v, want %s", c.text, c.decimal, got, err, c.want)
		}
	}
	for _, text := range []string{"", "abc", "2024-01-02", "12:30", "3 apples and 4", "1/2"} {
		if got, err := readAmount(text, ""); err == nil {
			t.Errorf("%q was read as %s", text, got)
		}
	}
}

func TestMoments(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, order, want string }{
		{"2025-03-01 10:00:00 +0100", "", "2025-03-01T09:00"}, {"2025-03-01 10:00", "", "2025-03-01T09:00"}, {"2025-03-01 10:00 UTC", "", "2025-03-01T10:00"},
		{"31.12.2024", "", "2024-12-30T23:00"}, {"03/04/2025", "", "2025-03-03T23:00"}, {"03/04/2025", DayFirst, "2025-04-02T22:00"}, {"9/16/2024 6:05 PM", "", "2024-09-16T16:05"},
		{"20250105", "", "2025-01-04T23:00"}, {"1736067600", "", "2025-01-05T09:00"}, {"1736067600000000", "", "2025-01-05T09:00"}, {"Jan 5, 2025, 9:00 AM", "", "2025-01-05T08:00"},
	} {
		at, ok := readMoment(c.text, c.order, berlin)
		if got := time.UnixMilli(at).UTC().Format("2006-01-02T15:04"); !ok || got != c.want {
			t.Errorf("%q: %s, want %s", c.text, got, c.want)
		}
	}
	for _, text := range []string{"", "31.02.2024", "yesterday", "13/13/2024", "1.2", "99999999999999999999"} {
		if at, ok := readMoment(text, "", time.UTC); ok {
			t.Errorf("%q was read as %d", text, at)
		}
	}
}

// What comes out of readAmount is a JSON number, whatever went in.
func FuzzAmount(f *testing.F) {
	for _, seed := range []string{"€1,234.50", "1.234,50", "--", "(1", "٣", "1e9", ".", ",,,5"} {
		f.Add(seed, ",")
		f.Add(seed, "")
	}
	f.Fuzz(func(t *testing.T, text, decimal string) {
		if got, err := readAmount(text, decimal); err == nil && !json.Valid([]byte(got)) {
			t.Errorf("%q became %q", text, got)
		}
	})
}

func TestApostrophesOfExports(t *testing.T) {
	for in, want := range map[string]string{"'=1+1": "=1+1", "'+49 30": "+49 30", "''=x": "'=x", "'quoted'": "'quoted'", "'": "'", "-5": "-5", "": ""} {
		if got := unguarded(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}
