package journey

import (
	"context"
	"iter"
	"slices"

	"wend/internal/event"
)

// Row is an event on its way into the index, for Load.
type Row struct {
	Customer Customer
	Set      uint32
	Event    *event.Event // the giver's again as soon as the next row is asked for
}

// Load files many events at once, in any order, as Append would, several
// times as fast. It does not look at properties: columns in use are dropped
// and read anew from History. Readers may see a part before it returns; other
// writers wait until it does, so the rows must not come from one. After an
// error a part is missing: start over with a new index.
func (ix *Index) Load(ctx context.Context, rows iter.Seq[Row]) error {
	if err := ix.load(ctx, rows); err != nil {
		return err
	}
	if stages := ix.stages.Load(); stages.columns {
		return ix.SetStages(ctx, stages.model)
	}
	return nil
}

// loadRows is how many rows may wait before they are folded into the base:
// they take their memory twice, but folding copies the base, so that the
// bound grows with it.
const loadRows = 1 << 22

func (ix *Index) load(ctx context.Context, rows iter.Seq[Row]) error {
	ix.write.Lock()
	defer ix.write.Unlock()
	ix.properties.drop()
	waiting, rested := bins{}, int(ix.Stats().Events)
	n := 0
	for r := range rows {
		if n++; n%8192 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if r.Event.Seq > ix.seq.Load() {
			ix.seq.Store(r.Event.Seq)
		}
		row := ix.encode(r.Set, r.Event)
		if r.Customer == Nobody {
			ix.addNobody(row)
			continue
		}
		s := ix.place(r.Customer, &row)
		waiting.add(int(s.first>>shardBits), row)
		if waiting.rows > loadRows+rested/2 {
			rested += waiting.rows
			if err := ix.flush(ctx, &waiting); err != nil {
				return err
			}
		}
	}
	return ix.flush(ctx, &waiting)
}

func (ix *Index) addNobody(r row) {
	if s := ix.place(Nobody, &r); s.put(r) {
		ix.fold(s)
	}
}

// flush hands the waiting rows to their shards and folds them, on all cores.
func (ix *Index) flush(ctx context.Context, b *bins) error {
	err := ix.each(ctx, func(s *shard) {
		if s.nobody {
			ix.fold(s)
			return
		}
		if number := int(s.first >> shardBits); number < len(b.blocks) && len(b.blocks[number]) > 0 {
			blocks := b.blocks[number]
			s.mu.Lock()
			s.tail = slices.Grow(s.tail, len(blocks)*binRows)
			for _, block := range blocks {
				for _, r := range block {
					s.add(r)
				}
			}
			s.mu.Unlock()
			b.blocks[number] = nil
			ix.fold(s)
		}
	})
	b.rows = 0
	return err
}

// bins are rows by shard, in blocks: growing one array for each shard would
// copy every row several times.
type bins struct {
	blocks [][][]row
	rows   int
}

const binRows = 256

func (b *bins) add(shard int, r row) {
	for shard >= len(b.blocks) {
		b.blocks = append(b.blocks, nil)
	}
	blocks := b.blocks[shard]
	if n := len(blocks); n == 0 || len(blocks[n-1]) == binRows {
		blocks = append(blocks, make([]row, 0, binRows))
		b.blocks[shard] = blocks
	}
	last := &blocks[len(blocks)-1]
	*last = append(*last, r)
	b.rows++
}
