package collect

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-chi/chi/v5"
)

// segmentSettings answers what @segment/analytics-next asks for when it
// starts. It needs the one integration that sends to us, and our address.
func (c *Collector) segmentSettings(w http.ResponseWriter, r *http.Request) {
	allowOrigin(w.Header(), r)
	key := chi.URLParam(r, "writeKey")
	if _, err := c.source(key); err != nil {
		c.refuse(w, r, err)
		return
	}
	scheme, host := c.address(r)
	type object = map[string]any
	every := object{"__default": object{"enabled": true, "integrations": object{}}}
	answer(w, object{
		"integrations": object{"Segment.io": object{
			"apiKey": key, "apiHost": host + "/v1", "protocol": scheme,
			"addBundledMetadata": false, "unbundledIntegrations": []string{}, "maybeBundledConfigIds": object{},
			"versionSettings": object{"version": "4.4.7", "componentTypes": []string{"browser"}},
		}},
		"plan":                      object{"track": every, "identify": every, "group": every},
		"edgeFunction":              object{},
		"analyticsNextEnabled":      true,
		"middlewareSettings":        object{"routingRules": []any{}},
		"enabledMiddleware":         object{},
		"metrics":                   object{"sampleRate": 0, "host": host + "/v1"},
		"legacyVideoPluginsEnabled": false,
		"remotePlugins":             []any{},
	})
}

// rudderSettings answers what RudderStack's libraries ask for when they start:
// a source without destinations of its own.
func (c *Collector) rudderSettings(w http.ResponseWriter, r *http.Request) {
	allowOrigin(w.Header(), r)
	key := requestKey(r, r.URL.Query())
	source, err := c.source(key)
	if err != nil {
		c.refuse(w, r, err)
		return
	}
	type object = map[string]any
	off := object{"enabled": false}
	answer(w, object{
		"source": object{
			"id": source.ID, "name": source.Name, "writeKey": key, "enabled": true, "workspaceId": "wend",
			"config":       object{"statsCollection": object{"errors": off, "metrics": off}},
			"destinations": []any{}, "connections": []any{}, "dataplanes": object{},
		},
		"updatedAt": "1970-01-01T00:00:00Z",
	})
}

// address is where browsers reach us: as configured, or as they just did.
func (c *Collector) address(r *http.Request) (scheme, host string) {
	if base, err := url.Parse(c.options.BaseURL); err == nil && base.Host != "" {
		return base.Scheme, base.Host + strings.TrimRight(base.Path, "/")
	}
	if r.TLS != nil || strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https") {
		return "https", r.Host
	}
	return "http", r.Host
}

func answer(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "private, max-age=60")
	_ = json.NewEncoder(w).Encode(body)
}
