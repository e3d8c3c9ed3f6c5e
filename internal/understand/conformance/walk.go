package conformance

import (
	"math/bits"

	"wend/internal/journey"
	"wend/internal/understand/query"
)

// How a case ended.
type how uint8

const (
	none how = iota // no touchpoint fits a step: no case
	followed
	underway
	left
	skipped
	order
	repeated
	back
	late
	hows
)

// words are how requests and answers write them.
var words = [hows]string{"", "followed", "underway", "left", "skipped", "order", "repeated", "back", "late"}

// ending is what became of one case: how it ended, and at which step (from 0):
// the one that was not done, or done wrongly. begun is its first row, and row
// the one where the customer left the ideal, or the last that fitted.
type ending struct {
	how        how
	step       int
	begun, row int
}

// walk reads a journey from left to right, as the package's comment says.
func (p *plan) walk(j journey.Journey) ending {
	end := ending{begun: -1}
	done, since := 0, int64(0) // steps done, and when the last of them was
	for row := j.Lo; row < j.Hi; row++ {
		fits := p.table.Fits(j, row, p.all)
		if fits == 0 {
			continue
		}
		now := j.Columns.Time[row]
		if end.begun < 0 {
			end.begun, since = row, now
		}
		end.row = row
		if may := fits & p.next[done]; may != 0 {
			step := bits.TrailingZeros32(may)
			if now-since > p.within[step] {
				end.how, end.step = late, step
				return end
			}
			done = step + 1
			if done == p.last {
				end.how = followed
				return end
			}
		} else if behind := fits & (1<<done - 1); behind != 0 {
			again := bits.Len32(behind)
			if !p.ideal.Loops {
				end.how, end.step = back, again-1
				if again == done {
					end.how = repeated
				}
				return end
			}
			if p.ideal.Restart {
				done = again
			}
		} else {
			end.how, end.step = skipped, p.required(done)
			if p.comes(j, row+1, end.step) {
				end.how = order
			}
			return end
		}
		since = now
	}
	if end.begun < 0 {
		return end
	}
	end.step = p.required(done)
	end.how = left
	wait := p.within[end.step]
	if wait == query.Never {
		wait = patience.Milliseconds()
	}
	if p.moment-since < wait {
		end.how = underway
	}
	return end
}

// required is the next required step after those done.
func (p *plan) required(done int) int { return bits.Len32(p.next[done]) - 1 }

// comes tells whether a touchpoint from a row on fits a step.
func (p *plan) comes(j journey.Journey, row, step int) bool {
	for ; row < j.Hi; row++ {
		if p.table.Fits(j, row, 1<<step) != 0 {
			return true
		}
	}
	return false
}
