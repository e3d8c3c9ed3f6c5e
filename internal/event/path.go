package event

import (
	"fmt"
	"strings"
)

// Root says where a property path looks.
type Root uint8

const (
	// Dimension is a built-in dimension ("device").
	Dimension Root = iota + 1
	// InProperties, InContext and InTraits look into the event's properties,
	// its context, and its customer's traits.
	InProperties
	InContext
	InTraits
)

// Path is a parsed property path of the contract.
type Path struct {
	Root Root
	// Name is the dimension's name, or empty.
	Name string
	// Keys are the keys below properties, context or traits.
	Keys []string
}

// Dimensions are the built-in dimensions, in the order in which a person reads them.
var Dimensions = []string{
	"event", "page", "landing_page", "channel", "source", "medium", "campaign", "referrer_host",
	"device", "os", "browser", "country", "language", "stage", "hour", "weekday", "new_or_returning", "value",
}

// ParsePath reads a property path ("properties.category", "context.campaign.source",
// "traits.plan", "device"). The error is a sentence for the reader.
func ParsePath(text string) (Path, error) {
	root, rest, nested := strings.Cut(text, ".")
	if nested {
		for r, name := range map[Root]string{InProperties: "properties", InContext: "context", InTraits: "traits"} {
			if root != name {
				continue
			}
			if rest == "" || strings.HasPrefix(rest, ".") || strings.HasSuffix(rest, ".") {
				return Path{}, fmt.Errorf("%q names no property: write for example %s.plan", text, name)
			}
			return Path{Root: r, Keys: strings.Split(rest, ".")}, nil
		}
	}
	for _, d := range Dimensions {
		if text == d {
			return Path{Root: Dimension, Name: d}, nil
		}
	}
	return Path{}, fmt.Errorf("%q is not a property: use properties.…, context.…, traits.… or one of %s", text, strings.Join(Dimensions, ", "))
}

// String is the path as the contract writes it.
func (p Path) String() string {
	switch p.Root {
	case InProperties:
		return "properties." + strings.Join(p.Keys, ".")
	case InContext:
		return "context." + strings.Join(p.Keys, ".")
	case InTraits:
		return "traits." + strings.Join(p.Keys, ".")
	}
	return p.Name
}
