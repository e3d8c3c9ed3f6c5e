package sim

import (
	"strconv"
	"time"
)

// The age bands that the shop knows.
const (
	young = iota
	middle
	old
)

var ageGroups = [...]string{"18-34", "35-54", "55+"}

// The habits of people, as bits.
const (
	hasAccount   = 1 << iota // a customer account exists
	neverNames               // buys as a guest and keeps to no account
	subscribed               // gets the newsletter
	wasIn                    // was a customer before the first simulated day
	shopsInStore             // comes into the store now and then
	carriesCard              // shows the loyalty card at the till
	cardKnown                // the till has told whose card it is
	shownNudge               // sees the discount beside the cart (the other half does not)
	toldAge                  // the shop knows the birthday
	onSpike                  // comes because of the film
	backendKnows             // the shop's server has told the account's address
)

// person is somebody who comes into contact with the shop.
type person struct {
	habits    uint16
	age       uint8 // years
	place     uint8
	taste     [2]uint8 // favourite categories
	first     uint8    // places in the lists of names
	last      uint8
	devices   [3]int32 // places in Simulation.devices, the most used first
	have      uint8    // how many devices
	interest  uint8    // how far the present need has come, 0 to 3
	arrival   uint8    // the channel of the first visit
	visits    uint16
	purchases uint16
	cart      [3]item
	inCart    uint8
	cartDay   int32
	thrift    float32 // how much a discount matters, 0 to 1
	loyalty   float32 // how readily they come back, 0 to 1
	annoyed   float32 // grows with each unwanted nudge
}

type item struct {
	product  uint8
	quantity uint8
}

func (p *person) is(habit uint16) bool { return p.habits&habit != 0 }

// group is the age band.
func (p *person) group() int {
	switch {
	case p.age < 35:
		return young
	case p.age < 55:
		return middle
	}
	return old
}

// populate makes all people and decides the day of their first visit.
func (s *Simulation) populate() {
	n := s.config.Customers
	s.people = make([]person, n)
	s.devices = make([]device, 0, n*17/10)
	arrivals := s.plan.arrivals(s.calendar)
	onSpike := int(float64(n) * s.plan.spikeShare)
	for i := range s.people {
		p := &s.people[i]
		s.create(p)
		switch {
		case i < onSpike:
			p.habits |= onSpikeDay(s.dice)
			p.arrival = uint8(s.world.roads.spike)
			s.schedule(s.plan.spikeDay, task{person: int32(i), kind: visit})
			continue
		case s.dice.chance(s.world.crowd.before):
			s.settle(p)
			s.schedule(int(s.dice.wait(s.world.crowd.returnIn)), task{person: int32(i), kind: visit})
		default:
			s.schedule(s.dice.pick(arrivals), task{person: int32(i), kind: visit})
		}
		if p.is(shopsInStore) {
			s.schedule(s.dice.below(len(s.calendar.days)), task{person: int32(i), kind: storeVisit})
		}
	}
	if s.world.crowd.households {
		s.households()
	}
}

func onSpikeDay(dice dice) uint16 {
	if dice.chance(0.97) {
		return onSpike
	}
	return 0
}

// create draws a person and the devices.
func (s *Simulation) create(p *person) {
	d := s.dice
	switch d.pick(s.world.crowd.ages) {
	case young:
		p.age = uint8(d.between(18, 35))
	case middle:
		p.age = uint8(d.between(35, 55))
	default:
		p.age = uint8(d.between(55, 82))
	}
	p.place = uint8(d.pick(s.shares))
	p.taste = [2]uint8{uint8(d.below(s.world.crowd.tastes)), uint8(d.below(s.world.crowd.tastes))}
	p.first, p.last = uint8(d.below(len(firstNames))), uint8(d.below(len(lastNames)))
	p.thrift, p.loyalty = float32(d.unit()), float32(d.unit()*d.unit())
	p.arrival = uint8(s.firstChannel(p))
	s.habit(p, neverNames, 0.30)
	s.habit(p, shownNudge, 0.50)
	if int(p.place) < s.world.crowd.nearby && d.chance(s.world.crowd.storeShare) {
		p.habits |= shopsInStore
		s.habit(p, carriesCard, 0.7)
	}
	kind := d.pick(s.world.crowd.devices[p.group()])
	s.own(p, kind)
	if d.chance(0.42) {
		s.own(p, (kind+1)%2) // a telephone beside the computer, or the other way round
	}
	if d.chance(0.06) {
		s.own(p, tablet)
	}
}

func (s *Simulation) habit(p *person, habit uint16, chance float64) {
	if s.dice.chance(chance) {
		p.habits |= habit
	}
}

