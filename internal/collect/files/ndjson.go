package files

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"wend/internal/collect/protocol"
	"wend/internal/event"
)

// lines are the messages of an NDJSON file.
type lines struct {
	text *bufio.Reader
	ga4  bool   // the lines are rows of a GA4 export
	long []byte // a line longer than the reader's buffer, as far as it is kept
}

func (*lines) columns() []string { return nil }
func (*lines) close() error      { return nil }

var errLongLine = errors.New("the line is longer than an event may be")

// next skips empty lines. Of a line that is too long only the beginning is kept.
func (l *lines) next() (row, error) {
	for {
		line, err := l.line()
		if err != nil && err != io.EOF {
			return row{}, err
		}
		if text := bytes.TrimSpace(line); len(text) > 0 {
			if len(text) > 2*protocol.LargestEvent {
				return row{message: text[:2*protocol.LargestEvent], err: errLongLine}, nil
			}
			return row{message: append([]byte(nil), text...)}, nil // events keep it
		}
		if err == io.EOF {
			return row{}, io.EOF
		}
	}
}

func (l *lines) line() ([]byte, error) {
	line, err := l.text.ReadSlice('\n')
	if !errors.Is(err, bufio.ErrBufferFull) {
		return line, err
	}
	l.long = append(l.long[:0], line...)
	for errors.Is(err, bufio.ErrBufferFull) {
		_, err = l.text.ReadSlice('\n')
	}
	return l.long, err
}

// reimported takes off a message what an export added to it (trusted stays:
// it says that the message was not, and normalising heeds it).
func reimported(message []byte) []byte {
	added := false
	event.Members(message, func(key, value []byte) bool {
		added = added || string(key) == "receivedAt" || string(key) == "customer_id"
		return !added
	})
	if !added {
		return message
	}
	own := append(make([]byte, 0, len(message)), '{')
	event.Members(message, func(key, value []byte) bool {
		switch string(key) {
		case "customer_id", "session_id", "channel", "receivedAt":
			return true
		}
		if len(own) > 1 {
			own = append(own, ',')
		}
		own = append(append(append(own, '"'), key...), '"', ':')
		own = append(own, value...)
		return true
	})
	return append(own, '}')
}
