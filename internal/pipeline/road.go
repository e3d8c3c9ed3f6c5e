package pipeline

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"

	"wend/internal/event"
	"wend/internal/problem"
)

// Log makes groups of events durable. store.Log is the one that runs; the
// interface is what lets tests break the disk.
type Log interface {
	// Append stores the events, whose Seq are dense from Next, and returns
	// when they would survive a power failure. On error nothing is stored.
	Append(ctx context.Context, events []*event.Event) error
	// Next is the Seq that the next event gets.
	Next() uint64
	// Settle finds out where the log ends after an Append that failed: it may
	// have happened all the same. It returns what Next does from then on.
	Settle(ctx context.Context) (next uint64, err error)
}

// The bounds of the road. A group is what one fsync makes durable.
const (
	// mostGroupEvents bounds a group, and with it the longest commit.
	mostGroupEvents = 4096
	// mostWaiting bounds the submissions that wait for a commit; beyond it
	// Accept refuses with 503.
	mostWaiting = 1024
	// mostUnprojected bounds the committed groups that the projector has not
	// yet seen: when it falls behind, the road slows down to its pace.
	mostUnprojected = 32
)

// Road takes accepted events to the log. Start it with Run; Accept may be
// called from any goroutine.
type Road struct {
	log  Log
	seen *fingerprints
	in   chan *submission
	out  chan []*event.Event
	// stored is told every event as soon as it is durable, before its sender is.
	stored func(*event.Event)

	// doubtful is a group whose commit failed and may have happened all the same.
	doubtful []*event.Event

	mutex     sync.RWMutex // held for reading while a submission is handed over
	closed    bool
	committed atomic.Uint64 // Seq of the last durable event
	stats     roadStats
}

type roadStats struct {
	groups, events, duplicates, failures atomic.Uint64
}

// Stats are counters since the start.
type Stats struct {
	Groups, Events, Duplicates, Failures uint64
}

type submission struct {
	events []*event.Event
	done   chan outcome
}

type outcome struct {
	duplicates int
	err        error
}

// NewRoad makes a road onto the log. Before Run, every message id that is
// stored must have been told to Remember.
func NewRoad(log Log) *Road {
	r := &Road{
		log:  log,
		seen: newFingerprints(log.Next()),
		in:   make(chan *submission, mostWaiting),
		out:  make(chan []*event.Event, mostUnprojected),

		stored: func(*event.Event) {},
	}
	r.committed.Store(log.Next() - 1)
	return r
}

// Remember notes the id of a message that is stored already.
func (r *Road) Remember(messageID string) { r.seen.add(r.seen.hash(messageID)) }

// OnStored has every event told to fn as soon as it is durable, in the order of
// the log, so that whoever is answered finds it known. Call it before Run; fn
// must be quick.
func (r *Road) OnStored(fn func(*event.Event)) { r.stored = fn }

// Committed delivers every durable group in the order of the log. It is closed
// when Run has ended. It must be drained, or the road stands still.
func (r *Road) Committed() <-chan []*event.Event { return r.out }

// Durable is the Seq of the last event that is on disk.
func (r *Road) Durable() uint64 { return r.committed.Load() }

// Stats reads the counters.
func (r *Road) Stats() Stats {
	return Stats{r.stats.groups.Load(), r.stats.events.Load(), r.stats.duplicates.Load(), r.stats.failures.Load()}
}

// errOverloaded is answered before memory grows: the sender keeps the events.
func errOverloaded() error {
	return &problem.Problem{Status: http.StatusServiceUnavailable, RetryIn: 1,
		Detail: "Wend is receiving more than it can store right now. Send the same events again in a moment."}
}

func errStopping() error {
	return &problem.Problem{Status: http.StatusServiceUnavailable, RetryIn: 5,
		Detail: "Wend is stopping. Send the same events again in a moment."}
}

