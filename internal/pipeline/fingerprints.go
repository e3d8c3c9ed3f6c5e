package pipeline

import (
	"hash/maphash"
	"math/bits"
)

// fingerprints is the set of message ids ever stored, as 64-bit keyed hashes:
// about 10 bytes a message, so that a copy is recognised however late it comes.
//
// The key is random and lives as long as the process, so nobody can construct
// two ids that collide. That an unrelated id collides by chance has a
// probability of n / 2^64: with a hundred million messages stored, one new
// message in 180 billion would be taken for a copy.
//
// The set is cut into 256 small open-addressing tables that grow by a quarter
// each on its own, so that no single insertion stalls the road.
type fingerprints struct {
	seed   maphash.Seed
	tables [256]fingerprintTable
	zero   bool // whether the hash 0, which marks a free slot, is in the set
	count  int
}

type fingerprintTable struct {
	slots []uint64
	used  int
}

// newFingerprints makes a set with room for so many messages.
func newFingerprints(room uint64) *fingerprints {
	f := &fingerprints{seed: maphash.MakeSeed()}
	if each := int(room / uint64(len(f.tables)) * 5 / 4); each > 0 {
		for i := range f.tables {
			f.tables[i].slots = make([]uint64, each)
		}
	}
	return f
}

func (f *fingerprints) hash(messageID string) uint64 {
	return maphash.String(f.seed, messageID)
}

// add puts a hash into the set; false means that it was there.
func (f *fingerprints) add(hash uint64) bool {
	if hash == 0 {
		added := !f.zero
		f.zero = true
		return added
	}
	if !f.tables[hash>>56].add(hash) {
		return false
	}
	f.count++
	return true
}

// remove takes back hashes added for a group that could not be stored.
func (f *fingerprints) remove(hash uint64) {
	if hash == 0 {
		f.zero = false
		return
	}
	if f.tables[hash>>56].remove(hash) {
		f.count--
	}
}

// place spreads the 56 lower bits over the table without a division.
func (t *fingerprintTable) place(hash uint64) int {
	high, _ := bits.Mul64(hash<<8, uint64(len(t.slots)))
	return int(high)
}

func (t *fingerprintTable) add(hash uint64) bool {
	if t.used*20 >= len(t.slots)*17 {
		t.grow()
	}
	i := t.place(hash)
	for t.slots[i] != 0 {
		if t.slots[i] == hash {
			return false
		}
		if i++; i == len(t.slots) {
			i = 0
		}
	}
	t.slots[i] = hash
	t.used++
	return true
}

func (t *fingerprintTable) grow() {
	old := t.slots
	t.slots = make([]uint64, max(16, len(old)*5/4))
	t.used = 0
	for _, hash := range old {
		if hash != 0 {
			t.add(hash)
		}
	}
}

// remove deletes by moving later entries of the probe run back, so that the
// table needs no tombstones.
func (t *fingerprintTable) remove(hash uint64) bool {
	if len(t.slots) == 0 {
		return false
	}
	i := t.place(hash)
	for t.slots[i] != hash {
		if t.slots[i] == 0 {
			return false
		}
		i = (i + 1) % len(t.slots)
	}
	t.slots[i] = 0
	t.used--
	for j := (i + 1) % len(t.slots); t.slots[j] != 0; j = (j + 1) % len(t.slots) {
		moved := t.slots[j]
		t.slots[j] = 0
		t.used--
		t.add(moved)
	}
	return true
}
