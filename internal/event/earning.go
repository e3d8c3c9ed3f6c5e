package event

import "slices"

// earning are the events whose value a customer is worth: what was bought or
// agreed in any sector, less refunds. Others carry a value too (GA4's
// recommended view_item, add_to_cart and begin_checkout do), which nobody paid.
var earning = []string{
	"Order Completed", "Order Refunded", "Booking Completed", "Membership Started", "Membership Renewed",
	"Subscription Started", "Subscription Renewed", "Deal Won",
}

// Earning are the names of the events whose value a customer is worth.
func Earning() []string { return slices.Clone(earning) }
