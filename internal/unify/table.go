package unify

// table is an open-addressing hash table of codes. What a code stands for lies
// elsewhere, so an entry costs four bytes and the garbage collector sees none.
type table struct {
	slots []uint32
	used  int
}

// place is where a search for the hash begins; the searcher goes on with
// next until the slot is empty (0) or its own.
func (t *table) place(hash uint32) uint32 {
	// Fibonacci hashing spreads the low bits' neighbours.
	return (hash * 2654435769) & uint32(len(t.slots)-1)
}

func (t *table) next(i uint32) uint32 { return (i + 1) & uint32(len(t.slots)-1) }

// add puts in a code that is not there yet. hashOf finds the hash of codes
// that are, for when the table grows.
func (t *table) add(hash, code uint32, hashOf func(code uint32) uint32) {
	if (t.used+1)*3 > len(t.slots)*2 {
		old := t.slots
		t.slots = make([]uint32, max(16, 2*len(old)))
		for _, c := range old {
			if c != 0 {
				t.put(hashOf(c), c)
			}
		}
	}
	t.used++
	t.put(hash, code)
}

func (t *table) put(hash, code uint32) {
	i := t.place(hash)
	for t.slots[i] != 0 {
		i = t.next(i)
	}
	t.slots[i] = code
}
