package settings

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"time"
	"unicode"

	"wend/internal/journey"
	"wend/internal/problem"
)

// Migrations are this room's tables.
//
//go:embed migrations/*.sql
var Migrations embed.FS

// Store is the part of the state store that this room needs.
type Store interface {
	Write(ctx context.Context, change func(*sql.Tx) error) error
	Read() *sql.DB
}

// Settings are what the owner decided, as the API shows them.
type Settings struct {
	Name          string          `json:"name" doc:"What the business is called"`
	Timezone      string          `json:"timezone" doc:"IANA name, for example Europe/Berlin"`
	Currency      string          `json:"currency" doc:"ISO 4217 code"`
	Country       string          `json:"country" doc:"ISO 3166 code of the country whose public holidays count; empty: that of the time zone"`
	Stages        []journey.Stage `json:"stages" doc:"The stage model, in order"`
	KeyEvents     KeyEvents       `json:"key_events" doc:"What counts as success, and what the home page shows"`
	FrequencyCaps []FrequencyCap  `json:"frequency_caps" doc:"How often a person may be written to; empty: no limit"`
	World         string          `json:"-"` // which simulated business this is; empty: a real one
	QuietHours    *QuietHours     `json:"quiet_hours" doc:"When nobody is written to, in the customer's time zone; null: off"`
}

// FrequencyCap bounds the messages to one customer in a rolling period.
type FrequencyCap struct {
	Channel string `json:"channel,omitempty" doc:"email, sms, push or in_app; empty: all together"`
	Max     int    `json:"max" minimum:"1"`
	Per     string `json:"per" doc:"A duration, for example 7d"`
}

// QuietHours is a span of local time that may pass midnight.
type QuietHours struct {
	_    struct{} `nullable:"true"`
	From string   `json:"from" doc:"HH:MM"`
	To   string   `json:"to" doc:"HH:MM"`
}

// Change names the keys to replace; nil leaves a key alone.
type Change struct {
	Name          *string          `json:"name,omitempty"`
	Timezone      *string          `json:"timezone,omitempty"`
	Currency      *string          `json:"currency,omitempty"`
	Country       *string          `json:"country,omitempty" doc:"Empty: that of the time zone"`
	Stages        *[]journey.Stage `json:"stages,omitempty"`
	KeyEvents     *KeyEvents       `json:"key_events,omitempty"`
	FrequencyCaps *[]FrequencyCap  `json:"frequency_caps,omitempty"`
	World         *string          `json:"-"`
	QuietHours    json.RawMessage  `json:"quiet_hours,omitempty"` // null turns them off
}

// Service reads and changes the settings. It is safe for concurrent use.
type Service struct {
	store Store

	mutex   sync.RWMutex
	current Settings
	changed []func(Settings)
}

