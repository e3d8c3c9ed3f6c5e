package segment

import (
	"github.com/parquet-go/parquet-go"

	"wend/internal/event"
)

// Version is the version of the files that this package writes, kept in their
// metadata. It reads files up to it.
const Version = 1

// Keys of the files' metadata.
const (
	versionKey    = "wend.version"
	propertiesKey = "wend.properties"
)

// The columns that every file has, in this order; property columns follow.
const (
	colSeq = iota
	colMessageID
	colType
	colEvent
	colOriginalEvent
	colTime
	colReceived
	colOriginalTimestamp
	colSource
	colFlags
	colCustomerID
	colUserID
	colAnonymousID
	colIdentifiers
	colPreviousID
	colGroupID
	colPage
	colUTMSource
	colUTMMedium
	colUTMCampaign
	colClickID
	colReferrerHost
	colDevice
	colOS
	colBrowser
	colCountry
	colLanguage
	colOffline
	colValue
	colProperties
	colContext
	colTraits
	colConsent
	colMessage
	colPropertiesAt
	colContextAt
	colTraitsAt
	colExact
	fixedColumns
)

type definition struct {
	name string
	node parquet.Node
}

var codec = &compressor{}

func text() parquet.Node   { return parquet.Encoded(parquet.String(), &parquet.RLEDictionary) }
func unique() parquet.Node { return parquet.Encoded(parquet.String(), &parquet.DeltaLengthByteArray) }
func number() parquet.Node {
	return parquet.Encoded(parquet.Leaf(parquet.Int64Type), &parquet.DeltaBinaryPacked)
}
func small() parquet.Node {
	return parquet.Encoded(parquet.Leaf(parquet.Int32Type), &parquet.DeltaBinaryPacked)
}
func instant() parquet.Node {
	return parquet.Encoded(parquet.Timestamp(parquet.Millisecond), &parquet.DeltaBinaryPacked)
}
func json() parquet.Node      { return parquet.Encoded(parquet.JSON(), &parquet.DeltaLengthByteArray) }
func jsonWords() parquet.Node { return parquet.Encoded(parquet.JSON(), &parquet.RLEDictionary) }
func decimal() parquet.Node {
	return parquet.Encoded(parquet.Leaf(parquet.DoubleType), &parquet.RLEDictionary)
}
func truth() parquet.Node               { return parquet.Leaf(parquet.BooleanType) }
func binary() parquet.Node              { return parquet.Leaf(parquet.ByteArrayType) }
func maybe(n parquet.Node) parquet.Node { return parquet.Optional(n) }

// definitions are the fixed columns by number.
var definitions = [fixedColumns]definition{
	colSeq:               {"seq", number()},
	colMessageID:         {"message_id", unique()},
	colType:              {"type", text()},
	colEvent:             {"event", maybe(text())},
	colOriginalEvent:     {"original_event", maybe(text())},
	colTime:              {"time", instant()},
	colReceived:          {"received", instant()},
	colOriginalTimestamp: {"original_timestamp", maybe(unique())},
	colSource:            {"source", text()},
	colFlags:             {"flags", small()},
	colCustomerID:        {"customer_id", maybe(text())},
	colUserID:            {"user_id", maybe(text())},
	colAnonymousID:       {"anonymous_id", maybe(text())},
	colIdentifiers:       {"identifiers", maybe(jsonWords())},
	colPreviousID:        {"previous_id", maybe(text())},
	colGroupID:           {"group_id", maybe(text())},
	colPage:              {"page", maybe(text())},
	colUTMSource:         {"utm_source", maybe(text())},
	colUTMMedium:         {"utm_medium", maybe(text())},
	colUTMCampaign:       {"utm_campaign", maybe(text())},
	colClickID:           {"click_id", maybe(text())},
	colReferrerHost:      {"referrer_host", maybe(text())},
	colDevice:            {"device", maybe(text())},
	colOS:                {"os", maybe(text())},
	colBrowser:           {"browser", maybe(text())},
	colCountry:           {"country", maybe(text())},
	colLanguage:          {"language", maybe(text())},
	colOffline:           {"offline", maybe(text())},
	colValue:             {"value", maybe(decimal())},
	colProperties:        {"properties", maybe(json())},
	colContext:           {"context", maybe(json())},
	colTraits:            {"traits", maybe(json())},
	colConsent:           {"consent", maybe(jsonWords())},
	colMessage:           {"message", maybe(json())},
	colPropertiesAt:      {"properties_at", maybe(small())},
	colContextAt:         {"context_at", maybe(small())},
	colTraitsAt:          {"traits_at", maybe(small())},
	colExact:             {"exact", maybe(binary())},
}

// factTexts lists the event's facts in the order of their columns, from colPage.
func factTexts(e *event.Event) [12]*string {
	f := &e.Facts
	return [12]*string{
		&f.Page, &f.Source, &f.Medium, &f.Campaign, &f.ClickID, &f.ReferrerHost,
		&f.Device, &f.OS, &f.Browser, &f.Country, &f.Language, &f.Offline,
	}
}

// propertyPrefix begins the names of property columns.
const propertyPrefix = "p_"

// ordered is a group whose columns keep the order in which they were defined,
// where parquet.Group sorts them by name.
type ordered struct {
	parquet.Group
	fields []parquet.Field
}

func (o ordered) Fields() []parquet.Field { return o.fields }

func schemaOf(shredded []Property) *parquet.Schema {
	group := parquet.Group{}
	var names []string
	add := func(name string, node parquet.Node) {
		group[name] = parquet.Compressed(node, codec)
		names = append(names, name)
	}
	for _, d := range definitions {
		add(d.name, d.node)
	}
	for _, p := range shredded {
		switch p.Kind {
		case event.Number:
			add(propertyPrefix+p.Name, maybe(decimal()))
		case event.Bool:
			add(propertyPrefix+p.Name, maybe(truth()))
		default:
			add(propertyPrefix+p.Name, maybe(text()))
		}
	}
	byName := map[string]parquet.Field{}
	for _, f := range group.Fields() {
		byName[f.Name()] = f
	}
	o := ordered{Group: group}
	for _, name := range names {
		o.fields = append(o.fields, byName[name])
	}
	return parquet.NewSchema("event", o)
}
