package unify

import "slices"

// timeline says with whom a shared identifier was seen when: sightings in the
// order of time (users seen at the same moment in the order of their ids), in
// chunks, so that a late one costs little however long the line is.
type timeline struct {
	chunks [][]seen
	less   func(a, b nodeID) bool
}

type seen struct {
	time int64
	user nodeID
}

const longestChunk = 512

func (t *timeline) compare(a, b seen) int {
	switch {
	case a.time < b.time:
		return -1
	case a.time > b.time:
		return 1
	case a.user == b.user:
		return 0
	case t.less(a.user, b.user):
		return -1
	}
	return 1
}

// add puts a sighting in its place; one that is there already is not put in twice.
func (t *timeline) add(s seen) {
	if len(t.chunks) == 0 {
		t.chunks = [][]seen{{s}}
		return
	}
	c, found := slices.BinarySearchFunc(t.chunks, s, func(chunk []seen, s seen) int { return t.compare(chunk[0], s) })
	if found {
		return
	}
	c = max(c-1, 0)
	chunk := t.chunks[c]
	i, found := slices.BinarySearchFunc(chunk, s, t.compare)
	if found {
		return
	}
	chunk = slices.Insert(chunk, i, s)
	if len(chunk) <= longestChunk {
		t.chunks[c] = chunk
		return
	}
	half := len(chunk) / 2
	if c == len(t.chunks)-1 && i == len(chunk)-1 {
		half = len(chunk) - 1 // in order of time: leave full chunks behind
	}
	t.chunks[c] = chunk[:half:half]
	t.chunks = slices.Insert(t.chunks, c+1, slices.Clone(chunk[half:]))
}

// at is the user with whom the identifier was seen last at or before the
// time, or first of all where that is later; 0 for an empty line.
func (t *timeline) at(time int64) nodeID {
	if len(t.chunks) == 0 {
		return 0
	}
	c, _ := slices.BinarySearchFunc(t.chunks, time, func(chunk []seen, time int64) int {
		if chunk[0].time <= time {
			return -1
		}
		return 1
	})
	if c == 0 {
		return t.chunks[0][0].user
	}
	chunk := t.chunks[c-1]
	i, _ := slices.BinarySearchFunc(chunk, time, func(s seen, time int64) int {
		if s.time <= time {
			return -1
		}
		return 1
	})
	return chunk[i-1].user
}

func (t *timeline) first() seen {
	if len(t.chunks) == 0 {
		return seen{}
	}
	return t.chunks[0][0]
}

func (t *timeline) last() nodeID {
	if len(t.chunks) == 0 {
		return 0
	}
	chunk := t.chunks[len(t.chunks)-1]
	return chunk[len(chunk)-1].user
}

// users are all users on the line, some more than once.
func (t *timeline) users(fn func(nodeID)) {
	before := nodeID(0)
	for _, chunk := range t.chunks {
		for _, s := range chunk {
			if s.user != before {
				fn(s.user)
			}
			before = s.user
		}
	}
}
