package sim

import (
	"slices"
	"time"
)

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
func Worlds() (list []World) {
	for _, w := range worlds() {
		list = append(list, w.World)
	}
	return list
}

// WorldKeys are the names by which Config.World chooses one.
func WorldKeys() (keys []string) {
	for _, w := range worlds() {
		keys = append(keys, w.Key)
	}
	return keys
}

// worlds are the definitions of all businesses.
func worlds() []*world {
	return []*world{boutique(), bakery(), garden(), studio(), saas(), b2b()}
}

// world is the definition of one business: where it lives, who comes to it,
// how and when, and what happens there.
type world struct {
	World
	host    string // of its website
	account string // begins the numbers of accounts
	tools   tools
	year    year
	crowd   crowd
	roads   roads
	// open makes the business itself.
	open func(*Simulation) business
}

// business is what happens in a world, as opposed to who comes and how.
type business interface {
	// open is the morning of the first day: people get what this business
	// knows about them, and their first tasks.
	open()
	// dawn is what the business does on the morning of a day.
	dawn(d *day)
	// perform does one task of the day.
	perform(t task, d *day)
	// visit is a visit by somebody whom nothing else brought.
	visit(person int32, d *day, at int64)
	// tell writes the traits of an account that go beyond name and address,
	// each after a comma.
	tell(person int32, o *writer)
	// pages are those that robots find.
	pages() []page
	// truths and events are what the world knows about itself.
	truths() []Truth
	events() []PlannedEvent
}

// page is one page of the website.
type page struct{ path, title string }

// tools are the programs of the business that speak the tracking protocol,
// with the names of their sources. A tool without a name is not there.
type tools struct {
	website, backend, till, phone, letter tool
}

// tool is one source of messages.
type tool struct{ source, library, version string }

// The places of the sources in Simulation.Sources and in tools.
const (
	website = iota
	backend
	till
	phone
	newsletter
)

func (t tools) all() [5]tool { return [5]tool{t.website, t.backend, t.till, t.phone, t.letter} }

// contexts are the pieces of context of calls that do not come from a browser.
func (t tools) contexts() (list [5]string) {
	for i, tool := range t.all() {
		channel := [...]string{"web", "server", "store", "phone", "server"}[i]
		list[i] = `"library":{"name":"` + tool.library + `","version":"` + tool.version + `"},"channel":"` + channel + `"`
	}
	return list
}

// Source is one sender of messages.
type Source struct {
	Name string `json:"name"`
	Kind string `json:"kind"`
}

// Sources are all senders of messages of the simulation. The first is the
// website.
func (s *Simulation) Sources() (list []Source) {
	for _, source := range s.sources {
		if source.Name != "" {
			list = append(list, source)
		}
	}
	return slices.Clip(list)
}

func (t tools) sources() (list [5]Source) {
	for i, tool := range t.all() {
		list[i] = Source{tool.source, "server"}
	}
	list[website].Kind = "browser"
	return list
}

// year is when a business is busy.
type year struct {
	weekday [7]float64 // from Sunday
	month   [12]float64
	hour    weights // when people look at the website
	open    weights // the hours in which the door is open
	sales   []sale
	// letters is the day of the week on which the newsletter goes out, noLetters for none.
	letters time.Weekday
	paydays bool // people buy more readily when wages come
}

const noLetters time.Weekday = -1

// crowd is who comes.
type crowd struct {
	ages       weights    // of the age bands
	devices    [3]weights // of the kinds of devices, by age band
	places     []place
	nearby     int     // how many of the first places lie near the door
	storeShare float64 // the share of those nearby who come in
	// before is the share of people who were customers already before the
	// first simulated day and come back within returnIn days on average. Both
	// are chosen so that the first weeks are as busy as the later ones.
	before, returnIn float64
	// visits is about how often one customer comes in half a year.
	visits     float64
	tastes     int     // how many kinds of things one can like
	households bool    // some share a tablet
	lines      []lines // telephone numbers that nobody has, all of one size
}

// lines are so many telephone numbers with one beginning: a power of ten.
type lines struct {
	begin string
	size  int
}

// roads are the channels that bring people.
type roads struct {
	approaches [channels]approach
	first      [3]weights // of the channels for first visits, by age band
	later      weights
	spike      int // the channel that a planted spike comes by, or noSpike
}

const noSpike = -1
