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

// recent remembers where codes were found last, in front of a map: most events
// say what some event said a moment ago, and a glance costs a fifth of a
// search. Writer only.
type recent[K comparable] []remembered[K]

type remembered[K comparable] struct {
	key  K
	code uint32
}

func newRecent[K comparable](bits int) recent[K] { return make(recent[K], 1<<bits) }

// slot is the one place in which a key of this sketch can be.
func (r recent[K]) slot(sketch uint32) *remembered[K] {
	return &r[int(sketch*2654435769>>8)&(len(r)-1)]
}

// sketch is a hash that looks at a few bytes only.
func sketch(text string) uint32 {
	n := len(text)
	if n == 0 {
		return 0
	}
	return uint32(n) + uint32(text[0])<<8 + uint32(text[n/2])<<13 + uint32(text[n-1])<<3 + uint32(text[max(n-2, 0)])<<18 + uint32(text[max(n-3, 0)])<<24
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
	recent    recent[string]
}

func newDictionary(mostTexts int, mostBytes int64) *dictionary {
	d := &dictionary{codes: map[string]uint32{"": 0, Other: otherCode}, mostTexts: mostTexts, mostBytes: mostBytes}
	d.recent = newRecent[string](12)
	d.texts.add("")
	d.texts.add(Other)
	return d
}

// intern is the text's code, made where it is new. Writer only: it reads the
// map without the lock, which nobody else ever changes.
func (d *dictionary) intern(text string) uint32 {
	if text == "" {
		return 0
	}
	slot := d.recent.slot(sketch(text))
	if slot.key == text {
		return slot.code
	}
	if code, ok := d.codes[text]; ok {
		slot.key, slot.code = d.texts.own[code], code
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
	keys   []K          // by code; writer only
	values list[V]
	most   int
	recent recent[K] // writer only
}

func newTuples[K comparable, V any](most int, other V) *tuples[K, V] {
	var none V
	t := &tuples[K, V]{codes: map[K]uint32{}, keys: make([]K, 2), most: most, recent: newRecent[K](8)}
	t.values.add(none)
	t.values.add(other)
	return t
}

// code is the key's code; where it is new, made makes the tuple, and a key
// whose texts are its own. Writer only.
func (t *tuples[K, V]) code(key K, sketch uint32, made func() (K, V)) uint32 {
	slot := t.recent.slot(sketch)
	if slot.code != 0 && slot.key == key {
		return slot.code
	}
	code, ok := t.codes[key]
	if !ok && len(t.values.own) >= t.most {
		return otherCode
	}
	if !ok {
		own, v := made()
		code = t.values.add(v)
		t.codes[own] = code
		t.keys = append(t.keys, own)
	}
	slot.key, slot.code = t.keys[code], code
	return code
}

// at is the code's tuple.
func (t *tuples[K, V]) at(code uint32) (v V) {
	if all := t.values.all(); int(code) < len(all) {
		return all[code]
	}
	return v
}
