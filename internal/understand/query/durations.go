package query

// Durations counts things by a small number, their key, and keeps how long
// each took in compact chunks: exact medians for eight bytes a thing.
type Durations struct {
	Counts []uint32 // by key
	chunks [][]uint64
	// long are the few that took longer than tookBits can tell.
	long []keyed
}

type keyed struct {
	key  int
	took int64
}

const (
	tookBits  = 41 // milliseconds of 69 years; the key lies above
	chunkSize = 1 << 13
)

// NewDurations makes room for keys from 0, at most 2²³ of them.
func NewDurations(keys int) Durations { return Durations{Counts: make([]uint32, keys)} }

// Add counts a thing that took so many milliseconds, not less than 0.
func (d *Durations) Add(key int, took int64) {
	d.Counts[key]++
	if took >= 1<<tookBits {
		d.long = append(d.long, keyed{key, took})
		return
	}
	last := len(d.chunks) - 1
	if last < 0 || len(d.chunks[last]) == chunkSize {
		d.chunks = append(d.chunks, make([]uint64, 0, chunkSize))
		last++
	}
	d.chunks[last] = append(d.chunks[last], uint64(key)<<tookBits|uint64(took))
}

// Merge adds another's things, which it must not use any more.
func (d *Durations) Merge(other *Durations) {
	for i, n := range other.Counts {
		d.Counts[i] += n
	}
	d.chunks = append(d.chunks, other.chunks...)
	d.long = append(d.long, other.long...)
}

// ByKey answers the durations of each key, in no particular order. The keys
// are numbered anew by rename, and counts says how many things each new number has.
func (d *Durations) ByKey(rename func(key int) int, counts []uint32) [][]int64 {
	total := 0
	for _, n := range counts {
		total += int(n)
	}
	all := make([]int64, total)
	times := make([][]int64, len(counts))
	for key, n := range counts {
		times[key], all = all[:0:n], all[n:]
	}
	put := func(key int, took int64) { times[key] = append(times[key], took) }
	for _, chunk := range d.chunks {
		for _, packed := range chunk {
			put(rename(int(packed>>tookBits)), int64(packed&(1<<tookBits-1)))
		}
	}
	for _, long := range d.long {
		put(rename(long.key), long.took)
	}
	return times
}
