package bench

import (
	"bufio"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"time"
)

// Target is a running collector.
type Target struct {
	// URL is its address, "http://127.0.0.1:7777".
	URL string
	// WriteKey is that of a source of kind server.
	WriteKey string
}

// Load is what a collector bore.
type Load struct {
	Events  int64         // acknowledged
	Took    time.Duration // of the measured part
	Refused int64         // answers that asked to wait
	P50     time.Duration // from the moment at which the batch was due to its acknowledgement
	P99     time.Duration
}

// Rate is the number of events acknowledged a second.
func (l Load) Rate() float64 { return float64(l.Events) / l.Took.Seconds() }

// generator sends load to one target.
type generator struct {
	target      Target
	connections int
	seed        uint64
	stream      uint64 // of the next connection: message ids never come twice
	templates   []template
}

// run sends for some time after warming up. rate is in events a second; 0 is
// as much as the target takes, each connection sending its next batch when the
// last one was acknowledged.
func (g *generator) run(ctx context.Context, warm, measured time.Duration, rate float64) (Load, error) {
	if g.templates == nil {
		g.templates = newTemplates(g.seed)
	}
	begin := time.Now()
	from, to := begin.Add(warm), begin.Add(warm+measured)
	senders := make([]sender, g.connections)
	failures := make([]error, g.connections)
	var wait sync.WaitGroup
	for i := range senders {
		g.stream++
		s := &senders[i]
		s.batches = newBatches(g.seed, g.stream, g.templates)
		if rate > 0 {
			s.every = time.Duration(float64(g.connections*batchEvents) / rate * float64(time.Second))
			s.due = begin.Add(s.every * time.Duration(i) / time.Duration(g.connections))
		}
		wait.Go(func() { failures[i] = s.run(ctx, g.target, from, to) })
	}
	wait.Wait()
	load := Load{Took: measured}
	var latencies []time.Duration
	for i := range senders {
		if failures[i] != nil {
			return load, failures[i]
		}
		load.Events += senders[i].acknowledged
		load.Refused += senders[i].refused
		latencies = append(latencies, senders[i].latencies...)
	}
	if len(latencies) == 0 {
		return load, fmt.Errorf("%s acknowledged nothing in %v", g.target.URL, measured)
	}
	slices.Sort(latencies)
	load.P50, load.P99 = latencies[len(latencies)/2], latencies[len(latencies)*99/100]
	return load, ctx.Err()
}

// sender is one keep-alive connection. It writes HTTP itself: a client library
// would take the server's share of the cores.
type sender struct {
	batches      *batches
	every        time.Duration // 0: as fast as it goes
	due          time.Time
	acknowledged int64
	refused      int64
	latencies    []time.Duration
	request      []byte
}

func (s *sender) run(ctx context.Context, target Target, from, to time.Time) error {
	address, err := url.Parse(target.URL)
	if err != nil {
		return fmt.Errorf("the target's address: %w", err)
	}
	connection, err := (&net.Dialer{}).DialContext(ctx, "tcp", address.Host)
	if err != nil {
		return fmt.Errorf("reach the target: %w", err)
	}
	defer connection.Close()
	stop := context.AfterFunc(ctx, func() { _ = connection.SetDeadline(time.Now()) }) // wakes a read that waits
	defer stop()
	head := "POST /v1/batch HTTP/1.1\r\nHost: " + address.Host + "\r\nContent-Type: application/json\r\nAuthorization: Basic " +
		base64.StdEncoding.EncodeToString([]byte(target.WriteKey+":")) + "\r\nContent-Length: "
	answers := bufio.NewReader(connection)
	for {
		if s.every > 0 {
			if err := sleepUntil(ctx, s.due); err != nil {
				return nil
			}
		}
		sent := time.Now()
		if !sent.Before(to) || ctx.Err() != nil {
			return nil
		}
		if s.every > 0 {
			sent, s.due = s.due, s.due.Add(s.every)
		}
		body := s.batches.next(sent)
		for {
			status, err := s.send(connection, answers, head, body)
			if err != nil {
				return fmt.Errorf("send a batch: %w", err)
			}
			if status == http.StatusOK {
				break
			}
			if status != http.StatusTooManyRequests && status != http.StatusServiceUnavailable {
				return fmt.Errorf("the target answered %d to a batch", status)
			}
			s.refused++
			if err := sleepUntil(ctx, time.Now().Add(20*time.Millisecond)); err != nil || time.Now().After(to) {
				return nil
			}
		}
		if now := time.Now(); !now.Before(from) && now.Before(to) {
			s.acknowledged += batchEvents
			s.latencies = append(s.latencies, now.Sub(sent))
		}
	}
}

func (s *sender) send(connection net.Conn, answers *bufio.Reader, head string, body []byte) (status int, err error) {
	s.request = append(s.request[:0], head...)
	s.request = strconv.AppendInt(s.request, int64(len(body)), 10)
	s.request = append(s.request, "\r\n\r\n"...)
	s.request = append(s.request, body...)
	if _, err := connection.Write(s.request); err != nil {
		return 0, err
	}
	response, err := http.ReadResponse(answers, nil)
	if err != nil {
		return 0, err
	}
	_, err = io.Copy(io.Discard, response.Body)
	response.Body.Close()
	return response.StatusCode, err
}

func sleepUntil(ctx context.Context, t time.Time) error {
	wait := time.Until(t)
	if wait <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
