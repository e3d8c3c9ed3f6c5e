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
	// Zone is the time zone in which the business lives. Nil: the world's.
	Zone *time.Location
	// Currency is the ISO 4217 code of all prices. Empty: the world's.
	Currency string
	// Plain plants nothing: the same business without frictions, anomalies
	// and nudges, on which every alarm is a false one.
	Plain bool
	// Mended is when somebody mends the planted frictions: from then on they
	// hamper nobody. Zero: never.
	Mended time.Time
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

// Simulation is one simulated business. It is used by one goroutine.
type Simulation struct {
	config   Config
	world    *world
	business business
	calendar calendar
	plan     plan
	browsers [][]string // the contexts of browsers, by model and place
	servers  [5]string  // the contexts of servers, by source
	sources  [5]Source
	shares   weights // of the places where people live

	dice    dice
	people  []person
	devices []device
	tasks   [][]task // by day: what somebody will do then
	out     outbox
	writer  writer
	ran     bool           // the history was simulated: people are as they are at End
	mails   int            // letters sent
	visits  int            // to the website so far
	daily   float64        // how many of them the history had on a day
	bill    map[paid]int64 // the visits that cost money
	spent   []Spending     // in the present, not asked for yet
	rates   dice           // what a click costs then
}

// New prepares a simulation; nothing is simulated before History or Live asks.
func New(config Config) (*Simulation, error) {
	if config.World == "" {
		config.World = "boutique"
	}
	all := worlds()
	at := slices.IndexFunc(all, func(w *world) bool { return w.Key == config.World })
	if at < 0 {
		return nil, fmt.Errorf("there is no world %q: choose one of %s", config.World, strings.Join(WorldKeys(), ", "))
	}
	world := all[at]
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
		zone, err := time.LoadLocation(world.Timezone)
		if err != nil {
			return nil, fmt.Errorf("the time zone of the world %s: %w", world.Key, err)
		}
		config.Zone = zone
	}
	if config.Currency == "" {
		config.Currency = world.Currency
	}
	s := &Simulation{config: config, world: world, servers: world.tools.contexts(), sources: world.tools.sources(),
		browsers: browserContexts(world.crowd.places), shares: placeShares(world.crowd.places)}
	s.calendar = newCalendar(config, &world.year)
	s.plan = newPlan(config, &s.calendar, world)
	s.business = world.open(s)
	return s, nil
}

// World describes the business.
func (s *Simulation) World() World { return s.world.World }

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
		s.daily = float64(max(s.visits, 1)) / float64(len(s.calendar.days))
	}
}

// begin puts the simulation back to the morning of its first day.
func (s *Simulation) begin() {
	s.ran = false
	s.dice = newDice(s.config.Seed, 1)
	s.visits, s.mails = 0, 0
	s.bill = map[paid]int64{}
	s.out = outbox{}
	s.writer = writer{dice: newDice(s.config.Seed, 2)}
	s.tasks = make([][]task, len(s.calendar.days))
	s.populate()
	s.business.open()
}

// day simulates one day and hands out what is received before its end; what
// comes in later (a visit past midnight, a telephone without a network) waits.
func (s *Simulation) day(day int, yield func(Message) bool) bool {
	d := &s.calendar.days[day]
	s.business.dawn(d)
	for i := 0; i < len(s.tasks[day]); i++ { // tasks of today may add tasks of today
		s.business.perform(s.tasks[day][i], d)
	}
	s.tasks[day] = nil
	s.crawl(d)
	until := d.end
	if day == len(s.calendar.days)-1 {
		until = s.config.End.UnixMilli()
	}
	return s.out.release(until, &s.sources, yield)
}
