package pipeline

import (
	"sync"
	"sync/atomic"

	"wend/internal/event"
	"wend/internal/journey"
)

// Live is an event as the live feed shows it: with the customer whose it is.
type Live struct {
	Event    *event.Event
	Customer journey.Customer
}

// Feed tells watchers of events as they are projected. A watcher that cannot
// keep up misses events and is told how many; the road never waits for it.
type Feed struct {
	mutex    sync.Mutex
	watching atomic.Int32
	watchers map[*Watcher]bool
}

// Watcher receives events from the moment it began to watch.
type Watcher struct {
	events chan Live
	missed atomic.Int64
}

// Events delivers the events.
func (w *Watcher) Events() <-chan Live { return w.events }

// Missed is how many events came too fast since the last call.
func (w *Watcher) Missed() int64 { return w.missed.Swap(0) }

func newFeed() *Feed { return &Feed{watchers: map[*Watcher]bool{}} }

// Watch begins to watch; the caller must call stop.
func (f *Feed) Watch() (w *Watcher, stop func()) {
	w = &Watcher{events: make(chan Live, 256)}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.watchers[w] = true
	f.watching.Store(int32(len(f.watchers)))
	return w, func() {
		f.mutex.Lock()
		defer f.mutex.Unlock()
		delete(f.watchers, w)
		f.watching.Store(int32(len(f.watchers)))
	}
}

// watched tells whether anybody would see an event; it costs one load.
func (f *Feed) watched() bool { return f.watching.Load() > 0 }

func (f *Feed) publish(live Live) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	for w := range f.watchers {
		select {
		case w.events <- live:
		default:
			w.missed.Add(1)
		}
	}
}
