package attribution

import (
	"cmp"
	"slices"
)

// Disagreement is how far the models lie apart on one touch.
type Disagreement struct {
	Touch     any     `json:"touch"`
	Low       float64 `json:"low" doc:"The least share of the conversions that a model gives it."`
	LowModel  string  `json:"low_model"`
	High      float64 `json:"high" doc:"The greatest share."`
	HighModel string  `json:"high_model"`
	Reason    string  `json:"reason" doc:"Why they differ, in a sentence."`
}

// Models agree on a touch where their shares differ by no more than this, or
// by no more than a part of the greater one.
const (
	agreeShare = 0.01
	agreePart  = 0.1
)

// disagreements compares the models of the answer on every touch.
func (f *fold) disagreements(lines []credited) []Disagreement {
	list := []Disagreement{}
	all := f.total.conversions.Value()
	if all == 0 {
		return list
	}
	for i := range lines {
		c := &lines[i]
		d := Disagreement{Touch: c.json()}
		for _, m := range f.models {
			conversions, _ := f.credit(m, lines)(c)
			share := conversions / all
			if d.LowModel == "" || share < d.Low {
				d.Low, d.LowModel = share, modelNames[m]
			}
			if d.HighModel == "" || share > d.High {
				d.High, d.HighModel = share, modelNames[m]
			}
		}
		d.Reason = f.reason(lines, c, d)
		list = append(list, d)
	}
	slices.SortStableFunc(list, func(a, b Disagreement) int { return cmp.Compare(b.High-b.Low, a.High-a.Low) })
	return list
}

// differ tells whether one share is clearly the greater one.
func differ(greater, smaller float64) bool {
	return greater-smaller > agreeShare && greater-smaller > agreePart*greater
}

// reason says in words why the models lie apart.
func (f *fold) reason(lines []credited, c *credited, d Disagreement) string {
	if !differ(d.High, d.Low) {
		return "The models agree."
	}
	all := f.total.conversions.Value()
	share := func(m model) float64 {
		conversions, _ := f.credit(m, lines)(c)
		return conversions / all
	}
	begins, ends, stands := share(first), share(last), share(linear)
	rules := max(begins, ends, stands)
	switch {
	case d.HighModel == modelNames[markov] && differ(d.High, rules):
		return "Many conversions have it somewhere on their way and would be lost without it, though it shares them with other touches: only markov asks what would be missing."
	case d.LowModel == modelNames[markov] && differ(min(begins, ends, stands), d.Low):
		return "Where it stands on the way, customers would mostly have converted by other ways, too: only markov asks what would be missing."
	case d.LowModel == modelNames[lastNonDirect] && differ(ends, d.Low):
		return "It is direct: last_non_direct passes it over where another touch came before."
	case d.HighModel == modelNames[lastNonDirect] && differ(d.High, ends):
		return "It often comes just before a direct visit: last_non_direct gives it what last gives to that visit."
	case differ(begins, ends):
		return "It begins journeys more often than it ends them: models that look at the first touch give it more than those that look at the last."
	case differ(ends, begins):
		return "It ends journeys more often than it begins them: models that look at the last touch give it more than those that look at the first."
	case differ(stands, (begins+ends)/2):
		return "It stands mostly in the middle of journeys, which models of the first and the last touch do not see."
	case differ((begins+ends)/2, stands):
		return "It stands mostly at the ends of long journeys: models that share credit among all touches give it less."
	}
	return "It repeats on its journeys, or stands closer to some conversions than to others: models weigh that differently."
}
