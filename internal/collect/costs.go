package collect

import (
	"encoding/json"
	"net/http"

	"wend/internal/collect/costs"
	"wend/internal/collect/protocol"
	"wend/internal/problem"
)

// ImportCosts takes costs as JSON, for callers who have shown that they may.
// They come from the workspace's own import source.
func (c *Collector) ImportCosts(w http.ResponseWriter, r *http.Request) {
	result, err := c.takeCosts(r)
	if err != nil {
		c.refuse(w, r, err)
		return
	}
	accepted(w, result)
}

func (c *Collector) takeCosts(r *http.Request) (result result, err error) {
	source, err := c.Sources.OfKind(r.Context(), Import, importSource)
	if err != nil {
		return result, err
	}
	memory := share{budget: &c.budget}
	defer memory.release()
	body, err := readBody(r, protocol.LargestBatch, protocol.TooLarge(protocol.LargestBatch), &memory)
	if err != nil {
		return result, err
	}
	var lines []costs.Line
	if err := json.Unmarshal(body, &lines); err != nil {
		return result, problem.New(http.StatusBadRequest, "The body is no list of costs: %s.", err)
	}
	stored, err := c.Costs.Put(r.Context(), source.ID, lines)
	result.imported, result.duplicates = true, len(lines)-stored
	return result, err
}
