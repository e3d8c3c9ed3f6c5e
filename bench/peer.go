package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"

	"wend/internal/bench"
	"wend/internal/event"
	"wend/internal/journey"
)

// peer is DuckDB with the same touchpoints in one sorted table, as narrow as
// SQL can have it: codes in place of texts, sessions and stages found already.
type peer struct {
	connector *duckdb.Connector
	db        *sql.DB
	version   string
	events    map[string]int // codes of the index
	names     []string
	devices   map[int]string
	stages    []string // keys, by code
	tried     []measured
}

func openPeer(ctx context.Context, threads int) (*peer, error) {
	return openPeerAt(ctx, "", threads)
}

// openPeerAt opens DuckDB on a file; an empty path is in memory.
func openPeerAt(ctx context.Context, path string, threads int) (*peer, error) {
	connector, err := duckdb.NewConnector(path, nil)
	if err != nil {
		return nil, fmt.Errorf("open DuckDB: %w", err)
	}
	p := &peer{connector: connector, db: sql.OpenDB(connector), devices: map[int]string{}, events: map[string]int{}}
	p.db.SetMaxOpenConns(1)
	for _, statement := range []string{
		fmt.Sprintf("SET threads = %d", threads),
		// Order of rows need not be kept between operators: that is faster.
		"SET preserve_insertion_order = false",
		`CREATE TABLE e (pos UINTEGER, customer UINTEGER, session UINTEGER, time BIGINT, event UTINYINT, device UTINYINT, stage UTINYINT, channel UTINYINT, cents INTEGER)`,
	} {
		if _, err := p.db.ExecContext(ctx, statement); err != nil {
			return nil, errors.Join(fmt.Errorf("prepare DuckDB: %w", err), p.close())
		}
	}
	if err := p.db.QueryRowContext(ctx, "SELECT version()").Scan(&p.version); err != nil {
		return nil, errors.Join(err, p.close())
	}
	return p, nil
}

func (p *peer) close() error { return errors.Join(p.db.Close(), p.connector.Close()) }

// load copies every touchpoint of the index, customer by customer.
func (p *peer) load(ctx context.Context, ix *journey.Index, size bench.Size) error {
	for _, stage := range ix.Stages().Stages {
		p.stages = append(p.stages, stage.Key)
	}
	device, err := ix.Column(ctx, event.Path{Root: event.Dimension, Name: "device"}, nil)
	if err != nil {
		return err
	}
	connection, err := p.connector.Connect(ctx)
	if err != nil {
		return err
	}
	defer connection.Close()
	appender, err := duckdb.NewAppenderFromConn(connection, "", "e")
	if err != nil {
		return err
	}
	pos, session, worths := uint32(0), uint32(0), ix.Worths()
	row := make([]driver.Value, 9)
	for customer := range journey.Customer(size.Customers + 1) {
		ix.View(customer, func(j journey.Journey) {
			c := j.Columns
			for i := j.Lo; i < j.Hi && err == nil; i++ {
				if i == j.Lo || c.Session[i] != c.Session[i-1] {
					session++
				}
				pos++
				code := device.Code(j, i)
				p.devices[int(code)] = device.Value(code).String()
				row[0], row[1], row[2], row[3] = pos, uint32(customer), session, c.Time[i]
				row[4], row[5], row[6] = uint8(c.Event[i]), uint8(code), c.Stage[i]
				worth, _ := worths.Of(c.Worth[i])
				row[7], row[8] = c.Sessions[c.Session[i]].Channel, int32(math.Round(100*worth))
				p.note(ix, c.Event[i])
				err = appender.AppendRow(row...)
			}
		})
		if err != nil {
			return fmt.Errorf("copy to DuckDB: %w", err)
		}
	}
	return appender.Close()
}

func (p *peer) note(ix *journey.Index, code uint16) {
	for len(p.names) <= int(code) {
		p.names = append(p.names, "")
	}
	if p.names[code] == "" {
		p.names[code] = ix.EventName(code)
		p.events[p.names[code]] = int(code)
	}
}

// attempt is one way to ask a question.
type attempt struct {
	name string
	text string
	// partial: it leaves the medians out, so it is measured for information
	// and is no answer.
	partial bool
}

type measured struct {
	name string
	took time.Duration
}

// best asks in every way that is known, compares each answer with Wend's, and
// keeps the fastest.
func (p *peer) best(ctx context.Context, question string, answer any, times int) (measured, error) {
	attempts, want, err := p.attempts(question, answer)
	if err != nil {
		return measured{}, err
	}
	slices.Sort(want)
	fastest := measured{}
	for _, a := range attempts {
		var got []string
		// The first time is for warming up; a way that is slow even so is not
		// asked again.
		begun := time.Now()
		if got, err = p.rows(ctx, a.text); err != nil {
			return fastest, fmt.Errorf("%s, %s: %w", question, a.name, err)
		}
		took := time.Since(begun)
		slices.Sort(got)
		if i := difference(want, got); i != "" && !a.partial {
			return fastest, fmt.Errorf("%s, %s: the answers differ: %s", question, a.name, i)
		}
		if fastest.took > 0 && took > 3*fastest.took {
			p.tried = append(p.tried, measured{question + ", " + a.name, took})
			continue
		}
		took, err = bench.MedianWarm(times, func() error {
			_, err := p.rows(ctx, a.text)
			return err
		})
		if err != nil {
			return fastest, err
		}
		p.tried = append(p.tried, measured{question + ", " + a.name, took})
		if !a.partial && (fastest.took == 0 || took < fastest.took) {
			fastest = measured{a.name, took}
		}
	}
	return fastest, nil
}

// rows reads an answer as lines of texts.
func (p *peer) rows(ctx context.Context, text string) ([]string, error) {
	rows, err := p.db.QueryContext(ctx, text)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	values := make([]sql.NullInt64, len(columns))
	into := make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	var lines []string
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		lines = append(lines, line(values))
	}
	return lines, rows.Err()
}

func line(values []sql.NullInt64) string {
	var b strings.Builder
	for i, v := range values {
		if i > 0 {
			b.WriteByte(' ')
		}
		if v.Valid {
			fmt.Fprint(&b, v.Int64)
		} else {
			b.WriteByte('-')
		}
	}
	return b.String()
}

// difference names the first line by which two sorted answers differ.
func difference(want, got []string) string {
	for i := range max(len(want), len(got)) {
		a, b := "nothing", "nothing"
		if i < len(want) {
			a = want[i]
		}
		if i < len(got) {
			b = got[i]
		}
		if a != b {
			return fmt.Sprintf("line %d of %d and %d: Wend has %q, DuckDB %q", i, len(want), len(got), a, b)
		}
	}
	return ""
}
