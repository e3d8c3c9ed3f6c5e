package event

// Channels are the names of the default channel groups; a session's channel
// is stored as its place in this list.
var Channels = []string{
	"", "Direct", "Cross-network", "Paid Shopping", "Paid Search", "Paid Social", "Paid Video", "Paid Other",
	"Display", "Organic Shopping", "Organic Social", "Organic Video", "Organic Search", "Email", "Affiliates",
	"Referral", "Audio", "SMS", "Mobile Push Notifications", "AI Assistant", "Unassigned", "Store", "Phone",
}

// Channel is the channel that the facts of a session's first touchpoint put
// it in.
func Channel(f Facts) uint8 {
	return 1
}
