package files

import (
	"errors"
	"fmt"
	"hash/maphash"
	"strings"

	"wend/internal/collect/costs"
	"wend/internal/collect/protocol"
)

// builder turns rows into messages. take's error rejects the row; end hands
// out what was waiting for more rows.
type builder interface {
	take(r row, number int64) (list []message, err error)
	end() []message
}

// errJoined says that a row was taken into what another row began.
var errJoined = errors.New("joined")

// oneByOne builds one message of each row.
type oneByOne struct {
	plan    *plan // nil where rows are messages
	convert func(line []byte) ([]byte, error)
}

func (b *oneByOne) take(r row, number int64) ([]message, error) {
	m := message{from: r, number: number}
	var err error
	switch {
	case b.plan != nil:
		m.text, err = b.plan.message(r.values)
		m.id = b.plan.rowID(r.values)
	case b.convert != nil:
		m.text, err = b.convert(r.message)
		m.id = protocol.RowID(r.message)
	default:
		m.text = reimported(r.message)
	}
	if err != nil {
		return nil, err
	}
	return []message{m}, nil
}

func (*oneByOne) end() []message { return nil }

// openOrders is how many orders wait for more of their rows: exports write the
// lines of an order one after another, or nearly.
const openOrders = 1000

// orderBuilder joins the rows of each order.
type orderBuilder struct {
	orderReader
	open  map[string]*order // by message id where rows have one, else by number
	queue []string
	seed  maphash.Seed
	seen  map[uint64]struct{} // orders that were handed out
}

func newOrders(reader orderReader) *orderBuilder {
	return &orderBuilder{orderReader: reader, open: map[string]*order{}, seed: maphash.MakeSeed(), seen: map[uint64]struct{}{}}
}

func (b *orderBuilder) take(r row, number int64) ([]message, error) {
	if column := b.columns.all(Line); len(column) > 0 && b.columns.first(column, r.values) == lineToSkip {
		return nil, errSkipped
	}
	id := b.columns.first(b.columns.all(OrderID), r.values)
	if id == "" {
		return nil, errors.New("the row has no order number")
	}
	key := firstText(b.columns.first(b.columns.all(MessageID), r.values), id)
	if o, ok := b.open[key]; ok {
		if err := b.add(o, r.values); err != nil {
			return nil, err
		}
		return nil, errJoined
	}
	if _, before := b.seen[maphash.String(b.seed, key)]; before {
		return nil, fmt.Errorf("order %s stands further up in the file already: sort the file by order, so that its rows stand together", id)
	}
	o := &order{id: id, amounts: map[string]float64{}, number: number, first: row{values: append([]string(nil), r.values...)}}
	if err := b.add(o, r.values); err != nil {
		return nil, err
	}
	b.open[key] = o
	b.queue = append(b.queue, key)
	if len(b.queue) <= openOrders {
		return nil, nil
	}
	return b.hand(), nil
}

// hand hands out the order that waits longest.
func (b *orderBuilder) hand() []message {
	key := b.queue[0]
	b.queue = b.queue[1:]
	o := b.open[key]
	delete(b.open, key)
	b.seen[maphash.String(b.seed, key)] = struct{}{}
	if err := b.check(o); err != nil {
		return []message{{from: row{values: o.first.values, err: err}, number: o.number}}
	}
	return b.messages(o)
}

func (b *orderBuilder) end() (list []message) {
	for len(b.queue) > 0 {
		list = append(list, b.hand()...)
	}
	return list
}

// mostCosts bounds the costs of one file, which are added up in memory.
const mostCosts = 1_000_000

// costBuilder adds up the rows of costs: a report may have several of one
// campaign and day (by device, by ad).
type costBuilder struct {
	columns                  *columns
	source, medium, currency string
	lines                    []costs.Line
	place                    map[costs.Key]int
}

func (b *costBuilder) take(r row, _ int64) ([]message, error) {
	c := b.columns
	for _, value := range r.values {
		if word := strings.ToLower(strings.TrimSpace(value)); strings.HasPrefix(word, "total:") || strings.HasPrefix(word, "total ") || word == "total" || word == "gesamt" {
			return nil, errors.New("the row is a total of other rows: left out")
		}
	}
	text := c.first(c.all(Day), r.values)
	from, ok := readMoment(text, c.moment.order, c.moment.zone)
	if !ok {
		return nil, fmt.Errorf("the day %q cannot be read", text)
	}
	days := []string{dayOf(from, c.moment.zone)}
	if text := c.first(c.all(Until), r.values); text != "" {
		until, ok := readMoment(text, c.moment.order, c.moment.zone)
		if !ok || until < from {
			return nil, fmt.Errorf("the day %q cannot be read", text)
		}
		if days = daysBetween(from, until, c.moment.zone); days == nil {
			return nil, errors.New("the row covers more than a year: break the report down by day")
		}
	}
	line := costs.Line{
		Source: firstText(c.first(c.all(Source), r.values), b.source), Medium: firstText(c.first(c.all(Medium), r.values), b.medium),
		Campaign: c.first(c.all(Campaign), r.values), Currency: strings.ToUpper(firstText(c.first(c.all(Currency), r.values), b.currency)),
	}
	if len(c.all(Campaign)) > 0 && line.Campaign == "" && line.Source == b.source {
		return nil, errors.New("the row is of no campaign: it is a total of other rows, and is left out")
	}
	var numbers [3]float64
	for i, meaning := range []string{Cost, Clicks, Impressions} {
		var err error
		if numbers[i], _, err = c.amount(c.all(meaning), r.values); err != nil {
			return nil, err
		}
	}
	return nil, b.add(line, days, numbers)
}

// add spreads a row evenly over its days.
func (b *costBuilder) add(line costs.Line, days []string, numbers [3]float64) error {
	joined := true
	for i, day := range days {
		line.Day = day
		if err := line.Check(); err != nil {
			return err
		}
		at, known := b.place[line.Key()]
		if !known {
			if len(b.lines) >= mostCosts {
				return fmt.Errorf("the file has more than %d days and campaigns: import it in parts", mostCosts)
			}
			at, joined = len(b.lines), false
			b.place[line.Key()] = at
			b.lines = append(b.lines, line)
		}
		if b.lines[at].Currency != line.Currency {
			return fmt.Errorf("the same campaign and day has costs in %s and in %s", b.lines[at].Currency, line.Currency)
		}
		b.lines[at].Cost += numbers[0] / float64(len(days))
		b.lines[at].Clicks += share(numbers[1], i, len(days))
		b.lines[at].Impressions += share(numbers[2], i, len(days))
	}
	if joined {
		return errJoined
	}
	return nil
}

// share is the i-th of n whole parts of a number.
func share(number float64, i, n int) int64 {
	whole := int64(number)
	return whole*int64(i+1)/int64(n) - whole*int64(i)/int64(n)
}

func (b *costBuilder) end() []message { return nil }