// Open reads the stored settings over the defaults that are given.
func Open(ctx context.Context, store Store, defaults Settings) (*Service, error) {
	s := &Service{store: store, current: defaults}
	rows, err := store.Read().QueryContext(ctx, `SELECT key, value FROM setting`)
	if err != nil {
		return nil, fmt.Errorf("read settings: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var key, value string
		if err := rows.Scan(&key, &value); err != nil {
			return nil, fmt.Errorf("read settings: %w", err)
		}
		// The default goes first: json.Unmarshal keeps the fields of a slice's old
		// elements that the new ones do not name.
		field := s.current.field(key)
		reflect.ValueOf(field).Elem().SetZero()
		if err := json.Unmarshal([]byte(value), field); err != nil {
			return nil, fmt.Errorf("setting %s cannot be read: %w", key, err)
		}
	}
	return s, rows.Err()
}

// field is where a key's value lies; an unknown key (of a newer version) goes nowhere.
func (s *Settings) field(key string) any {
	switch key {
	case "name":
		return &s.Name
	case "timezone":
		return &s.Timezone
	case "currency":
		return &s.Currency
	case "country":
		return &s.Country
	case "stages":
		return &s.Stages
	case "key_events":
		return &s.KeyEvents
	case "frequency_caps":
		return &s.FrequencyCaps
	case "quiet_hours":
		return &s.QuietHours
	case "world":
		return &s.World
	}
	return new(json.RawMessage)
}

// Get is the settings as they are now.
func (s *Service) Get() Settings {
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	return s.current
}

// Zone is the workspace's time zone.
func (s *Service) Zone() *time.Location {
	zone, err := time.LoadLocation(s.Get().Timezone)
	if err != nil {
		return time.UTC // only a checked name is ever stored
	}
	return zone
}

// OnChange calls fn after every change. Register before the first change.
func (s *Service) OnChange(fn func(Settings)) { s.changed = append(s.changed, fn) }

// Put checks and stores the keys that the change names.
func (s *Service) Put(ctx context.Context, change Change) (Settings, error) {
	s.mutex.Lock()
	next, keys, err := apply(s.current, change)
	if err == nil {
		err = s.write(ctx, next, keys)
	}
	if err == nil {
		s.current = next
	}
	s.mutex.Unlock()
	if err != nil {
		return Settings{}, err
	}
	for _, fn := range s.changed {
		fn(next)
	}
	return next, nil
}

func (s *Service) write(ctx context.Context, next Settings, keys []string) error {
	return s.store.Write(ctx, func(tx *sql.Tx) error {
		for _, key := range keys {
			value, err := json.Marshal(next.field(key))
			if err != nil {
				return fmt.Errorf("setting %s: %w", key, err)
			}
			_, err = tx.ExecContext(ctx, `INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key, string(value))
			if err != nil {
				return fmt.Errorf("store setting %s: %w", key, err)
			}
		}
		return nil
	})
}

func apply(next Settings, change Change) (Settings, []string, error) {
	var keys []string
	if change.Name != nil {
		name := strings.TrimSpace(*change.Name)
		if name == "" || len(name) > 200 {
			return next, nil, problem.At("/name", "Name the business, in at most 200 characters.")
		}
		if strings.ContainsFunc(name, unicode.IsControl) { // it stands in letters' heads
			return next, nil, problem.At("/name", "Write the name on one line, without control characters.")
		}
		next.Name, keys = name, append(keys, "name")
	}
	if change.Timezone != nil {
		if _, err := time.LoadLocation(*change.Timezone); err != nil || *change.Timezone == "" || *change.Timezone == "Local" {
			return next, nil, problem.At("/timezone", "%q is not a time zone: use an IANA name such as Europe/Berlin.", *change.Timezone)
		}
		next.Timezone, keys = *change.Timezone, append(keys, "timezone")
	}
	if change.Currency != nil {
		if !isCurrency(*change.Currency) {
			return next, nil, problem.At("/currency", "%q is not a currency: use a three-letter code such as EUR.", *change.Currency)
		}
		next.Currency, keys = *change.Currency, append(keys, "currency")
	}
	if change.Country != nil {
		if *change.Country != "" && !isCountry(*change.Country) {
			return next, nil, problem.At("/country", "%q is not a country: use a two-letter code such as IE, or an empty one to go by the time zone.", *change.Country)
		}
		next.Country, keys = *change.Country, append(keys, "country")
	}
	if change.Stages != nil {
		if err := checkStages(*change.Stages); err != nil {
			return next, nil, err
		}
		next.Stages, keys = *change.Stages, append(keys, "stages")
	}
	if change.KeyEvents != nil {
		if err := checkKeyEvents(*change.KeyEvents); err != nil {
			return next, nil, err
		}
		next.KeyEvents, keys = *change.KeyEvents, append(keys, "key_events")
	}
	if change.FrequencyCaps != nil {
		if err := checkCaps(*change.FrequencyCaps); err != nil {
			return next, nil, err
		}
		next.FrequencyCaps, keys = *change.FrequencyCaps, append(keys, "frequency_caps")
	}
	if change.World != nil {
		next.World, keys = *change.World, append(keys, "world")
	}
	if change.QuietHours != nil {
		hours, err := readQuietHours(change.QuietHours)
		if err != nil {
			return next, nil, err
		}
		next.QuietHours, keys = hours, append(keys, "quiet_hours")
	}
	return next, keys, nil
}
