package event

// ga4Names maps GA4's recommended event names to Segment's canonical ones.
// Sources: Google's "Recommended events" and Segment's e-commerce and B2B SaaS
// specifications. Only names that mean the same thing are mapped.
var ga4Names = map[string]string{
	"page_view":           "Page Viewed",
	"screen_view":         "Screen Viewed",
	"view_item":           "Product Viewed",
	"view_item_list":      "Product List Viewed",
	"select_item":         "Product Clicked",
	"add_to_cart":         "Product Added",
	"remove_from_cart":    "Product Removed",
	"view_cart":           "Cart Viewed",
	"add_to_wishlist":     "Product Added to Wishlist",
	"begin_checkout":      "Checkout Started",
	"add_shipping_info":   "Checkout Step Completed",
	"add_payment_info":    "Payment Info Entered",
	"purchase":            "Order Completed",
	"refund":              "Order Refunded",
	"search":              "Products Searched",
	"view_search_results": "Products Searched",
	"view_promotion":      "Promotion Viewed",
	"select_promotion":    "Promotion Clicked",
	"share":               "Product Shared",
	"sign_up":             "Signed Up",
	"login":               "Signed In",
}

// The names of page and screen views, whatever the call's own name was.
const (
	PageViewed   = "Page Viewed"
	ScreenViewed = "Screen Viewed"
)

// Received are the names of what is sent to customers, and of what machines do
// with it as well: none of it is an act of theirs, or a visit.
var Received = []string{"Message Sent", "Message Delivered", "Message Bounced", "Message Opened"}

// Canonical is the name under which a tracked event is stored and asked for:
// GA4's recommended names become Segment's, every other name stays as it is.
func Canonical(name string) string {
	if c, ok := ga4Names[name]; ok {
		return c
	}
	return name
}
