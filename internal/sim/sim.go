package sim

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"
)

// Config says which business is simulated, and how much of it.
type Config struct {
	// World is the business's name, one of Worlds. Empty: boutique.
	World string
	// Customers is the number of people who come into contact with the
	// business in the simulated days. 0: 20,000.
	Customers int
	// Days is the number of days of history, today included. 0: 180.
	Days int
	// Seed makes one simulation differ from another.
	Seed uint64
	// End is the end of the history: every message is received before it. It
	// has no default, because a simulation does not read the clock.
	End time.Time
	// Zone is the time zone in which the business lives. Nil: UTC.
	Zone *time.Location
	// Currency is the ISO 4217 code of all prices. Empty: EUR.
	Currency string
	// LiveRate is the mean number of messages a second of Live and Onward. It
	// is higher than a shop of this size has, so that there is something to
	// see. 0: 0.7.
	LiveRate float64
}

// The bounds of a simulation keep a typing error from filling the memory.
const (
	mostCustomers = 5_000_000
	mostDays      = 3660
)

// Message is one call of the tracking protocol as it reaches the server.
type Message struct {
	// Kind is the kind of source that sent it: "browser" or "server".
	Kind string
	// Source is the name of the source that sent it, one of Sources.
	Source string
	// ReceivedAt is the moment of its receipt.
	ReceivedAt time.Time
	// Body is the call as JSON. It stays valid; nobody else writes to it.
	Body []byte
}

// Source is one sender of messages.
type Source struct {
	Name string `json:"name"`
	Kind string `json:"kind"`
}

// Sources are all senders of messages of a simulation. The first is the
// website.
func Sources() []Source { return slices.Clone(sources[:]) }

// The places of the sources in Sources.
const (
	website = iota
	backend
	till
	phone
	newsletter
)

var sources = [...]Source{
	website:    {"Website", "browser"},
	backend:    {"Shop backend", "server"},
	till:       {"Store till", "server"},
	phone:      {"Telephone", "server"},
	newsletter: {"Newsletter tool", "server"},
}

// World describes one business that can be simulated.
type World struct {
	// Key is its name in commands: "boutique".
	Key string `json:"key"`
	// Name is the business's own name.
	Name string `json:"name"`
	// Sector is the kind of business, which decides its starter kit: one of
	// ecommerce, local-service, saas, b2b and content.
	Sector string `json:"sector"`
	// Description is one line for a menu.
	Description string `json:"description"`
	// Timezone, Currency and Country are where it lives.
	Timezone string `json:"timezone"`
	Currency string `json:"currency"`
	Country  string `json:"country"`
}

// Worlds are the businesses that can be simulated, the usual one first.
func Worlds() []World {
	return []World{{"boutique", "Fern & Fathom", "ecommerce", "A clothes shop with one till", "Europe/Dublin", "EUR", "IE"}}
}

// WorldKeys are the names by which Config.World chooses one.
func WorldKeys() (keys []string) {
	for _, world := range Worlds() {
		keys = append(keys, world.Key)
	}
	return keys
}

// Simulation is one simulated business. It is used by one goroutine.
type Simulation struct {
	config   Config
	shop     *shop
	calendar calendar
	plan     plan

	dice     dice
	people   []person
	devices  []device
	orders   []order
	numbered int      // orders begun
	tasks    [][]task // by day: what somebody will do then
	out      outbox
	writer   writer
	ran      bool // the history was simulated: people are as they are at End
}

// New prepares a simulation; nothing is simulated before History or Live asks.
func New(config Config) (*Simulation, error) {
	if config.World == "" {
		config.World = "boutique"
	}
	if !slices.Contains(WorldKeys(), config.World) {
		return nil, fmt.Errorf("there is no world %q: choose one of %s", config.World, strings.Join(WorldKeys(), ", "))
	}
	if config.Customers == 0 {
		config.Customers = 20_000
	}
	if config.Days == 0 {
		config.Days = 180
	}
	if config.Customers < 1 || config.Customers > mostCustomers {
		return nil, fmt.Errorf("a simulation has between 1 and %d customers", mostCustomers)
	}
	if config.Days < 1 || config.Days > mostDays {
		return nil, fmt.Errorf("a simulation has between 1 and %d days", mostDays)
	}
	if config.End.IsZero() {
		return nil, fmt.Errorf("a simulation needs the time at which its history ends")
	}
	if config.Zone == nil {
		config.Zone = time.UTC
	}
	if config.Currency == "" {
		config.Currency = "EUR"
	}
	if config.LiveRate <= 0 {
		config.LiveRate = 0.7
	}
	s := &Simulation{config: config, shop: boutique(config.Currency)}
	s.calendar = newCalendar(config)
	s.plan = newPlan(config, &s.calendar)
	return s, nil
}

// Name is the business's own name.
func (s *Simulation) Name() string { return s.shop.name }

// Config is the configuration with its defaults filled in.
func (s *Simulation) Config() Config { return s.config }

// History is everything that happened before End, in order of receipt.
func (s *Simulation) History() iter.Seq[Message] {
	return func(yield func(Message) bool) {
		s.begin()
		for day := range s.calendar.days {
			if !s.day(day, yield) {
				return
			}
		}
		s.ran = true
	}
}

// begin puts the simulation back to the morning of its first day.
func (s *Simulation) begin() {
	s.ran = false
	s.dice = newDice(s.config.Seed, 1)
	s.orders, s.numbered = nil, 0
	s.out = outbox{}
	s.writer = writer{dice: newDice(s.config.Seed, 2)}
	s.tasks = make([][]task, len(s.calendar.days))
	s.populate()
}

// day simulates one day and hands out what is received before its end; what
// comes in later (a visit past midnight, a telephone without a network) waits.
func (s *Simulation) day(day int, yield func(Message) bool) bool {
	d := &s.calendar.days[day]
	if d.newsletter {
		s.sendNewsletter(d)
	}
	for i := 0; i < len(s.tasks[day]); i++ { // tasks of today may add tasks of today
		s.perform(s.tasks[day][i], d)
	}
	s.tasks[day] = nil
	s.crawl(d)
	until := d.end
	if day == len(s.calendar.days)-1 {
		until = s.config.End.UnixMilli()
	}
	return s.out.release(until, yield)
}
