package sim

// task is something that will happen on a day.
type task struct {
	person  int32
	order   int32 // what it is about: the place of an order, a number of a world's own
	kind    uint8
	channel uint8 // 1 + the channel of a visit; 0: whatever leads there
}

// schedule puts a task on a day; what lies beyond the history never happens.
func (s *Simulation) schedule(day int, t task) {
	if day >= 0 && day < len(s.tasks) {
		s.tasks[day] = append(s.tasks[day], t)
	}
}

// scheduleAfter puts a task some days later, rather on a busy day than on a
// quiet one.
func (s *Simulation) scheduleAfter(d *day, days float64, t task) {
	at := d.index + max(1, int(days))
	for range 3 {
		if at >= len(s.tasks) || s.dice.chance(s.calendar.days[at].traffic/1.5) {
			break
		}
		at++
	}
	s.schedule(at, t)
}
