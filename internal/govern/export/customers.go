package export

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"

	"wend/internal/unify/customers"
)

// customerRow is a customer in a table; its columns' names are public, and an
// import knows them again.
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
	Consents    string  `parquet:"consents" json:"-"`    // JSON: what was answered

	IdentifierList []identifier               `parquet:"-" json:"identifiers"`
	TraitMap       map[string]json.RawMessage `parquet:"-" json:"traits"`
	ConsentMap     map[string]bool            `parquet:"-" json:"consents"`
}

type identifier struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
}

// Customers writes the customers as they are now.
func Customers(ctx context.Context, list iter.Seq2[customers.Held, error], format Format, w io.Writer) error {
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

func describe(c customers.Held) (customerRow, error) {
	row := customerRow{ID: c.ID, FirstSeen: Time(c.FirstSeen), LastSeen: Time(c.LastSeen), Stage: c.Stage, Value: c.Value,
		Sessions: int64(c.Sessions), Touchpoints: int64(c.Touchpoints), IdentifierList: []identifier{}, TraitMap: c.Traits, ConsentMap: c.Answers}
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
	if err != nil {
		return row, err
	}
	consents, err := json.Marshal(row.ConsentMap)
	row.Identifiers, row.Traits, row.Consents = string(identifiers), string(traits), string(consents)
	return row, err
}
