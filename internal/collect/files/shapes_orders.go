package files

// ownShapes are what Wend itself exports.
var ownShapes = []Shape{
	{
		Name: "wend_orders", Title: "a Wend export of orders", Kind: Orders,
		Signature: []string{"message_id", "order_id", "ordered_at", "products", "customer_id"},
		Columns: map[string]string{
			"message_id": MessageID, "order_id": OrderID, "ordered_at": Time, "status": Status, "user_id": UserID, "anonymous_id": AnonymousID, "email": Email, "phone": Phone,
			"value": Total, "currency": Currency, "subtotal": Subtotal, "tax": Tax, "shipping": Shipping, "discount": Discount, "coupon": Coupon,
			"products": Product + ":list", "refunded": Refunded,
		},
	},
	{
		Name: "wend_costs", Title: "a Wend export of costs", Kind: Costs,
		Signature: []string{"day", "source", "medium", "campaign", "cost", "currency", "clicks", "impressions"},
		Columns: map[string]string{
			"day": Day, "source": Source, "medium": Medium, "campaign": Campaign, "cost": Cost, "currency": Currency, "clicks": Clicks, "impressions": Impressions,
		},
	},
	{
		Name: ownCustomersShape, Title: "a Wend export of customers", Kind: Customers,
		Signature: []string{"id", "first_seen", "last_seen", "identifiers", "traits"},
	},
	{
		Name: "wend_events", Title: "a Wend export of events", Kind: Events,
		Signature: []string{"message_id", "received_at", "customer_id", "session_id"},
	},
}

