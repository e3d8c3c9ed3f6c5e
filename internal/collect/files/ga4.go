package files

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"wend/internal/event"
)

// ga4Event is a row of GA4's export to BigQuery, as far as it is used.
type ga4Event struct {
	Name          string         `json:"event_name"`
	Timestamp     json.Number    `json:"event_timestamp"`
	UserID        *string        `json:"user_id"`
	PseudoID      *string        `json:"user_pseudo_id"`
	Params        []ga4Parameter `json:"event_params"`
	UserParams    []ga4Parameter `json:"user_properties"`
	Device        ga4Device      `json:"device"`
	Geo           struct{ Country, City, Region string }
	TrafficSource ga4Traffic `json:"traffic_source"`
	Collected     struct {
		Source   string `json:"manual_source"`
		Medium   string `json:"manual_medium"`
		Campaign string `json:"manual_campaign_name"`
		Gclid    string `json:"gclid"`
	} `json:"collected_traffic_source"`
	Ecommerce map[string]any   `json:"ecommerce"`
	Items     []map[string]any `json:"items"`
}

type ga4Device struct {
	Category string `json:"category"`
	System   string `json:"operating_system"`
	Language string `json:"language"`
	WebInfo  struct {
		Browser string `json:"browser"`
	} `json:"web_info"`
}

type ga4Traffic struct{ Name, Medium, Source string }

type ga4Parameter struct {
	Key   string `json:"key"`
	Value struct {
		Text   *string      `json:"string_value"`
		Int    *json.Number `json:"int_value"`
		Float  *float64     `json:"float_value"`
		Double *float64     `json:"double_value"`
	} `json:"value"`
}

func (p ga4Parameter) value() any {
	switch v := p.Value; {
	case v.Text != nil:
		return *v.Text
	case v.Int != nil:
		return *v.Int
	case v.Double != nil:
		return *v.Double
	case v.Float != nil:
		return *v.Float
	}
	return nil
}

// ga4Message turns a row of a GA4 export into a message.
func ga4Message(line []byte) ([]byte, error) {
	var e ga4Event
	if err := json.Unmarshal(line, &e); err != nil {
		return nil, errors.New("the line is no row of a GA4 export: " + err.Error())
	}
	micros, err := strconv.ParseInt(e.Timestamp.String(), 10, 64)
	if e.Name == "" || err != nil {
		return nil, errors.New("the row has no event_name or no event_timestamp")
	}
	properties := map[string]any{}
	for _, p := range e.Params {
		if value := p.value(); value != nil {
			properties[p.Key] = value
		}
	}
	message := map[string]any{"type": "track", "event": e.Name, "timestamp": micros / 1000, "properties": properties, "context": e.context(properties)}
	if e.Name == "page_view" {
		message["type"] = "page"
		delete(message, "event")
	}
	if e.UserID != nil && *e.UserID != "" {
		message["userId"] = *e.UserID
	}
	if e.PseudoID != nil && *e.PseudoID != "" {
		message["anonymousId"] = *e.PseudoID
	}
	e.order(properties)
	return json.Marshal(message)
}

// context says where the event happened and where the visit came from.
func (e *ga4Event) context(properties map[string]any) map[string]any {
	context := map[string]any{}
	page := map[string]any{}
	for field, key := range map[string]string{"url": "page_location", "referrer": "page_referrer", "title": "page_title"} {
		if value, ok := properties[key].(string); ok {
			page[field] = value
			delete(properties, key)
		}
	}
	if len(page) > 0 {
		context["page"] = page
	}
	campaign := map[string]any{}
	for field, values := range map[string][]any{
		"source": {e.Collected.Source, properties["source"]}, "medium": {e.Collected.Medium, properties["medium"]}, "name": {e.Collected.Campaign, properties["campaign"]},
	} {
		for _, value := range values {
			if text, ok := value.(string); ok && text != "" && !strings.HasPrefix(text, "(") && campaign[field] == nil { // "(direct)", "(none)"
				campaign[field] = text
			}
		}
	}
	if len(campaign) > 0 {
		context["campaign"] = campaign
	}
	for name, value := range map[string]struct{ field, text string }{
		"device": {"type", e.Device.Category}, "os": {"name", e.Device.System}, "location": {"country", e.Geo.Country},
	} {
		if value.text != "" {
			context[name] = map[string]any{value.field: value.text}
		}
	}
	if e.Device.Language != "" {
		context["locale"] = e.Device.Language
	}
	return context
}

// order gives what was bought the names that Wend knows it by.
func (e *ga4Event) order(properties map[string]any) {
	if canonical := event.Canonical(e.Name); canonical != "Order Completed" && canonical != "Order Refunded" {
		if len(e.Items) > 0 {
			properties["products"] = products(e.Items)
		}
		return
	}
	for from, to := range map[string]string{"transaction_id": "order_id", "coupon": "coupon", "tax": "tax", "shipping": "shipping"} {
		if value, ok := properties[from]; ok {
			properties[to] = value
		}
	}
	if id, ok := e.Ecommerce["transaction_id"].(string); ok && properties["order_id"] == nil && id != "(not set)" {
		properties["order_id"] = id
	}
	if revenue, ok := e.Ecommerce["purchase_revenue"]; ok && properties["value"] == nil && revenue != nil {
		properties["value"] = revenue
	}
	if len(e.Items) > 0 {
		properties["products"] = products(e.Items)
	}
}

func products(items []map[string]any) (list []map[string]any) {
	names := map[string]string{"item_id": "product_id", "item_name": "name", "item_brand": "brand", "item_category": "category", "item_variant": "variant", "price": "price", "quantity": "quantity"}
	for _, item := range items {
		product := map[string]any{}
		for from, to := range names {
			if value := item[from]; value != nil && value != "(not set)" {
				product[to] = value
			}
		}
		list = append(list, product)
	}
	return list
}
