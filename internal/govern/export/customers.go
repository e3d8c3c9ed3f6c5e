package export

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"

	"wend/internal/unify/customers"
)

// customerRow is a customer in a table; its columns' names are public.
type customerRow struct {
	ID          string  `parquet:"id" json:"id"`
	FirstSeen   string  `parquet:"first_seen" json:"first_seen"`
	LastSeen    string  `parquet:"last_seen" json:"last_seen"`
	Stage       string  `parquet:"stage,dict" json:"stage"`
	Value       float64 `parquet:"value" json:"value"`
	Sessions    int64   `parquet:"sessions" json:"sessions"`
	Touchpoints int64   `parquet:"touchpoints" json:"touchpoints"`
	Identifiers string  `parquet:"identifiers" json:"-"` // JSON
	Traits      string  `parquet:"traits" json:"-"`      // JSON

	IdentifierList []identifier               `parquet:"-" json:"identifiers"`
	TraitMap       map[string]json.RawMessage `parquet:"-" json:"traits"`
}

type identifier struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
}

// Customers writes the customers as they are now.
func Customers(ctx context.Context, list iter.Seq2[customers.Customer, error], format Format, w io.Writer) error {
	rows := tableOf[customerRow](format, w)
	for c, err := range list {
		if err != nil {
			return fmt.Errorf("export customers: %w", err)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		row, err := describe(c)
		if err != nil {
			return err
		}
		if err := rows.write(row); err != nil {
			return err
		}
	}
	return rows.close()
}

func describe(c customers.Customer) (customerRow, error) {
	row := customerRow{ID: c.ID, FirstSeen: Time(c.FirstSeen), LastSeen: Time(c.LastSeen), Stage: c.Stage, Value: c.Value,
		Sessions: int64(c.Sessions), Touchpoints: int64(c.Touchpoints), IdentifierList: []identifier{}, TraitMap: c.Traits}
	for _, id := range c.Identifiers {
		row.IdentifierList = append(row.IdentifierList, identifier{id.Kind, id.Value})
	}
	if row.TraitMap == nil {
		row.TraitMap = map[string]json.RawMessage{}
	}
	identifiers, err := json.Marshal(row.IdentifierList)
	if err != nil {
		return row, err
	}
	traits, err := json.Marshal(row.TraitMap)
	row.Identifiers, row.Traits = string(identifiers), string(traits)
	return row, err
}
