package sim

import "wend/internal/event"

// PlannedEvent is one event that a shop of this kind should send.
type PlannedEvent struct {
	Name       string   `json:"name"`
	What       string   `json:"what"`
	Properties []string `json:"properties,omitempty"`
	// Required events are those without which the kit's analyses say nothing.
	Required bool `json:"required,omitempty"`
}

// EventPlan is what a business of this kind should send.
func (s *Simulation) EventPlan() []PlannedEvent { return s.business.events() }

// shopEvents is what a shop sends.
func shopEvents() []PlannedEvent {
	product := []string{"product_id", "name", "category", "price", "currency"}
	order := []string{"order_id", "revenue", "total", "currency", "products"}
	return []PlannedEvent{
		{event.PageViewed, "Somebody looks at a page.", []string{"path", "url", "title", "referrer"}, true},
		{"Product List Viewed", "Somebody looks at a list of products.", []string{"list_id", "category", "products"}, false},
		{"Products Searched", "Somebody searches the shop.", []string{"query"}, false},
		{"Product Viewed", "Somebody looks at a product.", product, true},
		{"Product Added to Wishlist", "Somebody keeps a product for later.", product, false},
		{"Product Added", "A product goes into the cart.", append(product[:len(product):len(product)], "quantity"), true},
		{"Product Removed", "A product leaves the cart.", append(product[:len(product):len(product)], "quantity"), false},
		{"Cart Viewed", "Somebody looks into the cart.", []string{"cart_id", "products"}, false},
		{"Checkout Started", "Somebody begins to pay.", order, true},
		{"Payment Info Entered", "Somebody chose how to pay.", []string{"order_id", "payment_method"}, false},
		{"Order Completed", "An order is placed, on the website or at the till.", order, true},
		{"Order Refunded", "An order is taken back.", []string{"order_id", "total", "currency", "reason"}, false},
		{"Signed Up", "An account is opened.", nil, false},
		{"Signed In", "Somebody signs in.", nil, false},
		{"Newsletter Subscribed", "Somebody wants the newsletter.", []string{"list"}, false},
		{"Newsletter Unsubscribed", "Somebody wants it no more.", []string{"list"}, false},
		{"Experiment Viewed", "Somebody sees one side of an experiment.", []string{"experiment_id", "variation_id"}, false},
		{"Promotion Viewed", "Somebody sees an offer.", []string{"promotion_id", "name", "position"}, false},
		{"Product Reviewed", "Somebody says what they think of a product.", []string{"product_id", "rating", "review_body"}, false},
		{"Product Shared", "Somebody shows a product to somebody else.", []string{"product_id", "share_via"}, false},
		{"Support Contacted", "Somebody calls or writes.", []string{"topic", "resolved"}, false},
		{scriptError, "A page's script failed.", []string{"message", "filename"}, false},
	}
}

// mailEvents are what a mail tool and its surveys send.
func mailEvents() []PlannedEvent {
	return []PlannedEvent{
		{"Message Sent", "A mail goes out.", []string{"message_id", "template"}, false},
		{"Message Opened", "Somebody opens a mail.", []string{"message_id", "template"}, false},
		{"Message Clicked", "Somebody follows a link in a mail.", []string{"message_id", "template"}, false},
		{"Survey Answered", "Somebody says how it was.", []string{"survey", "rating", "text"}, false},
	}
}
