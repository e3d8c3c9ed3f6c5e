package friction

import (
	"strings"
	"testing"
)

// A trace is told with how many times as often it is there and where that lies;
// of what rests on too little, no number is told as if it were one.
func TestEvidenceSaysHowSureItIs(t *testing.T) {
	for name, c := range map[string]struct {
		sight sight
		want  string
	}{
		"often on both sides": {sight{in: 120, inAll: 400, elsewhere: 200, outside: 2000},
			"In 30% of these visits a script failed, elsewhere in 10%: 3.0 times as often (95% between 2.5 and 3.7)."},
		"whole where digits say nothing": {sight{in: 263, inAll: 364, elsewhere: 9, outside: 1205},
			"In 72% of these visits a script failed, elsewhere in less than 1%: 92 times as often (95% between 49 and 173)."},
		"nowhere else": {sight{in: 40, inAll: 400, elsewhere: 0, outside: 2000},
			"In 10% of these visits a script failed, elsewhere in none: at least 25 times as often (with 95% certainty; it was too seldom elsewhere to say more)."},
		"few visits": {sight{in: 12, inAll: 20, elsewhere: 20, outside: 2000},
			"In 12 of 20 of these visits a script failed, elsewhere in 20 of 2000: beyond chance, but too few to say how many times as often."},
	} {
		if got := c.sight.sentence("script_error"); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, c.want)
		}
	}
}

// What nobody ever paid for has no price yet, and none is told.
func TestLossWithoutAPrice(t *testing.T) {
	o := Opportunity{Where: Where{Step: "Booked", After: "Looked"}, Reported: true}
	o.say("Deal Won", share{100, 60}, share{80, 60}, 1)
	if !strings.HasSuffix(o.Sentence, "which has a price that cannot be told yet: nobody came as far as Deal Won.") {
		t.Error(o.Sentence)
	}
}