// own gives the person one more device.
func (s *Simulation) own(p *person, kind int) {
	d := device{
		anonymous: [2]uint64{s.dice.pcg.Uint64(), s.dice.pcg.Uint64()},
		model:     uint8(s.dice.pick(modelsOf[kind])),
		place:     p.place,
		user:      nobody,
	}
	if s.dice.chance(0.03) { // a wrong clock
		d.skew = int32(s.dice.between(-10*minute, 90*minute))
	}
	p.devices[p.have] = int32(len(s.devices))
	p.have++
	s.devices = append(s.devices, d)
}

// settle makes somebody a customer of old, with an account and a few orders.
func (s *Simulation) settle(p *person) {
	p.habits |= wasIn
	p.purchases = uint16(s.dice.more(0.6, 12))
	p.interest = uint8(s.dice.below(4))
	p.loyalty = float32(0.35 + 0.65*s.dice.unit())
	if p.is(neverNames) {
		return
	}
	p.habits |= hasAccount | toldAge
	s.habit(p, subscribed, 0.4)
}

// households gives some pairs of neighbours in the list one tablet between
// them, and lets both have an account, so that each signs in on it.
func (s *Simulation) households() {
	for i := 1; i < len(s.people); i++ {
		if !s.isHousehold(i) {
			continue
		}
		a, b := &s.people[i-1], &s.people[i]
		for _, p := range []*person{a, b} {
			p.habits = p.habits&^(neverNames|onSpike) | hasAccount | toldAge
			p.loyalty = max(p.loyalty, 0.5)
		}
		b.place, b.last = a.place, a.last
		s.own(a, tablet)
		shared := a.devices[a.have-1]
		a.devices[a.have-1] = a.devices[0]
		a.devices[0] = shared
		b.devices[b.have] = b.devices[0]
		b.devices[0] = shared
		b.have++
		i++
	}
}

// isHousehold tells whether person i shares a tablet with person i-1.
func (s *Simulation) isHousehold(i int) bool {
	return i%97 == 41 && s.people[i].have < 3 && s.people[i-1].have < 3
}

// userID is the account's number. Numbers are spread so that they do not give
// away who came first.
func userID(person int32) string { return "cust_" + strconv.Itoa(100_000+int(person)) }

func (p *person) firstName() string { return firstNames[p.first] }
func (p *person) lastName() string  { return lastNames[p.last] }

// email is the person's address: nobody's, as RFC 2606 reserves the domain.
func (p *person) email(number int32) string {
	return lowerASCII(p.firstName()) + "." + lowerASCII(p.lastName()) + strconv.Itoa(int(number)) + "@example.com"
}

// phone is a person's number, from the ranges that a country keeps for films;
// beyond their size there is none.
func (s *Simulation) phone(number int32) string {
	lines := s.world.crowd.lines
	if len(lines) == 0 || number%3 == 0 {
		return ""
	}
	size := lines[0].size
	if int(number) >= len(lines)*size {
		return ""
	}
	digits := strconv.Itoa(size + int(number)%size)
	return lines[int(number)/size].begin + digits[1:]
}

// birthday is a date that makes the person as old as said on the given day.
func (p *person) birthday(number int32, today time.Time) string {
	month, day := 1+int(number)*7%12, 1+int(number)*11%28
	year := today.Year() - int(p.age)
	if month > int(today.Month()) || month == int(today.Month()) && day > today.Day() {
		year--
	}
	return strconv.Itoa(year) + "-" + twoDigits(month) + "-" + twoDigits(day)
}

func twoDigits(n int) string { return string([]byte{byte('0' + n/10), byte('0' + n%10)}) }

func lowerASCII(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 32
		}
	}
	return string(b)
}

var firstNames = []string{"Aoife", "Niamh", "Saoirse", "Ciara", "Orla", "Sinead", "Maeve", "Roisin", "Emma", "Sophie", "Grace", "Hannah", "Lucy", "Anna", "Kate",
	"Ella", "Clara", "Marie", "Louise", "Julie", "Camille", "Lena", "Mia", "Greta", "Johanna", "Sanne", "Femke", "Lotte", "Olivia", "Amelia", "Isla", "Freya",
	"Conor", "Sean", "Liam", "Jack", "Tom", "Daniel", "Max", "Jonas", "Hugo", "Finn", "Nora", "Ruth", "Helen", "Margaret", "Deirdre", "Fiona"}

var lastNames = []string{"Murphy", "Kelly", "Walsh", "Byrne", "Ryan", "Doyle", "McCarthy", "Gallagher", "Doherty", "Kennedy", "Lynch", "Quinn", "Moore", "Nolan",
	"Daly", "Dunne", "Hughes", "Foley", "Keane", "Power", "Smith", "Jones", "Taylor", "Brown", "Wilson", "Campbell", "Stewart", "Fischer", "Weber", "Schmidt",
	"Becker", "Martin", "Bernard", "Petit", "Moreau", "Vries", "Jansen", "Bakker", "Visser", "Hansen", "Baker", "Carter", "Reed", "Hayes", "Price", "Bell"}
