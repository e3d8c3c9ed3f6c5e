package export

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"

	"wend/internal/collect/costs"
	"wend/internal/event"
	"wend/internal/unify/customers"
)

// orderRow is an order in a table; its columns' names are public, and an
// import knows them again.
type orderRow struct {
	MessageID   string   `parquet:"message_id" json:"message_id"`
	OrderID     string   `parquet:"order_id" json:"order_id"`
	OrderedAt   string   `parquet:"ordered_at" json:"ordered_at"`
	Status      string   `parquet:"status,dict" json:"status"`
	CustomerID  string   `parquet:"customer_id,dict" json:"customer_id"`
	UserID      string   `parquet:"user_id,dict" json:"user_id"`
	AnonymousID string   `parquet:"anonymous_id,dict" json:"anonymous_id"`
	Email       string   `parquet:"email,dict" json:"email"`
	Phone       string   `parquet:"phone,dict" json:"phone"`
	Value       *float64 `parquet:"value,optional" json:"value"`
	Currency    string   `parquet:"currency,dict" json:"currency"`
	Subtotal    *float64 `parquet:"subtotal,optional" json:"subtotal"`
	Tax         *float64 `parquet:"tax,optional" json:"tax"`
	Shipping    *float64 `parquet:"shipping,optional" json:"shipping"`
	Discount    *float64 `parquet:"discount,optional" json:"discount"`
	Coupon      string   `parquet:"coupon,dict" json:"coupon"`
	Products    string   `parquet:"products" json:"-"` // JSON

	ProductList json.RawMessage `parquet:"-" json:"products"`
}

// statuses are the events that tell of whole orders.
var statuses = map[string]string{"Order Completed": "completed", "Order Cancelled": "cancelled", "Order Refunded": "refund"}

// Orders writes one row for every order that was placed, cancelled or given
// back, up to the position, in order of receipt.
func Orders(ctx context.Context, log Log, to uint64, place func(*event.Event) customers.Place, format Format, w io.Writer) error {
	rows := tableOf[orderRow](format, w)
	err := log.Export(ctx, 1, to+1, func(e *event.Event) error {
		status, ok := statuses[e.Name]
		if !ok || e.Type != event.Track || e.Flags.Has(event.Bot) {
			return nil
		}
		return rows.write(describeOrder(e, status, place(e).CustomerID))
	})
	if err != nil {
		return fmt.Errorf("export orders: %w", err)
	}
	return rows.close()
}

func describeOrder(e *event.Event, status, customer string) orderRow {
	who := event.ByField(e.Identifiers)
	row := orderRow{
		MessageID: e.MessageID, OrderedAt: Time(e.Time), Status: status, CustomerID: customer,
		UserID: who.UserID, AnonymousID: who.AnonymousID, Email: who.Email, Phone: who.Phone, ProductList: json.RawMessage("[]"),
	}
	texts := map[string]*string{"order_id": &row.OrderID, "currency": &row.Currency, "coupon": &row.Coupon}
	amounts := map[string]**float64{"subtotal": &row.Subtotal, "tax": &row.Tax, "shipping": &row.Shipping, "discount": &row.Discount}
	event.Members(e.Properties, func(key, raw []byte) bool {
		name, value := event.KeyText(key), event.ParseValue(raw)
		if into := texts[name]; into != nil {
			*into = value.String()
		}
		if into := amounts[name]; into != nil {
			if amount, ok := value.Float(); ok {
				*into = &amount
			}
		}
		if name == "products" && value.Kind == event.List && raw[0] == '[' {
			row.Products, row.ProductList = string(raw), append(json.RawMessage(nil), raw...)
		}
		return true
	})
	if e.Facts.HasValue {
		value := e.Facts.Value
		row.Value = &value
	} else if amount, ok := event.ParseValue(event.Get(e.Properties, "amount")).Float(); ok {
		row.Value = &amount // of a cancelled order
	}
	return row
}

// Costs writes what advertising cost.
func Costs(ctx context.Context, list iter.Seq2[costs.Line, error], format Format, w io.Writer) error {
	rows := tableOf[costs.Line](format, w)
	for line, err := range list {
		if err != nil {
			return fmt.Errorf("export costs: %w", err)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := rows.write(line); err != nil {
			return err
		}
	}
	return rows.close()
}
