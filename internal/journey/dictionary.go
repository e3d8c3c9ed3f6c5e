package journey

import (
	"strings"
	"sync"
	"sync/atomic"
)

// list is an append-only vector: one writer adds, any number of readers read
// what was published when they looked.
type list[T any] struct {
	own       []T
	published atomic.Pointer[[]T]
}

// add appends and answers the new item's place.
func (l *list[T]) add(v T) uint32 {
	l.own = append(l.own, v)
	header := l.own
	l.published.Store(&header)
	return uint32(len(header) - 1)
}

// all is what is published.
func (l *list[T]) all() []T {
	if p := l.published.Load(); p != nil {
		return *p
	}
	return nil
}

// Other stands for everything that found no room in a bounded dictionary.
const Other = "(other)"

// Code 0 is nothing everywhere, and code 1 is Other.
const otherCode = 1

// dictionary codes texts. The index's writer interns, anybody reads. Beyond
// its limits (hostile senders make up pages and names without end) every new
// text is Other.
type dictionary struct {
	mu        sync.RWMutex // held by the writer to change codes, by others to read them
	codes     map[string]uint32
	texts     list[string]
	mostTexts int
	mostBytes int64
	size      atomic.Int64 // bytes of the texts
}

func newDictionary(mostTexts int, mostBytes int64) *dictionary {
	d := &dictionary{codes: map[string]uint32{"": 0, Other: otherCode}, mostTexts: mostTexts, mostBytes: mostBytes}
	d.texts.add("")
	d.texts.add(Other)
	return d
}

// intern is the text's code, made where it is new. Writer only: it reads the
// map without the lock, which nobody else ever changes.
func (d *dictionary) intern(text string) uint32 {
	if code, ok := d.codes[text]; ok {
		return code
	}
	if len(d.texts.own) >= d.mostTexts || d.size.Load()+int64(len(text)) > d.mostBytes {
		return otherCode
	}
	text = strings.Clone(text) // it may be a slice of a whole message
	d.size.Add(int64(len(text)))
	code := d.texts.add(text)
	d.mu.Lock()
	d.codes[text] = code
	d.mu.Unlock()
	return code
}

// code is the text's code if it has one.
func (d *dictionary) code(text string) (uint32, bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	code, ok := d.codes[text]
	return code, ok
}

// text is the code's text, "" for codes that do not exist.
func (d *dictionary) text(code uint32) string {
	if texts := d.texts.all(); int(code) < len(texts) {
		return texts[code]
	}
	return ""
}

// bytes is about the memory that the dictionary holds.
func (d *dictionary) bytes() int64 {
	const entry = 16 + 24 + 24 // header in texts, map slot, slack
	return d.size.Load() + int64(len(d.texts.all()))*entry
}

// tuples codes small tuples of text codes (clients, places, origins) in as
// many codes as its limit says; beyond it every new tuple is tuple 1, which
// the maker fills with Other.
type tuples[K comparable, V any] struct {
	codes  map[K]uint32 // writer only
	values list[V]
	most   int
}

func newTuples[K comparable, V any](most int, other V) *tuples[K, V] {
	var none V
	t := &tuples[K, V]{codes: map[K]uint32{}, most: most}
	t.values.add(none)
	t.values.add(other)
	return t
}

// add gives the key a code; most tuples are found in codes before.
func (t *tuples[K, V]) add(key K, v V) uint32 {
	if len(t.values.own) >= t.most {
		return otherCode
	}
	code := t.values.add(v)
	t.codes[key] = code
	return code
}

// at is the code's tuple.
func (t *tuples[K, V]) at(code uint32) (v V) {
	if all := t.values.all(); int(code) < len(all) {
		return all[code]
	}
	return v
}
