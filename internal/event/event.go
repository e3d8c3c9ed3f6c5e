package event

// Type is the verb of the tracking protocol that brought an event.
type Type uint8

// The values are stored on disk: never renumber them.
const (
	Track    Type = 1
	Page     Type = 2
	Screen   Type = 3
	Identify Type = 4
	Group    Type = 5
	Alias    Type = 6
)

// String is the verb as the protocol spells it.
func (t Type) String() string {
	switch t {
	case Track:
		return "track"
	case Page:
		return "page"
	case Screen:
		return "screen"
	case Identify:
		return "identify"
	case Group:
		return "group"
	case Alias:
		return "alias"
	}
	return "unknown"
}

// ParseType reads a protocol verb; ok is false for any other word.
func ParseType(verb string) (t Type, ok bool) {
	for t := Track; t <= Alias; t++ {
		if t.String() == verb {
			return t, true
		}
	}
	return 0, false
}

// Touchpoint tells whether events of this type are steps of a journey.
// identify, group and alias say who somebody is; they appear in no analysis
// and start and prolong no session.
func (t Type) Touchpoint() bool { return t == Track || t == Page || t == Screen }

// Flags are yes/no facts about an event. The bits are stored on disk.
type Flags uint16

const (
	// Bot marks an event whose user agent is a robot's. It is stored and left
	// out of analyses.
	Bot Flags = 1 << iota
	// TimeMissing marks an event whose timestamp was missing or unreadable and
	// was set to the time of receipt.
	TimeMissing
	// TimeFuture marks an event that claimed to happen more than 24 h after
	// its receipt and was set to the time of receipt.
	TimeFuture
	// Trusted marks an event from a source of kind server, import or connector.
	Trusted
	// Imported marks history: it came through /v1/import or wend import, and
	// its time was not corrected for clock skew.
	Imported
)

// Has tells whether all bits of f are set.
func (f Flags) Has(bits Flags) bool { return f&bits == bits }

// Event is one accepted message of the tracking protocol, normalised.
// Strings and byte slices may share memory with Raw; whoever keeps an Event
// must not change them.
type Event struct {
	// Seq is the event's place in the log, from 1, dense and in order of
	// receipt; 0 before commit. Events at the same time keep this order.
	Seq uint64
	// MessageID is the sender's id, or one made at receipt. It is never stored twice.
	MessageID string
	Type      Type
	Flags     Flags
	// Name is the canonical event name: "Page Viewed" for pages, "Screen
	// Viewed" for screens, the canonical name for tracks (Canonical), and
	// empty for identify, group and alias.
	Name string
	// OriginalName is the name as sent where it differs from Name
	// (original_event), else empty.
	OriginalName string
	// Time is when it happened and Received when it reached us, in
	// milliseconds since 1970 UTC. Time is corrected for clock skew.
	Time, Received int64
	// OriginalTime is the timestamp as the sender wrote it, empty if absent.
	OriginalTime string
	// Source is the id of the source that sent it.
	Source string

	// Identifiers are all identifiers of the call that count for identity
	// (normalised, not blocked, no duplicates, from trusted sources where that
	// matters), strongest first. Empty: the event belongs to no customer.
	Identifiers []Identifier
	// PreviousID is the alias call's other side, GroupID the group call's
	// account; empty elsewhere.
	PreviousID, GroupID string

	// Facts are the built-in dimensions that this event itself tells.
	Facts Facts

	// Raw is the message as JSON: the bytes that came, with the batch's own
	// context merged in where there was one. Unknown keys are kept.
	Raw []byte
	// Properties, Context and Traits are the JSON objects of those names inside
	// Raw (properties and traits as the call's type has them), nil where absent.
	Properties, Context, Traits []byte
}

// Facts are the built-in dimensions that one event tells by itself, found at
// receipt. Empty means not known. Session dimensions (channel, landing page,
// new or returning) and the stage follow from the whole journey instead.
type Facts struct {
	// Page is the path of the page's address, without query and fragment.
	Page string
	// Source, Medium and Campaign are the campaign that the event brought
	// (context.campaign or the address's utm_ parameters).
	Source, Medium, Campaign string
	// ClickID names the kind of advertising click id in the address (gclid,
	// fbclid, msclkid, ttclid …), empty where there is none.
	ClickID string
	// ReferrerHost is the host of an external referrer, lower case, without
	// "www."; empty where there is none or it is the site's own.
	ReferrerHost string
	// Device is desktop, mobile or tablet.
	Device, OS, Browser string
	// Country is an ISO 3166 alpha-2 code, Language an ISO 639 code.
	Country, Language string
	// Offline is the offline channel ("Store", "Phone") of an event that did
	// not happen on a screen, else empty.
	Offline string
	// Value is what the event is worth in the workspace's currency: the first
	// number among properties value, revenue and total (negative for a refund).
	// HasValue tells 0 from missing.
	Value    float64
	HasValue bool
}

// Identifier is one name under which somebody is known.
type Identifier struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
}

// The identifier kinds that Wend itself knows; sources may add others.
const (
	UserID      = "user_id"
	AnonymousID = "anonymous_id"
	Email       = "email"
	Phone       = "phone"
)

// Strength orders kinds for identity: user_id 0, email 1, phone 2, kinds of
// sources 3, anonymous_id 4. Lower is stronger.
func Strength(kind string) int {
	switch kind {
	case UserID:
		return 0
	case Email:
		return 1
	case Phone:
		return 2
	case AnonymousID:
		return 4
	}
	return 3
}

// Less orders identifiers by strength, then kind, then value: the order in
// which Event.Identifiers lie.
func (a Identifier) Less(b Identifier) bool {
	if x, y := Strength(a.Kind), Strength(b.Kind); x != y {
		return x < y
	}
	if a.Kind != b.Kind {
		return a.Kind < b.Kind
	}
	return a.Value < b.Value
}
