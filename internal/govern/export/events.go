package export

import (
	"context"
	"fmt"
	"io"
	"time"

	"wend/internal/collect/protocol"
	"wend/internal/event"
	"wend/internal/problem"
	"wend/internal/unify/customers"
)

// Format is how a row is written.
type Format string

// The formats, and the media types that they are served as.
const (
	NDJSON  Format = "ndjson"
	CSV     Format = "csv"
	Parquet Format = "parquet"
)

// ParseFormat reads a format's name; empty is NDJSON.
func ParseFormat(text string) (Format, error) {
	switch f := Format(text); f {
	case "":
		return NDJSON, nil
	case NDJSON, CSV, Parquet:
		return f, nil
	}
	return "", problem.New(422, "%q is not a format: use ndjson, csv or parquet.", text)
}

// MediaType is the format's Content-Type.
func (f Format) MediaType() string {
	switch f {
	case CSV:
		return "text/csv; charset=utf-8"
	case Parquet:
		return "application/vnd.apache.parquet"
	}
	return "application/x-ndjson"
}

// Log reads events in order of receipt.
type Log interface {
	Export(ctx context.Context, from, to uint64, fn func(*event.Event) error) error
}

// Events writes every event up to the position, in order of receipt.
func Events(ctx context.Context, log Log, to uint64, place func(*event.Event) customers.Place, format Format, w io.Writer) error {
	rows, err := eventWriter(format, w)
	if err != nil {
		return err
	}
	err = log.Export(ctx, 1, to+1, func(e *event.Event) error { return rows.write(e, place(e)) })
	if err != nil {
		return fmt.Errorf("export events: %w", err)
	}
	return rows.close()
}

type eventRows interface {
	write(*event.Event, customers.Place) error
	close() error
}

func eventWriter(format Format, w io.Writer) (eventRows, error) {
	switch format {
	case NDJSON:
		return &messageRows{w: w}, nil
	case CSV:
		return newEventTable(newCSV[eventRow](w)), nil
	case Parquet:
		return newEventTable(newParquet[eventRow](w)), nil
	}
	return nil, fmt.Errorf("no such format: %s", format)
}

// messageRows writes messages: the one that came, with what Wend found out.
type messageRows struct {
	w      io.Writer
	buffer []byte
}

func (r *messageRows) write(e *event.Event, p customers.Place) error {
	r.buffer = append(protocol.AppendExport(r.buffer[:0], e, protocol.Extras(p)), '\n')
	_, err := r.w.Write(r.buffer)
	return err
}

func (r *messageRows) close() error { return nil }

// Time writes milliseconds since 1970 as RFC 3339 in UTC.
func Time(ms int64) string { return time.UnixMilli(ms).UTC().Format("2006-01-02T15:04:05.000Z") }

// eventRow is an event in a table; its columns' names are public.
type eventRow struct {
	MessageID     string   `parquet:"message_id"`
	Type          string   `parquet:"type,dict"`
	Event         string   `parquet:"event,dict"`
	OriginalEvent string   `parquet:"original_event,dict"`
	Time          string   `parquet:"time"`
	ReceivedAt    string   `parquet:"received_at"`
	CustomerID    string   `parquet:"customer_id,dict"`
	SessionID     string   `parquet:"session_id,dict"`
	Channel       string   `parquet:"channel,dict"`
	Source        string   `parquet:"source,dict"`
	Trusted       bool     `parquet:"trusted"`
	UserID        string   `parquet:"user_id,dict"`
	AnonymousID   string   `parquet:"anonymous_id,dict"`
	PreviousID    string   `parquet:"previous_id,dict"`
	GroupID       string   `parquet:"group_id,dict"`
	Page          string   `parquet:"page,dict"`
	Device        string   `parquet:"device,dict"`
	OS            string   `parquet:"os,dict"`
	Browser       string   `parquet:"browser,dict"`
	Country       string   `parquet:"country,dict"`
	Language      string   `parquet:"language,dict"`
	Value         *float64 `parquet:"value,optional"`
	Bot           bool     `parquet:"bot"`
	Properties    string   `parquet:"properties"`
	Traits        string   `parquet:"traits"`
	Context       string   `parquet:"context"`
}

// eventTable writes events as rows of a table.
type eventTable struct{ table table[eventRow] }

func newEventTable(t table[eventRow]) *eventTable { return &eventTable{t} }

func (t *eventTable) write(e *event.Event, p customers.Place) error {
	who := event.ByField(e.Identifiers)
	row := eventRow{
		MessageID: e.MessageID, Type: e.Type.String(), Event: e.Name, OriginalEvent: e.OriginalName,
		Time: Time(e.Time), ReceivedAt: Time(e.Received), CustomerID: p.CustomerID, SessionID: p.SessionID, Channel: p.Channel,
		Source: e.Source, Trusted: e.Flags.Has(event.Trusted),
		UserID: who.UserID, AnonymousID: who.AnonymousID, PreviousID: e.PreviousID, GroupID: e.GroupID, Page: e.Facts.Page, Device: e.Facts.Device, OS: e.Facts.OS, Browser: e.Facts.Browser,
		Country: e.Facts.Country, Language: e.Facts.Language, Bot: e.Flags.Has(event.Bot),
		Properties: string(e.Properties), Traits: string(e.Traits), Context: string(e.Context),
	}
	if e.Facts.HasValue {
		value := e.Facts.Value
		row.Value = &value
	}
	return t.table.write(row)
}

func (t *eventTable) close() error { return t.table.close() }
