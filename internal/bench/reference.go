package bench

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/zstd"
)

// reference is the least that a durable collector must do, and does nothing
// else: it reads the batch, finds each message's envelope, and answers when
// the group's messages are compressed, written and synced. It has no
// identities, no index, no duplicates, no limits.
type reference struct {
	file  *os.File
	in    chan *submission
	pool  sync.Pool
	stats referenceStats
}

type referenceStats struct {
	events, groups, bytes atomic.Int64
}

type submission struct {
	body     []byte
	messages []envelope
	done     chan error
}

// referenceGroup bounds the requests of one group.
const referenceGroup = 256

// startReference serves the reference program on a free port; stop ends it.
func startReference(dir string) (target Target, r *reference, stop func() error, err error) {
	file, err := os.Create(filepath.Join(dir, "reference.log"))
	if err != nil {
		return target, nil, nil, fmt.Errorf("start the reference program: %w", err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return target, nil, nil, errors.Join(err, file.Close())
	}
	r = &reference{file: file, in: make(chan *submission, referenceGroup)}
	r.pool.New = func() any { return &submission{done: make(chan error, 1)} }
	server := &http.Server{Handler: http.HandlerFunc(r.serve), ReadHeaderTimeout: 10 * time.Second}
	var running sync.WaitGroup
	running.Go(func() { _ = server.Serve(listener) }) // ends with the shutdown below
	running.Go(r.commit)
	return Target{URL: "http://" + listener.Addr().String()}, r, func() error {
		err := server.Shutdown(context.Background())
		close(r.in)
		running.Wait()
		return errors.Join(err, file.Close())
	}, nil
}

func (r *reference) serve(w http.ResponseWriter, request *http.Request) {
	s := r.pool.Get().(*submission)
	defer r.pool.Put(s)
	var err error
	if s.body, err = readAll(request, s.body[:0]); err == nil {
		s.messages, err = scanBatch(s.body, s.messages[:0])
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	r.in <- s
	if err := <-s.done; err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, `{"success":true}`) // the client is gone, nobody to tell
}

func readAll(request *http.Request, into []byte) ([]byte, error) {
	if n := request.ContentLength; n > 0 && int64(cap(into)) < n {
		into = make([]byte, 0, n)
	}
	buffer := bytes.NewBuffer(into)
	_, err := buffer.ReadFrom(request.Body)
	return buffer.Bytes(), err
}

// commit writes groups, each one compressed block, until there are no more.
func (r *reference) commit() {
	encoder, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1))
	if err != nil {
		panic(err) // the options are constants
	}
	var plain, packed []byte
	group := make([]*submission, 0, referenceGroup)
	for s := range r.in {
		group = append(group[:0], s)
	gather:
		for len(group) < referenceGroup {
			select {
			case s, open := <-r.in:
				if !open {
					break gather
				}
				group = append(group, s)
			default:
				break gather
			}
		}
		plain = plain[:0]
		events := 0
		for _, s := range group {
			for _, m := range s.messages {
				plain = binary.AppendUvarint(plain, uint64(len(m.raw)))
				plain = append(plain, m.raw...)
			}
			events += len(s.messages)
		}
		packed = encoder.EncodeAll(plain, binary.LittleEndian.AppendUint32(packed[:0], 0))
		binary.LittleEndian.PutUint32(packed, uint32(len(packed)-4))
		_, err := r.file.Write(packed)
		if err == nil {
			err = syncData(r.file)
		}
		if err == nil {
			r.stats.events.Add(int64(events))
			r.stats.groups.Add(1)
			r.stats.bytes.Add(int64(len(packed)))
		}
		for _, s := range group {
			s.done <- err
		}
	}
}