// orderShapes are exports of shops, tills and payment programs.
var orderShapes = []Shape{
	{
		Name: "shopify_orders", Title: "a Shopify order export", Kind: Orders,
		Signature: []string{"name", "email", "financial status", "lineitem name", "lineitem quantity", "created at"},
		Columns: map[string]string{
			"name": OrderID, "email": Email, "phone": Phone, "billing phone": Phone, "shipping phone": Ignore, "created at": Time, "financial status": Status, "currency": Currency,
			"total": Total, "subtotal": Subtotal, "taxes": Tax, "shipping": Shipping, "discount amount": Discount, "discount code": Coupon,
			"refunded amount": Refunded, "cancelled at": CancelledAt, "accepts marketing": Consent + ":email_marketing", "customer id": ID + ":shopify_customer_id",
			"lineitem name": Product + ":name", "lineitem quantity": Product + ":quantity", "lineitem price": Product + ":price", "lineitem sku": Product + ":sku",
			"lineitem discount": Product + ":discount", "vendor": Product + ":brand",
			"billing name": Trait + ":name", "billing city": Trait + ":city", "billing country": Trait + ":country", "billing zip": Trait + ":postal_code", "billing company": Trait + ":company",
			"shipping method": Property + ":shipping_method", "payment method": Property + ":payment_method", "source": Property + ":sales_channel", "tags": Property + ":tags",
		},
	},
	{
		// Order Export & Order Import, Customer/Order/Coupon Export and the Import Export Suite.
		Name: "woocommerce_orders", Title: "a WooCommerce order export", Kind: Orders,
		Signature: []string{"order_id", "order_number", "status", "order_total", "billing_email"},
		Columns: map[string]string{
			"order_id": Ignore, "order_number": OrderID, "order_number_formatted": Ignore, "order_date": Time, "date": Time, "status": Status, "order_currency": Currency,
			"order_total": Total, "order_subtotal": Subtotal, "tax_total": Tax, "shipping_total": Shipping, "discount_total": Discount, "cart_discount": Ignore, "refunded_total": Refunded, "refund_items": Refunds,
			"billing_email": Email, "customer_email": Email, "billing_phone": Phone, "customer_id": ID + ":woocommerce_customer_id",
			"billing_first_name": Trait + ":firstName", "billing_last_name": Trait + ":lastName", "billing_company": Trait + ":company", "billing_city": Trait + ":city",
			"billing_country": Trait + ":country", "billing_postcode": Trait + ":postal_code",
			"coupon_items": Coupon, "coupons": Coupon, "payment_method": Property + ":payment_method", "shipping_method": Property + ":shipping_method",
			"item_name": Product + ":name", "item_sku": Product + ":sku", "item_quantity": Product + ":quantity", "item_total": Product + ":total",
		},
		Values: map[string]map[string]string{"status": woocommerceStates, "customer_id": {"0": ""}},
		Map:    Map{Dates: MonthFirst},
	},
	{
		// Advanced Order Export.
		Name: "woocommerce_orders_advanced", Title: "a WooCommerce order export (Advanced Order Export)", Kind: Orders,
		Signature: []string{"order number", "order status", "order date", "email (billing)"},
		Columns: map[string]string{
			"order number": OrderID, "order status": Status, "order date": Time, "email (billing)": Email, "phone (billing)": Phone, "customer user id": ID + ":woocommerce_customer_id",
			"first name (billing)": Trait + ":firstName", "last name (billing)": Trait + ":lastName", "company (billing)": Trait + ":company", "city (billing)": Trait + ":city",
			"country code (billing)": Trait + ":country", "postcode (billing)": Trait + ":postal_code",
			"order total amount": Total, "order subtotal amount": Subtotal, "order total tax amount": Tax, "order shipping amount": Shipping, "cart discount amount": Discount,
			"order refund amount": Refunded, "order currency": Currency, "coupon code": Coupon, "payment method title": Property + ":payment_method", "shipping method title": Property + ":shipping_method",
			"sku": Product + ":sku", "item name": Product + ":name", "quantity": Product + ":quantity", "quantity (- refund)": Product + ":quantity", "item cost": Product + ":price",
		},
		Values: map[string]map[string]string{"order status": woocommerceStates, "customer user id": {"0": ""}},
	},
	{
		// WooCommerce's own table of Analytics, Orders.
		Name: "woocommerce_analytics", Title: "a WooCommerce Analytics download", Kind: Orders,
		Signature: []string{"date", "order #", "status", "customer", "customer type", "items sold"},
		Columns: map[string]string{
			"date": Time, "order #": OrderID, "status": Status, "customer": Trait + ":name", "coupon(s)": Coupon, "net sales": Total, "n. revenue": Total,
			"attribution": Property + ":attribution", "customer id": ID + ":woocommerce_customer_id", "email": Email,
		},
		Values: map[string]map[string]string{"status": woocommerceStates},
		Lacks: "WooCommerce's Analytics download names customers, and names are no identifiers: two people may share one. " +
			"Export the orders with a plugin instead, for example Order Export & Order Import or Advanced Order Export, which write the e-mail address beside each order.",
	},
	{
		Name: "stripe_payments", Title: "a Stripe payments export", Kind: Orders,
		Signature: []string{"id", "created*", "amount", "amount refunded", "currency", "status", "customer email"},
		Columns: map[string]string{
			"id": OrderID, "created*": Time, "amount": Total, "amount refunded": Refunded, "refunded date (utc)": RefundedAt, "currency": Currency, "status": Status,
			"customer email": Email, "customer id": ID + ":stripe_customer_id", "customer phone": Phone, "customer name": Trait + ":name", "card name": Trait + ":name", "card address country": Trait + ":country",
			"description": Property + ":description", "invoice id": Property + ":invoice_id",
		},
		Map: Map{Timezone: "UTC"},
	},
	{
		Name: "square_items", Title: "a Square item sales export", Kind: Orders,
		Signature: []string{"date", "time", "time zone", "item", "qty", "gross sales", "net sales", "transaction id"},
		Columns: map[string]string{
			"date": Time, "time": Clock, "time zone": Zone, "transaction id": OrderID, "event type": Property + ":event_type", "customer id": ID + ":square_customer_id",
			"customer name": Trait + ":name", "customer reference id": UserID,
			"item": Product + ":name", "sku": Product + ":sku", "category": Product + ":category", "qty": Product + ":quantity", "net sales": Product + ":total", "tax": Product + ":tax", "location": Property + ":location",
		},
		Map: Map{Channel: "store", Dates: MonthFirst},
	},
	{
		Name: "square_transactions", Title: "a Square transactions export", Kind: Orders,
		Signature: []string{"date", "time", "time zone", "gross sales", "net sales", "total collected", "transaction id"},
		Columns: map[string]string{
			"date": Time, "time": Clock, "time zone": Zone, "transaction id": OrderID, "total collected": Total, "net sales": Subtotal, "tax": Tax, "discounts": Discount, "partial refunds": Refunded,
			"customer id": ID + ":square_customer_id", "customer name": Trait + ":name", "customer reference id": UserID,
			"description": Property + ":description", "location": Property + ":location", "card brand": Property + ":card_brand", "event type": Property + ":event_type",
		},
		Map: Map{Channel: "store", Dates: MonthFirst},
	},
	{
		Name: "square_orders", Title: "a Square Online order export", Kind: Orders,
		Signature: []string{"order", "order date", "order status", "order total", "recipient email"},
		Columns: map[string]string{
			"order": OrderID, "order date": Time, "order status": Status, "currency": Currency, "order total": Total, "order subtotal": Subtotal, "order tax total": Tax,
			"order shipping price": Shipping, "order refunded amount": Refunded, "recipient email": Email, "recipient phone": Phone, "recipient name": Trait + ":name",
			"recipient city": Trait + ":city", "recipient country": Trait + ":country", "item name": Product + ":name", "item sku": Product + ":sku", "item quantity": Product + ":quantity", "item price": Product + ":price",
		},
		Map: Map{Dates: MonthFirst},
	},
	{
		Name: "lightspeed_sales", Title: "a Lightspeed Retail sales export", Kind: Orders,
		Signature: []string{"date", "receipt number", "line type", "customer code", "total"},
		Columns: map[string]string{
			"date": Time, "receipt number": OrderID, "line type": Line, "customer code": ID + ":lightspeed_customer_code", "customer email": Email, "customer phone": Phone, "customer name": Trait + ":name",
			"total": Total, "sales tax": Tax, "discount": Discount, "status": Status, "register": Property + ":register", "outlet": Property + ":location",
			"details": Product + ":name", "sku": Product + ":sku", "quantity": Product + ":quantity", "subtotal": Product + ":total",
		},
		Values: map[string]map[string]string{
			"line type": {"Sale": lineOfOrder, "Sale Line": lineOfItem, "Payment": lineToSkip, "sale": lineOfOrder, "sale line": lineOfItem, "payment": lineToSkip},
			"status":    {"VOIDED": "voided", "SAVED": "parked", "LAYBY": "parked", "ONACCOUNT": "on account", "CLOSED": "completed"},
		},
		Map: Map{Channel: "store"},
	},
	{
		Name: "lightspeed_orders", Title: "a Lightspeed eCom order export", Kind: Orders,
		Signature: []string{"order number", "customer email", "payment status", "total incl*"},
		Columns: map[string]string{
			"order number": OrderID, "order id": Ignore, "created": Time, "created at": Time, "date": Time, "order status": Property + ":order_status", "payment status": Status, "customer email": Email, "e-mail": Email,
			"customer phone": Phone, "phone": Phone, "customer id": ID + ":lightspeed_customer_id", "first name": Trait + ":firstName", "last name": Trait + ":lastName", "city": Trait + ":city", "country": Trait + ":country",
			"total incl*": Total, "total excl*": Subtotal, "total tax": Tax, "shipping*": Shipping, "discount code": Coupon, "discount": Discount, "currency": Currency,
			"product": Product + ":name", "product title": Product + ":name", "product sku": Product + ":sku", "quantity": Product + ":quantity", "product price": Product + ":price",
		},
		Values: map[string]map[string]string{"payment status": {"not paid": "unpaid", "not_paid": "unpaid"}},
		Map:    Map{Dates: DayFirst},
	},
}

// woocommerceStates: an order that waits for its payment is none yet.
var woocommerceStates = map[string]string{
	"pending": "unpaid", "wc-pending": "unpaid", "Pending payment": "unpaid", "Pending": "unpaid",
}
