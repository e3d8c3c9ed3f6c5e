package app

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"fmt"

	"wend/internal/maps"
)

// demoMaps are the journey maps with which the worlds begin, by world.
//
//go:embed demomaps/*.json
var demoMaps embed.FS

// demoMap is the id of the map with which a demo begins.
const demoMap = "demo"

// draw gives the business the journey map that its people would have written.
func (d *demo) draw(ctx context.Context) error {
	raw, err := demoMaps.ReadFile("demomaps/" + d.world.World().Key + ".json")
	if err != nil {
		return fmt.Errorf("the demo's journey map: %w", err)
	}
	var body maps.Body
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err = decoder.Decode(&body); err == nil {
		_, err = d.workspace.maps.Put(ctx, d.workspace.visitor.Name, demoMap, body)
	}
	if err != nil {
		return fmt.Errorf("the demo's journey map: %w", err)
	}
	return nil
}
