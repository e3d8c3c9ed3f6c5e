package block

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"slices"

	"github.com/klauspost/compress/s2"

	"wend/internal/event"
)

// The header: magic with version, checksum of all that follows it, first and
// last sequence number, number of events, size of the records before
// compression, how they are compressed and three zero bytes. All integers are
// little-endian.
const (
	// Version is the version of the blocks that this package writes.
	Version = 1

	magic      = "WLB\x01"
	headerSize = 4 + 4 + 8 + 8 + 4 + 4 + 4

	// codecS2 is S2, the one compression so far. On this text it takes a third of
	// zstd's time and half as much space again; blocks live only until they are
	// sealed, and time is what the road lacks.
	codecS2 = 1

	// MaxEvents and MaxPlain bound what one block may hold; a reader refuses
	// more before it allocates anything.
	MaxEvents = 1 << 16
	MaxPlain  = 64 << 20
)

// ErrCorrupt is wrapped by every error that says that a block's bytes are not
// what was written.
var ErrCorrupt = errors.New("the block is damaged")

var checksums = crc32.MakeTable(crc32.Castagnoli)

// Header is what a block says about itself without being decompressed.
type Header struct {
	First, Last uint64
	Count       int
	Plain       int // bytes of records before compression
}

// ReadHeader reads and checks the header, and the checksum over the whole block.
func ReadHeader(data []byte) (Header, error) {
	if len(data) < headerSize || string(data[:4]) != magic {
		if len(data) >= 4 && string(data[:3]) == magic[:3] && data[3] > magic[3] {
			return Header{}, fmt.Errorf("%w: it has version %d, this program reads up to %d", ErrCorrupt, data[3], magic[3])
		}
		return Header{}, fmt.Errorf("%w: it does not begin like a block", ErrCorrupt)
	}
	if sum := crc32.Checksum(data[8:], checksums); sum != binary.LittleEndian.Uint32(data[4:]) {
		return Header{}, fmt.Errorf("%w: its checksum does not fit", ErrCorrupt)
	}
	h := Header{
		First: binary.LittleEndian.Uint64(data[8:]),
		Last:  binary.LittleEndian.Uint64(data[16:]),
		Count: int(binary.LittleEndian.Uint32(data[24:])),
		Plain: int(binary.LittleEndian.Uint32(data[28:])),
	}
	if data[32] != codecS2 {
		return Header{}, fmt.Errorf("%w: it is compressed in a way (%d) that this program does not know", ErrCorrupt, data[32])
	}
	if h.Count < 1 || h.Count > MaxEvents || h.Plain > MaxPlain || h.Last < h.First || h.Last-h.First < uint64(h.Count-1) {
		return Header{}, fmt.Errorf("%w: its header makes no sense", ErrCorrupt)
	}
	return h, nil
}

// Encoder makes blocks. It reuses its memory, so that a steady stream of
// blocks allocates nothing; it is not safe for concurrent use.
type Encoder struct {
	plain []byte
}

// mostKept is how much memory an encoder keeps between blocks; a rare large
// group should not be paid for ever after.
const mostKept = 2 << 20

// NewEncoder makes an encoder.
func NewEncoder() *Encoder { return &Encoder{} }

// Encode appends one block with the events to dst. Their sequence numbers must
// ascend, and there must be at least one event and at most MaxEvents.
func (en *Encoder) Encode(dst []byte, events []*event.Event) ([]byte, error) {
	if len(events) == 0 || len(events) > MaxEvents {
		return dst, fmt.Errorf("a block holds 1 to %d events, not %d", MaxEvents, len(events))
	}
	en.plain = en.plain[:0]
	w := recordWriter{out: en.plain, seq: events[0].Seq}
	for i, e := range events {
		if i > 0 && e.Seq <= events[i-1].Seq {
			return dst, fmt.Errorf("event %d follows event %d: a block's events must ascend", e.Seq, events[i-1].Seq)
		}
		w.record(e)
	}
	en.plain = w.out
	defer func() {
		if cap(en.plain) > mostKept {
			en.plain = nil
		}
	}()
	if len(en.plain) > MaxPlain {
		return dst, fmt.Errorf("a block of %d bytes is too large", len(en.plain))
	}
	start := len(dst)
	dst = append(dst, magic...)
	dst = append(dst, 0, 0, 0, 0)
	dst = binary.LittleEndian.AppendUint64(dst, events[0].Seq)
	dst = binary.LittleEndian.AppendUint64(dst, events[len(events)-1].Seq)
	dst = binary.LittleEndian.AppendUint32(dst, uint32(len(events)))
	dst = binary.LittleEndian.AppendUint32(dst, uint32(len(en.plain)))
	dst = append(dst, codecS2, 0, 0, 0)
	at := len(dst)
	dst = slices.Grow(dst, s2.MaxEncodedLen(len(en.plain)))
	dst = dst[:at+len(s2.Encode(dst[at:cap(dst)], en.plain))]
	binary.LittleEndian.PutUint32(dst[start+4:], crc32.Checksum(dst[start+8:], checksums))
	return dst, nil
}

// Events are a block's events, decoded. Their strings and byte slices share
// one allocation: whoever keeps a string of one event keeps that block's text
// in memory, and should clone what it keeps for long.
type Events struct {
	Header
	Events      []event.Event
	identifiers []event.Identifier
}

// Decode reads a block. The events of into are overwritten, so that a reader of
// many blocks allocates only their text; pass nil to get fresh ones.
func Decode(data []byte, into *Events) (*Events, error) {
	h, plain, err := open(data)
	if err != nil {
		return nil, err
	}
	if into == nil {
		into = &Events{}
	}
	into.Header = h
	if cap(into.Events) < h.Count {
		into.Events = make([]event.Event, h.Count)
	}
	into.Events = into.Events[:h.Count]
	r := recordReader{in: plain, seq: h.First, identifiers: into.identifiers[:0]}
	for i := range into.Events {
		if err := r.next(i, &into.Events[i]); err != nil {
			return nil, err
		}
	}
	into.identifiers = r.identifiers
	return into, r.end(h)
}

// open checks a block and decompresses its records.
func open(data []byte) (h Header, plain []byte, err error) {
	if h, err = ReadHeader(data); err != nil {
		return h, nil, err
	}
	if n, err := s2.DecodedLen(data[headerSize:]); err != nil || n != h.Plain {
		return h, nil, fmt.Errorf("%w: its compressed part has another size than its header says", ErrCorrupt)
	}
	plain, err = s2.Decode(make([]byte, h.Plain), data[headerSize:])
	if err != nil || len(plain) != h.Plain {
		return h, nil, fmt.Errorf("%w: it cannot be decompressed", ErrCorrupt)
	}
	if h.Count > h.Plain/leastRecord {
		return h, nil, fmt.Errorf("%w: it is too short for its %d events", ErrCorrupt, h.Count)
	}
	return h, plain, nil
}

// next reads record i of a block.
func (r *recordReader) next(i int, e *event.Event) error {
	r.record(e)
	if r.failed || (i == 0) != (r.step == 0) {
		return fmt.Errorf("%w: its record %d cannot be read", ErrCorrupt, i)
	}
	return nil
}

// end checks that the records fill the block and agree with its header.
func (r *recordReader) end(h Header) error {
	if len(r.in) != r.at || r.seq != h.Last {
		return fmt.Errorf("%w: its records do not fit its header", ErrCorrupt)
	}
	return nil
}