// Accept stores the events and returns when they are durable, or says why they
// are not; then none of them is. Messages stored before are left out and
// counted as duplicates. If ctx ends first the events may or may not be
// stored; sending them again is safe.
func (r *Road) Accept(ctx context.Context, events []*event.Event) (duplicates int, err error) {
	if len(events) == 0 {
		return 0, nil
	}
	s := &submission{events: events, done: make(chan outcome, 1)}
	if err := r.submit(s); err != nil {
		return 0, err
	}
	select {
	case o := <-s.done:
		return o.duplicates, o.err
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func (r *Road) submit(s *submission) error {
	r.mutex.RLock()
	defer r.mutex.RUnlock()
	if r.closed {
		return errStopping()
	}
	select {
	case r.in <- s:
		return nil
	default:
		return errOverloaded()
	}
}

// Run commits groups until ctx ends, then commits what was handed over before,
// refuses what comes later and returns.
func (r *Road) Run(ctx context.Context) {
	stop := context.AfterFunc(ctx, func() {
		r.mutex.Lock()
		defer r.mutex.Unlock()
		r.closed = true
		close(r.in)
	})
	defer stop()
	defer close(r.out)
	durable := context.WithoutCancel(ctx)
	for {
		group, open := r.gather()
		if len(group) > 0 {
			r.commit(durable, group)
		}
		if !open {
			return
		}
	}
}

// gather blocks for one submission and takes what came with it. While a group
// is being made durable the next one collects by itself, so nobody is made to
// wait for company.
func (r *Road) gather() (group []*submission, open bool) {
	s, open := <-r.in
	if !open {
		return nil, false
	}
	group = append(group, s)
	for count := len(s.events); count < mostGroupEvents; count += len(s.events) {
		select {
		case s, open = <-r.in:
			if !open {
				return group, false
			}
			group = append(group, s)
		default:
			return group, true
		}
	}
	return group, true
}

func (r *Road) commit(ctx context.Context, group []*submission) {
	if err := r.settle(ctx); err != nil {
		answer(group, nil, err)
		return
	}
	next := r.log.Next()
	var events []*event.Event
	duplicates := make([]int, len(group))
	for i, s := range group {
		for _, e := range s.events {
			if !r.seen.add(r.seen.hash(e.MessageID)) {
				duplicates[i]++
				continue
			}
			e.Seq = next + uint64(len(events))
			events = append(events, e)
		}
	}
	err := r.store(ctx, events)
	if err == nil && len(events) > 0 {
		r.committed.Store(events[len(events)-1].Seq) // whoever is answered finds it counted
		r.tell(events)
	}
	answer(group, duplicates, err)
	if err != nil {
		for _, e := range events {
			r.seen.remove(r.seen.hash(e.MessageID))
		}
		r.doubtful = events
		return
	}
	for _, n := range duplicates {
		r.stats.duplicates.Add(uint64(n))
	}
	r.publish(events)
}

func answer(group []*submission, duplicates []int, err error) {
	for i, s := range group {
		o := outcome{err: err}
		if err == nil {
			o.duplicates = duplicates[i]
		}
		s.done <- o
	}
}

// settle clears up a failed commit before the next one. Its senders were told
// to send again; if it happened all the same, what they send is a copy.
func (r *Road) settle(ctx context.Context) error {
	if len(r.doubtful) == 0 {
		return nil
	}
	next, err := r.log.Settle(ctx)
	if err != nil {
		r.stats.failures.Add(1)
		return unwritten(err)
	}
	doubtful := r.doubtful
	r.doubtful = nil
	if next == doubtful[0].Seq {
		return nil // it did not happen
	}
	for _, e := range doubtful {
		r.seen.add(r.seen.hash(e.MessageID))
	}
	r.tell(doubtful)
	r.publish(doubtful)
	return nil
}

func (r *Road) tell(events []*event.Event) {
	for _, e := range events {
		r.stored(e)
	}
}

// publish counts a durable group and hands it on.
func (r *Road) publish(events []*event.Event) {
	if len(events) == 0 {
		return
	}
	r.committed.Store(events[len(events)-1].Seq)
	r.stats.groups.Add(1)
	r.stats.events.Add(uint64(len(events)))
	r.out <- events
}

func (r *Road) store(ctx context.Context, events []*event.Event) error {
	if len(events) == 0 {
		return nil
	}
	err := r.log.Append(ctx, events)
	if err != nil {
		r.stats.failures.Add(1)
		return unwritten(err)
	}
	return nil
}

func unwritten(err error) error {
	return &problem.Problem{Status: http.StatusServiceUnavailable, RetryIn: 10, Cause: fmt.Errorf("append to the log: %w", err),
		Detail: "The events could not be written to disk, so none of them is stored. Check the disk's free space and permissions; sending again is safe."}
}
