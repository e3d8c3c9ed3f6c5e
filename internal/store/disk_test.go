package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"testing"

	"wend/internal/event"
	"wend/internal/store"
	"wend/internal/store/storetest"
)

// limitPages makes the database answer that the disk is full once it has so
// many pages more than now; 0 lifts the limit.
func limitPages(t *testing.T, s *store.Store, more int) {
	t.Helper()
	if err := s.Write(t.Context(), func(tx *sql.Tx) error {
		limit := 1 << 30
		if more > 0 {
			if err := tx.QueryRow(`PRAGMA page_count`).Scan(&limit); err != nil {
				return err
			}
			limit += more
		}
		var got int
		return tx.QueryRow(fmt.Sprintf(`PRAGMA max_page_count = %d`, limit)).Scan(&got)
	}); err != nil {
		t.Fatal(err)
	}
}

// appendUntil appends groups until one fails, and answers that error and the
// events that were stored.
func appendUntil(t *testing.T, s *store.Store, shop *storetest.Shop) (kept []*event.Event, err error) {
	t.Helper()
	for range 200 {
		group := shop.Events(50)
		for i, e := range group {
			e.Seq = s.Log().Next() + uint64(i)
		}
		if err := s.Log().Append(t.Context(), group); err != nil {
			return kept, err
		}
		kept = append(kept, group...)
	}
	t.Fatal("the disk never got full")
	return nil, nil
}

func TestFullDiskIsSaidAndSurvived(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	shop := storetest.NewShop(1, start)
	var kept []*event.Event
	for range 3 {
		limitPages(t, s, 12)
		stored, err := appendUntil(t, s, shop)
		kept = append(kept, stored...)
		if !errors.Is(err, store.ErrDiskFull) {
			t.Fatalf("Append answered %v", err)
		}
		if next, err := s.Log().Settle(t.Context()); err != nil || next != uint64(len(kept)+1) {
			t.Fatalf("after %d events the log goes on with %d, %v", len(kept), next, err)
		}
		if err := s.Write(t.Context(), func(tx *sql.Tx) error {
			_, err := tx.Exec(`CREATE TABLE large AS SELECT zeroblob(200000) AS b`)
			return err
		}); !errors.Is(err, store.ErrDiskFull) {
			t.Fatalf("Write answered %v", err)
		}
		wantStored(t, s, kept)
		limitPages(t, s, 0)
		group := shop.Events(10)
		for i, e := range group {
			e.Seq = s.Log().Next() + uint64(i)
		}
		appendEvents(t, s, group)
		kept = append(kept, group...)
	}
	closeStore(t, s)
	wantStored(t, openStore(t, dir), kept)
}

func TestSealOnAFullDiskLosesNothing(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir, store.Options{SegmentRows: 50})
	shop := storetest.NewShop(1, start)
	var events []*event.Event
	for range 6 {
		group := shop.Events(50)
		appendEvents(t, s, group)
		events = append(events, group...)
	}
	// A trigger refuses the transaction that would publish the second segment.
	if err := s.Write(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.Exec(`CREATE TRIGGER full BEFORE INSERT ON segment WHEN new.first_seq > 50 BEGIN SELECT raise(FAIL, 'no'); END`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	moved, err := s.Seal(t.Context(), store.SealOptions{Customer: customerOf})
	if err == nil || moved.Events != 50 {
		t.Fatal(moved, err)
	}
	wantStored(t, s, events)
	if err := s.Write(t.Context(), func(tx *sql.Tx) error { _, err := tx.Exec(`DROP TRIGGER full`); return err }); err != nil {
		t.Fatal(err)
	}
	if moved, err = s.Seal(t.Context(), store.SealOptions{Customer: customerOf}); err != nil || moved.Events != 250 {
		t.Fatal(moved, err)
	}
	wantStored(t, s, events)
	closeStore(t, s)
	wantStored(t, openStore(t, dir), events)
}

func TestSealWaitsForReaders(t *testing.T) {
	s := openStore(t, t.TempDir(), store.Options{SegmentRows: 20})
	shop := storetest.NewShop(1, start)
	var events []*event.Event
	for range 10 {
		group := shop.Events(20)
		appendEvents(t, s, group)
		events = append(events, group...)
	}
	// While one reader is in the middle of the log, everything moves under it.
	seen := 0
	err := s.Export(context.Background(), 1, 1<<62, func(e *event.Event) error {
		if seen == 30 {
			if _, err := s.Seal(context.Background(), store.SealOptions{Customer: customerOf}); err != nil {
				return err
			}
			if _, err := s.Compact(context.Background()); err != nil {
				return err
			}
		}
		storetest.Same(fatal{t}, events[seen], e)
		seen++
		return nil
	})
	if err != nil || seen != len(events) {
		t.Fatal(seen, err)
	}
	wantStored(t, s, events)
	if _, err := s.Seal(t.Context(), store.SealOptions{}); err != nil {
		t.Fatal(err)
	}
	var blocks int
	if err := s.Read().QueryRow(`SELECT count(*) FROM log_block`).Scan(&blocks); err != nil || blocks != 0 {
		t.Errorf("%d sealed blocks are left, %v", blocks, err)
	}
}
