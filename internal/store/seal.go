package store

import (
	"context"
	"sync"

	"wend/internal/event"
)

// sealed is a segment that counts.
type sealed struct {
	File              string // below the data directory, with slashes
	Month             string
	FirstSeq, LastSeq int64
	MinTime, MaxTime  int64
	Rows, Bytes       int64
	SHA256            string
	Generation        int64

	path string
	mu   sync.Mutex
}

func (g *sealed) open() (any, error) { return nil, nil }
func (g *sealed) close()             {}

// SealOptions say what is sealed.
type SealOptions struct {
	// Customer is the public id of the event's customer as it is known now,
	// empty for none. Segments are sorted by it. Nil: no event has a customer.
	Customer func(*event.Event) string
	// Keep is how many of the newest events stay in the log.
	Keep uint64
	// Through is the last event that may be sealed; 0: any. What reads the log
	// by position (the projector's written state) should be past it.
	Through uint64
}

// Seal moves the log's older part into segments.
func (s *Store) Seal(ctx context.Context, options SealOptions) (Moved, error) { return Moved{}, nil }

// Moved is what a Seal or Compact did.
type Moved struct {
	Events   int64 // events written into new segments
	Segments int   // new segments
	Replaced int   // segments that these replace
}

// Compact merges small segments of a month into larger ones.
func (s *Store) Compact(ctx context.Context) (Moved, error) { return Moved{}, nil }

func (s *Store) sweepSegments() error                              { return nil }
func (s *Store) checkEvents(ctx context.Context) ([]string, error) { return nil, nil }
