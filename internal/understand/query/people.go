package query

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"

	"wend/internal/journey"
	"wend/internal/problem"
)

// Page says which part of the customers behind a number to list. Embed it
// beside a Definition.
type Page struct {
	Limit  *int   `json:"limit,omitempty" minimum:"1" maximum:"1000" doc:"How many customers to list; by default 50."`
	Cursor string `json:"cursor,omitempty" doc:"The next of the page before."`
}

const defaultPage, mostPage = 50, 1000

// People are the customers behind a number: how many there are, and one page
// of them, those that were made last first.
type People struct {
	Total     int64
	Customers []journey.Customer
	Next      string // cursor of the next page, empty on the last
}

// Chosen collects customers in a fold. It counts all of them and keeps no more
// than a page, so that a million customers take no more room than fifty. A
// customer is handed over once, or several times one after the other.
type Chosen struct {
	before journey.Customer // only customers before it are on the page
	limit  int
	total  int64
	last   journey.Customer
	page   []journey.Customer // the greatest ones that were met, and some more
}

// Choose begins a collection for each worker's fold.
func (p Page) Choose() (func() Chosen, error) {
	limit, err := Limit(p.Limit, defaultPage, mostPage, "/limit")
	if err != nil {
		return nil, err
	}
	before := ^journey.Customer(0)
	if p.Cursor != "" {
		n, err := strconv.ParseUint(p.Cursor, 36, 32)
		if err != nil {
			return nil, problem.At("/cursor", "This cursor is not one that a list gave: begin again without it.")
		}
		before = journey.Customer(n)
	}
	return func() Chosen { return Chosen{before: before, limit: limit} }, nil
}

// Add takes a customer.
func (c *Chosen) Add(customer journey.Customer) {
	if customer == journey.Nobody || customer == c.last {
		return
	}
	c.last = customer
	c.total++
	if customer < c.before {
		c.keep(customer)
	}
}

func (c *Chosen) keep(customers ...journey.Customer) {
	c.page = append(c.page, customers...)
	if len(c.page) > 2*c.limit+1 {
		c.cut()
	}
}

// cut leaves the page, and one more where there is one.
func (c *Chosen) cut() {
	slices.SortFunc(c.page, func(a, b journey.Customer) int { return int(int64(b) - int64(a)) })
	c.page = c.page[:min(len(c.page), c.limit+1)]
}

// Merge adds the customers of another fold, who are other customers.
func (c *Chosen) Merge(other *Chosen) {
	c.total += other.total
	c.keep(other.page...)
}

// People closes the collection.
func (c *Chosen) People() People {
	c.cut()
	p := People{Total: c.total, Customers: c.page}
	if len(p.Customers) > c.limit {
		p.Customers = p.Customers[:c.limit]
		p.Next = strconv.FormatUint(uint64(p.Customers[c.limit-1]), 36)
	}
	return p
}

// SlotOf finds a breakdown's line by its value as an answer shows it; −1 where
// there is none.
func (g *Groups) SlotOf(value json.RawMessage) int {
	var asked any
	if json.Unmarshal(value, &asked) != nil {
		return -1
	}
	want, err := json.Marshal(asked)
	if err != nil {
		return -1
	}
	for slot := range g.Len() {
		if shown, err := json.Marshal(g.JSON(slot)); err == nil && bytes.Equal(shown, want) {
			return slot
		}
	}
	return -1
}
