package standing

import (
	"context"
	"sync"
	"time"

	"wend/internal/journey"
	"wend/internal/understand/habits"
	"wend/internal/understand/rfm"
)

// scoredBy is the event by which customers are scored, over so long a time.
const (
	scoredBy   = "Order Completed"
	scoredOver = 365 * 24 * time.Hour
)

// freshFor is how long one customer is compared with the others as they were:
// quintiles of a year hardly move in it.
const freshFor = time.Minute

// Rules are the standings for rules of segments.
func Rules() journey.Standings {
	out := journey.Standings{
		Engagement: func(ix *journey.Index, j journey.Journey, at int64) string {
			return string(habits.NewReader(ix).Engagement(j, at))
		},
		Channel: func(ix *journey.Index, j journey.Journey, at int64) string {
			return habits.NewReader(ix).Channel(j, at)
		},
		Segment: func(ctx context.Context, ix *journey.Index, at int64) (func(journey.Journey) string, error) {
			scorer, err := newScorer(ctx, ix, at)
			if err != nil {
				return nil, err
			}
			return func(j journey.Journey) string {
				if scores, ok := scorer.Of(j); ok {
					return scores.Segment().Key
				}
				return ""
			}, nil
		},
	}
	for _, level := range habits.Levels {
		out.Levels = append(out.Levels, string(level))
	}
	for _, segment := range rfm.Segments {
		out.Segments = append(out.Segments, segment.Key)
	}
	return out
}

func newScorer(ctx context.Context, ix *journey.Index, at int64) (*rfm.Scorer, error) {
	d := rfm.Definition{Event: scoredBy}
	d.Now = time.UnixMilli(at)
	// (moment − 365 days, moment], as a half-open range of milliseconds.
	text := func(t time.Time) string { return t.Add(time.Millisecond).UTC().Format(time.RFC3339Nano) }
	d.From, d.To = text(d.Now.Add(-scoredOver)), text(d.Now)
	if d.Now.Year() < 2 { // a time that cannot be written as text, and has no events before it
		d.From = "0001-01-01T00:00:00Z"
	}
	return rfm.NewScorer(ctx, ix, d)
}

// Standing is how one customer stands.
type Standing struct {
	Engagement habits.Level
	Channel    string      // preferred; empty for none
	Segment    rfm.Segment // empty for none
	Scores     rfm.Scores  // zero for none
}

// Service tells how customers stand now.
type Service struct {
	index *journey.Index
	now   func() time.Time

	mutex  sync.Mutex // held while all customers are measured: others wait for it
	scorer *rfm.Scorer
	made   time.Time
}

// New makes the service; now is the clock.
func New(index *journey.Index, now func() time.Time) *Service {
	return &Service{index: index, now: now}
}

// Of is how a customer stands now.
func (s *Service) Of(ctx context.Context, c journey.Customer) (Standing, error) {
	out := Standing{Engagement: habits.None}
	scorer, err := s.fresh(ctx)
	if err != nil {
		return out, err
	}
	reader, now := habits.NewReader(s.index), s.now().UnixMilli()
	s.index.View(c, func(j journey.Journey) {
		out.Engagement, out.Channel = reader.Engagement(j, now), reader.Channel(j, now)
		if scores, ok := scorer.Of(j); ok {
			out.Scores, out.Segment = scores, scores.Segment()
		}
	})
	return out, nil
}

// fresh is a scorer that is not older than it may be.
func (s *Service) fresh(ctx context.Context) (*rfm.Scorer, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	now := s.now()
	if s.scorer != nil && now.Sub(s.made) < freshFor && !now.Before(s.made) {
		return s.scorer, nil
	}
	scorer, err := newScorer(ctx, s.index, now.UnixMilli())
	if err != nil {
		return nil, err
	}
	s.scorer, s.made = scorer, now
	return scorer, nil
}
