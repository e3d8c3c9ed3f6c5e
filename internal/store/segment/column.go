package segment

import (
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding"
)

// column reads one column of one row group, front to back, a slice of rows at a
// time. Texts are copied once for each page or dictionary, never one by one.
type column struct {
	chunk parquet.ColumnChunk
	pages parquet.Pages
	// nulls says that the column has no value in this row group; nothing of it
	// is read then.
	nulls bool

	page   parquet.Page
	left   int    // rows left in the page
	row    int    // next row in levels
	value  int    // next value
	levels []byte // definition levels; nil where every row has a value

	indexes   []int32 // into the dictionary; nil for a page without
	words     []string
	decimals  []float64
	dictioned bool // words or decimals are read

	data    string // texts of a page without dictionary
	offsets []uint32
	int64s  []int64
	int32s  []int32
	doubles []float64
	bools   []byte // bits
}

func (c *column) close() {
	parquet.Release(c.page)
	c.page = nil
	if c.pages != nil {
		c.pages.Close()
		c.pages = nil
	}
}

// seek goes to a row of the row group.
func (c *column) seek(row int64) error {
	if c.nulls {
		return nil
	}
	if c.pages == nil {
		c.pages = c.chunk.Pages()
	}
	// With the offset index the pages before are skipped instead of read.
	if _, err := c.chunk.OffsetIndex(); err != nil && !errors.Is(err, parquet.ErrMissingOffsetIndex) {
		return err
	}
	parquet.Release(c.page)
	c.page, c.left = nil, 0
	return c.pages.SeekToRow(row)
}

// next reads the next page.
func (c *column) next() error {
	if c.pages == nil {
		c.pages = c.chunk.Pages()
	}
	parquet.Release(c.page)
	c.page = nil
	page, err := c.pages.ReadPage()
	if err != nil {
		if errors.Is(err, io.EOF) {
			return fmt.Errorf("column %d ends before its row group", c.chunk.Column())
		}
		return err
	}
	c.page = page
	c.left, c.row, c.value = int(page.NumRows()), 0, 0
	c.levels = page.DefinitionLevels()
	if len(c.levels) == 0 {
		c.levels = nil
	}
	c.indexes, c.offsets = nil, nil
	data := page.Data()
	if d := page.Dictionary(); d != nil {
		c.readDictionary(d)
		c.indexes = data.Int32()
		return nil
	}
	switch data.Kind() {
	case encoding.ByteArray:
		text, offsets := data.ByteArray()
		c.data, c.offsets = string(text), offsets
	case encoding.Int64:
		c.int64s = data.Int64()
	case encoding.Int32:
		c.int32s = data.Int32()
	case encoding.Double:
		c.doubles = data.Double()
	case encoding.Boolean:
		c.bools = data.Boolean()
	case encoding.Undefined: // a page of nulls
	default:
		return fmt.Errorf("column %d has pages of kind %s", c.chunk.Column(), data.Kind())
	}
	return nil
}

func (c *column) readDictionary(d parquet.Dictionary) {
	if c.dictioned {
		return
	}
	c.dictioned = true
	values := d.Page().Data()
	switch values.Kind() {
	case encoding.ByteArray:
		data, offsets := values.ByteArray()
		all := string(data)
		c.words = make([]string, d.Len())
		for i := range c.words {
			c.words[i] = all[offsets[i]:offsets[i+1]]
		}
	case encoding.Double:
		c.decimals = append([]float64(nil), values.Double()...)
	}
}

// run calls fill for stretches of rows that lie in one page: rows [lo, hi) of
// out. fill advances nothing.
func (c *column) run(n int, fill func(lo, hi int)) error {
	for lo := 0; lo < n; {
		if c.left == 0 {
			if err := c.next(); err != nil {
				return err
			}
			continue
		}
		hi := min(n, lo+c.left)
		fill(lo, hi)
		c.left -= hi - lo
		c.row += hi - lo
		lo = hi
	}
	return nil
}

// skip passes over n rows.
func (c *column) skip(n int) error {
	if c.nulls {
		return nil
	}
	return c.run(n, func(lo, hi int) {
		if c.levels == nil {
			c.value += hi - lo
			return
		}
		for _, level := range c.levels[c.row : c.row+hi-lo] {
			c.value += int(level)
		}
	})
}

// has tells whether the page's row has a value.
func (c *column) has(row int) bool { return c.levels == nil || c.levels[row] != 0 }

// textsAnd reads len(out) rows and whether they have a value.
func (c *column) textsAnd(out []string, present []bool) error {
	if c.nulls {
		clear(present)
		return nil
	}
	return c.run(len(out), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			present[i] = c.has(c.row + i - lo)
			if !present[i] {
				continue
			}
			if c.indexes != nil {
				out[i] = c.words[c.indexes[c.value]]
			} else {
				out[i] = c.data[c.offsets[c.value]:c.offsets[c.value+1]]
			}
			c.value++
		}
	})
}

// texts reads len(out) rows; rows without value become "".
func (c *column) texts(out []string) error {
	if c.nulls {
		clear(out)
		return nil
	}
	return c.run(len(out), func(lo, hi int) {
		v := c.value
		switch {
		case c.indexes != nil && c.levels == nil:
			for i, index := range c.indexes[v : v+hi-lo] {
				out[lo+i] = c.words[index]
			}
			v += hi - lo
		case c.indexes != nil:
			for i, level := range c.levels[c.row : c.row+hi-lo] {
				if level == 0 {
					out[lo+i] = ""
					continue
				}
				out[lo+i] = c.words[c.indexes[v]]
				v++
			}
		default:
			for i := range hi - lo {
				if !c.has(c.row + i) {
					out[lo+i] = ""
					continue
				}
				out[lo+i] = c.data[c.offsets[v]:c.offsets[v+1]]
				v++
			}
		}
		c.value = v
	})
}

// integers reads len(out) rows of an integer column; rows without value become
// missing.
func (c *column) integers(out []int64, missing int64) error {
	if c.nulls {
		for i := range out {
			out[i] = missing
		}
		return nil
	}
	return c.run(len(out), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			switch {
			case !c.has(c.row + i - lo):
				out[i] = missing
				continue
			case c.int64s != nil:
				out[i] = c.int64s[c.value]
			default:
				out[i] = int64(c.int32s[c.value])
			}
			c.value++
		}
	})
}

// numbers reads len(out) rows of a decimal column and whether they have a value.
func (c *column) numbers(out []float64, present []bool) error {
	if c.nulls {
		clear(present)
		return nil
	}
	return c.run(len(out), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			present[i] = c.has(c.row + i - lo)
			if !present[i] {
				continue
			}
			if c.indexes != nil {
				out[i] = c.decimals[c.indexes[c.value]]
			} else {
				out[i] = c.doubles[c.value]
			}
			c.value++
		}
	})
}

// truths reads len(out) rows of a column of yes and no and whether they have a value.
func (c *column) truths(out, present []bool) error {
	if c.nulls {
		clear(present)
		return nil
	}
	return c.run(len(out), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			present[i] = c.has(c.row + i - lo)
			if !present[i] {
				continue
			}
			out[i] = c.bools[c.value/8]>>(c.value%8)&1 != 0
			c.value++
		}
	})
}
