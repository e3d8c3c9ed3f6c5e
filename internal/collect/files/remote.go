package files

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strconv"

	"wend/internal/collect/costs"
	"wend/internal/collect/orders"
	"wend/internal/collect/protocol"
	"wend/internal/event"
	"wend/internal/problem"
)

// Remote is a Road to a running server: it posts batches where
// Collector.Import (or /v1/import) listens.
type Remote struct {
	// Post sends the body of one call and returns the answer, whose body
	// Remote closes.
	Post func(ctx context.Context, body []byte) (*http.Response, error)
	// PostCosts does the same where Collector.ImportCosts listens.
	PostCosts func(ctx context.Context, body []byte) (*http.Response, error)
	// PostOrders does the same where what is known of orders is told.
	PostOrders func(ctx context.Context, body []byte) (*http.Response, error)
}

// longestAnswer bounds what is read of an answer.
const longestAnswer = 1 << 20

// Accept sends the events in as many calls as the protocol's limits ask for.
// What was sent before an error stays: sending all again is safe.
func (r Remote) Accept(ctx context.Context, events []*event.Event) (duplicates int, err error) {
	for len(events) > 0 {
		n := len(events)
		body := protocol.Batch(events[:n])
		for len(body) > protocol.LargestBatch && n > 1 {
			n = max(1, min(n-1, n*protocol.LargestBatch/len(body)))
			body = protocol.Batch(events[:n])
		}
		known := 0
		err := patiently(ctx, func() (err error) {
			known, err = r.send(ctx, body)
			return err
		})
		if err != nil {
			return duplicates, err
		}
		duplicates, events = duplicates+known, events[n:]
	}
	return duplicates, nil
}

func (r Remote) send(ctx context.Context, body []byte) (duplicates int, err error) {
	return answered(r.Post(ctx, slices.Clip(body)))
}

// costsInOneCall keeps a call well below the limit of a batch.
const costsInOneCall = 1000

// Put sends costs in as many calls as it takes.
func (r Remote) Put(ctx context.Context, _ string, lines []costs.Line) (stored int, err error) {
	for part := range slices.Chunk(lines, costsInOneCall) {
		body, err := json.Marshal(part)
		if err != nil {
			return stored, err
		}
		err = patiently(ctx, func() error {
			known, err := answered(r.PostCosts(ctx, body))
			if err == nil {
				stored += len(part) - known
			}
			return err
		})
		if err != nil {
			return stored, err
		}
	}
	return stored, nil
}

// OrdersAsked is the body of a call that asks what is known of orders, by their
// message ids, and OrdersKnown the answer.
type (
	OrdersAsked struct {
		Orders []string `json:"orders"`
	}
	OrdersKnown struct {
		Orders []orders.Known `json:"orders"`
	}
)

// ordersInOneCall keeps a call well below the limit of a batch.
const ordersInOneCall = 1000

// Orders asks the server in as many calls as it takes.
func (r Remote) Orders(ctx context.Context, ids []string) (known []orders.Known, err error) {
	for part := range slices.Chunk(ids, ordersInOneCall) {
		body, err := json.Marshal(OrdersAsked{part})
		if err != nil {
			return nil, err
		}
		var answer OrdersKnown
		text, err := read(r.PostOrders(ctx, body))
		if err == nil {
			err = json.Unmarshal(text, &answer)
		}
		if err != nil {
			return nil, err
		}
		if len(answer.Orders) != len(part) {
			return nil, problem.New(http.StatusBadGateway, "The server tells of %d orders where %d were asked about: is it of another version?", len(answer.Orders), len(part))
		}
		known = append(known, answer.Orders...)
	}
	return known, nil
}

// read is an answer's body, or the problem that the server has.
func read(response *http.Response, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, longestAnswer))
	if err != nil || response.StatusCode == http.StatusOK {
		return text, err
	}
	var answer struct{ Detail string }
	_ = json.Unmarshal(text, &answer) // a proxy's answer may be anything
	p := problem.New(response.StatusCode, "%s", answer.Detail)
	if answer.Detail == "" {
		p.Detail = "The server answered " + response.Status + "."
	}
	p.RetryIn, _ = strconv.Atoi(response.Header.Get("Retry-After")) // none: at once
	return nil, p
}

// answered reads how much of what was sent was there before.
func answered(response *http.Response, err error) (duplicates int, _ error) {
	text, err := read(response, err)
	if err != nil {
		return 0, err
	}
	var answer struct {
		Duplicates  int
		Quarantined []struct{ Reason string }
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		return 0, err
	}
	if n := len(answer.Quarantined); n > 0 {
		return 0, problem.New(http.StatusUnprocessableEntity, "The server put %d rows into quarantine (%s): is it of another version?", n, answer.Quarantined[0].Reason)
	}
	return answer.Duplicates, nil
}
