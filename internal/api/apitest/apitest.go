// Package apitest holds answers against the published OpenAPI document, so
// that every test of the program is a test of the document too.
package apitest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"wend/internal/api"
)

var document = sync.OnceValue(func() *huma.OpenAPI { return api.Document("test") })

// mutex guards the validator, which resolves references lazily.
var mutex sync.Mutex

// Check tells how an answer differs from what the document says about it; nil
// means that it agrees. An address that is not in the document is a difference.
func Check(method, address string, status int, contentType string, body []byte) error {
	mutex.Lock()
	defer mutex.Unlock()
	operation := find(method, address)
	if operation == nil {
		return fmt.Errorf("%s %s is not in the document", method, address)
	}
	response := operation.Responses[strconv.Itoa(status)]
	if response == nil {
		response = operation.Responses["default"]
	}
	if response == nil {
		return fmt.Errorf("%s %s answered %d, which the document does not name", method, address, status)
	}
	media, _, _ := strings.Cut(contentType, ";")
	described := response.Content[media]
	if described == nil || described.Schema == nil || len(body) == 0 {
		if len(body) > 0 {
			return fmt.Errorf("%s %s answered %d as %q, which the document does not name", method, address, status, media)
		}
		return nil
	}
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return fmt.Errorf("%s %s answered no JSON: %w", method, address, err)
	}
	result := huma.ValidateResult{}
	huma.Validate(document().Components.Schemas, described.Schema, huma.NewPathBuffer(nil, 0), huma.ModeReadFromServer, value, &result)
	if len(result.Errors) > 0 {
		return fmt.Errorf("%s %s answered %d, unlike the document: %v", method, address, status, result.Errors)
	}
	return nil
}

// find is the operation of an address, its placeholders filled by anything;
// addresses without placeholders go first.
func find(method, address string) (found *huma.Operation) {
	address, _, _ = strings.Cut(address, "?")
	parts := strings.Split(address, "/")
	fewest := len(parts) + 1
	for path, item := range document().Paths {
		operation := of(item, method)
		pattern := strings.Split(path, "/")
		if operation == nil || len(pattern) != len(parts) {
			continue
		}
		holes, matches := 0, true
		for i, part := range pattern {
			if strings.HasPrefix(part, "{") {
				holes++
			} else if part != parts[i] {
				matches = false
			}
		}
		if matches && holes < fewest {
			found, fewest = operation, holes
		}
	}
	return found
}

func of(item *huma.PathItem, method string) *huma.Operation {
	switch method {
	case http.MethodGet:
		return item.Get
	case http.MethodPost:
		return item.Post
	case http.MethodPut:
		return item.Put
	case http.MethodDelete:
		return item.Delete
	}
	return nil
}
