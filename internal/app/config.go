package app

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"net/url"
	"path/filepath"
	"time"
)

// Version and Commit are set when the program is built (see the Makefile).
var (
	Version = "dev"
	Commit  = "unknown"
)

// Config is everything that can be set from outside. The command line fills it
// from flags, environment and wend.toml.
type Config struct {
	Data       string // the data directory
	Listen     string // host:port
	BaseURL    string // how people and websites reach this server; empty: http:// and Listen
	AdminToken string // an API token with the owner's rights; empty: none
	WriteKey   string // the write key of a source of kind server; empty: none
	Timezone   string // of a new workspace
	Currency   string // of a new workspace
	SMTPURL    string // the mail server, as smtp://name:password@host:port; empty: no mail goes out
	MailFrom   string // the address that mail comes from; empty: wend@ the host of BaseURL
	Logger     *slog.Logger

	// Demo, if set, signs everybody in as the owner of a simulated business.
	Demo *Demo
	// IndexDays is how many days of journeys are held in memory; what is older
	// is read from disk when a question reaches back that far. 0: all.
	IndexDays int
	// KeepInLog is how many of the newest events stay in the log when the older
	// ones are sealed into segments; 0: 100,000. SealEvery is how often that is
	// looked at; 0: 30 s.
	KeepInLog uint64
	SealEvery time.Duration
	// ImportLimit bounds a file that is uploaded to be imported, in bytes; 0: 4 GiB.
	ImportLimit int64
	// BodyTimeout is how long a request may take to arrive, also one whose body
	// nobody reads; files that are imported may take longer; 0: a minute.
	BodyTimeout time.Duration
	mailTLS     *tls.Config // what the mail server is checked with; nil: the system's authorities
	// Now is the clock (default time.Now).
	Now func() time.Time
}

// Demo says which business is simulated.
type Demo struct {
	World     string
	Customers int
	Days      int
	Seed      uint64
	Plain     bool // nothing is planted

	// home is the data directory, which holds the world that was asked for;
	// others that a visitor switches to lie below it.
	home, first string
}

// directory is where a world's data lie.
func (d *Demo) directory(world string) string {
	if world == d.first {
		return d.home
	}
	return filepath.Join(d.home, "worlds", world)
}

func (c *Config) complete() error {
	if c.Data == "" {
		c.Data = "data"
	}
	if c.Demo != nil {
		demo := *c.Demo
		demo.home, demo.first = c.Data, demo.World
		c.Demo = &demo
	}
	if c.Listen == "" {
		c.Listen = "127.0.0.1:7777"
	}
	if c.Timezone == "" {
		c.Timezone = "UTC"
	}
	if c.Currency == "" {
		c.Currency = "EUR"
	}
	if c.KeepInLog == 0 {
		c.KeepInLog = 100_000
	}
	if c.SealEvery == 0 {
		c.SealEvery = 30 * time.Second
	}
	if c.BodyTimeout == 0 {
		c.BodyTimeout = time.Minute
	}
	if c.ImportLimit == 0 {
		c.ImportLimit = 4 << 30
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Logger == nil {
		c.Logger = slog.Default()
	}
	if _, err := time.LoadLocation(c.Timezone); err != nil {
		return fmt.Errorf("the time zone %q is not known: set --timezone to an IANA name such as Europe/Berlin", c.Timezone)
	}
	if len(c.Currency) != 3 {
		return fmt.Errorf("the currency %q is not known: set --currency to a three-letter code such as EUR", c.Currency)
	}
	if c.BaseURL != "" {
		base, err := url.Parse(c.BaseURL)
		if err != nil || base.Host == "" || (base.Scheme != "http" && base.Scheme != "https") {
			return fmt.Errorf("the base address %q cannot be used: set --base-url to something like https://wend.example.com", c.BaseURL)
		}
	}
	return nil
}

// heldFrom is the time from which journeys are held in memory, in
// milliseconds since 1970; 0: all are.
func (c *Config) heldFrom() int64 {
	if c.IndexDays <= 0 {
		return 0
	}
	return c.Now().Add(-time.Duration(c.IndexDays) * 24 * time.Hour).UnixMilli()
}
