package query

import (
	"time"

	"wend/internal/event"
)

// ParseDuration reads a duration of the contract.
func ParseDuration(text string) (time.Duration, error) { return event.ParseDuration(text) }
