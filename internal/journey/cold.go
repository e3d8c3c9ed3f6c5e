package journey

import "context"

// Cold gives the touchpoints that are older than what the index holds in
// memory (Options.HistoryFrom), wherever they lie.
type Cold interface {
	// Rows calls fn for every event before the index's HistoryFrom of the
	// customers from until to, half-open, in any order; of Nobody's only where
	// from is Nobody and to the next. The row is the giver's again when fn
	// returns. Workers call it at the same time for different customers.
	Rows(ctx context.Context, from, to Customer, fn func(Row) error) error
}

// A scan that begins before HistoryFrom reads the older rows shard by shard,
// as rows that wait beside those held, so that the same merging and deriving
// shows whole journeys. A scan that begins later sees the rows held alone:
// who was a customer before is still known (see older), the stage before the
// first row held is not, and a visit that went on across HistoryFrom begins there.

// cold folds one shard with the older rows of its customers.
func (w *worker[F]) cold(ctx context.Context, ix *Index, v view) error {
	from, to := v.shard.first, v.shard.first+shardSize
	if v.shard.nobody {
		from, to = Nobody, Nobody+1
	} else if from == Nobody {
		from++
	}
	whole := view{v.shard, v.base, append([]row(nil), v.tail...), 0}
	head := make([]int32, shardSize)
	for i := range whole.tail {
		head[whole.tail[i].local] = int32(i + 1)
	}
	err := ix.options.Cold.Rows(ctx, from, to, func(r Row) error {
		if r.Event.Time >= ix.options.HistoryFrom || !r.Event.Type.Touchpoint() {
			return ctx.Err()
		}
		ix.write.Lock() // new words may have to be learnt
		row := ix.words.encode(r.Set, r.Event)
		ix.write.Unlock()
		if row.kind != touchpoint || r.Customer < from || r.Customer >= to {
			return ctx.Err()
		}
		row.local = uint16(r.Customer & (shardSize - 1))
		row.prev = head[row.local] - 1
		whole.tail = append(whole.tail, row)
		head[row.local] = int32(len(whole.tail))
		if v.shard.nobody && len(whole.tail) == nobodyShardRows {
			w.unit(&unit{view: whole, hi: 1})
			whole.tail, head[0] = whole.tail[:0], 0
		}
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	w.unit(&unit{view: whole, hi: shardSize})
	return nil
}
