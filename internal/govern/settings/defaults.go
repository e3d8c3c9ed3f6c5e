package settings

import (
	"wend/internal/journey"
)

// DefaultStages is the stage model of a new workspace: the customary six
// stages, with rules over Segment's e-commerce and B2B SaaS events. Awareness
// is the very first touchpoint; later page views alone move nobody.
func DefaultStages() []journey.Stage {
	events := func(names ...string) (rules []journey.StageRule) {
		for _, name := range names {
			rules = append(rules, journey.StageRule{Event: name})
		}
		return rules
	}
	counted := func(event, op string, n int) journey.StageRule {
		return journey.StageRule{Event: event, Count: &journey.Count{Op: op, Value: float64(n)}}
	}
	return []journey.Stage{
		{Key: "awareness", Name: "Awareness", Patience: "30d", Rules: []journey.StageRule{counted("", "eq", 1)}},
		{Key: "consideration", Name: "Consideration", Patience: "30d",
			Rules: events("Product Viewed", "Product List Viewed", "Product Clicked", "Products Searched", "Product Added to Wishlist", "Pricing Viewed")},
		{Key: "decision", Name: "Decision", Patience: "30d",
			Rules: events("Product Added", "Cart Viewed", "Checkout Started", "Checkout Step Completed", "Payment Info Entered", "Trial Started", "Signed Up")},
		{Key: "purchase", Name: "Purchase", Patience: "30d", Rules: events("Order Completed", "Subscription Started")},
		{Key: "retention", Name: "Retention", Patience: "90d", Rules: []journey.StageRule{counted("Order Completed", "gte", 2), {Event: "Subscription Renewed"}}},
		{Key: "advocacy", Name: "Advocacy", Patience: "180d", Rules: events("Product Reviewed", "Product Shared", "Referral Sent", "Invite Sent")},
	}
}
