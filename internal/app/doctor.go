package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/mail"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Finding is what one check of the doctor found.
type Finding struct {
	Level string // ok, warn or fail
	Check string
	Text  string // what is so and, where it is not well, what to do
}

// Patient is what the doctor looks at.
type Patient struct {
	Data, BaseURL, SMTPURL, MailFrom, Timezone string
	// Resolver looks up mail records; nil is the system's.
	Resolver *net.Resolver
	Now      func() time.Time
}

// The doctor's thresholds.
const (
	littleSpace   = 1 << 30 // bytes
	tooLittle     = 100 << 20
	earliestClock = 1_704_067_200 // 2024-01-01, before this program was written
)

// Examine runs every check and returns what each found.
func Examine(ctx context.Context, p Patient) []Finding {
	if p.Now == nil {
		p.Now = time.Now
	}
	findings := []Finding{checkConfiguration(p), checkDisk(p.Data), checkClock(p)}
	findings = append(findings, checkServer(ctx, p)...)
	findings = append(findings, checkMail(ctx, p)...)
	return append(findings, checkData(ctx, p)...)
}

func ok(check, format string, args ...any) Finding {
	return Finding{"ok", check, fmt.Sprintf(format, args...)}
}

func warn(check, format string, args ...any) Finding {
	return Finding{"warn", check, fmt.Sprintf(format, args...)}
}

func fail(check, format string, args ...any) Finding {
	return Finding{"fail", check, fmt.Sprintf(format, args...)}
}

func checkConfiguration(p Patient) Finding {
	const check = "configuration"
	config := Config{BaseURL: p.BaseURL, Timezone: p.Timezone}
	if err := config.complete(); err != nil {
		return fail(check, "%s.", err)
	}
	base, err := url.Parse(p.BaseURL)
	switch {
	case p.BaseURL == "":
		return warn(check, "No base address is set, so links and snippets point to the address that Wend listens on. Set --base-url when websites on other machines send events.")
	case err == nil && base.Scheme == "http" && base.Hostname() != "localhost" && base.Hostname() != "127.0.0.1":
		return warn(check, "The base address is plain http. Put Wend behind https: browsers on https pages refuse to send events to http.")
	}
	return ok(check, "The settings can be used.")
}

func checkDisk(dir string) Finding {
	const check = "disk"
	probe := filepath.Join(dir, "doctor.tmp")
	if err := os.WriteFile(probe, []byte("probe"), 0o600); err != nil {
		return fail(check, "The data directory %s cannot be written (%s). Create it or correct its owner and permissions.", dir, err)
	}
	_ = os.Remove(probe)
	free, err := freeSpace(dir)
	switch {
	case err != nil:
		return warn(check, "The free space could not be read (%s).", err)
	case free < tooLittle:
		return fail(check, "Only %d MB are free. Make room: when the disk is full, Wend answers 503 and stores nothing.", free>>20)
	case free < littleSpace:
		return warn(check, "Only %d MB are free. A million events take about 150 MB.", free>>20)
	}
	return ok(check, "The data directory can be written and has %.1f GB free.", float64(free)/(1<<30))
}

func checkClock(p Patient) Finding {
	const check = "clock"
	now := p.Now()
	if now.Unix() < earliestClock {
		return fail(check, "The clock says %s, which is past. Set it, or switch time synchronisation on: event times depend on it.", now.Format(time.DateOnly))
	}
	if info, err := os.Stat(filepath.Join(p.Data, "wend.db")); err == nil && info.ModTime().After(now.Add(time.Minute)) {
		return fail(check, "The data was last written at %s, which the clock says is still to come. Correct the clock.", info.ModTime().Format(time.RFC3339))
	}
	return ok(check, "The clock says %s.", now.Format(time.RFC3339))
}

// checkMail looks for the records without which mail lands in spam.
func checkMail(ctx context.Context, p Patient) []Finding {
	if p.MailFrom == "" {
		return []Finding{ok("mail", "No sender address is set (WEND_MAIL_FROM), so no mail records were checked.")}
	}
	address, err := mail.ParseAddress(p.MailFrom)
	if err != nil {
		return []Finding{fail("mail", "WEND_MAIL_FROM is %q, which is not a mail address.", p.MailFrom)}
	}
	_, domain, _ := strings.Cut(address.Address, "@")
	resolver := p.Resolver
	if resolver == nil {
		resolver = net.DefaultResolver
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	return []Finding{
		checkRecord(ctx, resolver, "SPF", domain, "v=spf1", "Add a TXT record that names the servers which may send for you."),
		checkRecord(ctx, resolver, "DKIM", "wend._domainkey."+domain, "v=DKIM1", "Add the public key as a TXT record under this name."),
		checkRecord(ctx, resolver, "DMARC", "_dmarc."+domain, "v=DMARC1", "Add a TXT record, to begin with: v=DMARC1; p=none."),
	}
}

func checkRecord(ctx context.Context, resolver *net.Resolver, check, name, begins, remedy string) Finding {
	records, err := resolver.LookupTXT(ctx, name)
	var missing *net.DNSError
	if err != nil && !(errors.As(err, &missing) && missing.IsNotFound) {
		return warn(check, "%s could not be looked up (%s).", name, err)
	}
	for _, record := range records {
		if strings.HasPrefix(record, begins) {
			return ok(check, "%s is there.", name)
		}
	}
	return fail(check, "%s has no %s record. %s", name, check, remedy)
}

func checkData(ctx context.Context, p Patient) []Finding {
	const check = "data"
	if _, err := os.Stat(filepath.Join(p.Data, "wend.db")); err != nil {
		return []Finding{warn(check, "There is no data in %s yet. Start Wend there once, or name the data directory with --data.", p.Data)}
	}
	connection, err := Connect(ctx, p.Data, slog.New(slog.DiscardHandler))
	if err != nil {
		return []Finding{fail(check, "The data could not be opened: %s.", err)}
	}
	defer connection.Close()
	response, err := connection.Do(ctx, http.MethodGet, "/api/v1/operator/integrity")
	if err != nil {
		return []Finding{fail(check, "The data could not be checked: %s.", err)}
	}
	defer response.Body.Close()
	var answer struct {
		Faults []string `json:"faults"`
		Audit  struct {
			Entries int64    `json:"entries"`
			Head    string   `json:"head"`
			Faults  []string `json:"faults"`
		} `json:"audit"`
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return []Finding{fail(check, "The data could not be checked: %s.", err)}
	}
	trail := ok("audit log", "The audit log is empty.")
	if answer.Audit.Entries > 0 {
		trail = ok("audit log", "All %d entries are as they were written. The latest has the hash %s.", answer.Audit.Entries, answer.Audit.Head)
	}
	findings := []Finding{}
	for _, fault := range answer.Audit.Faults {
		findings = append(findings, fail("audit log", "%s. Somebody changed the database past Wend: compare with a backup.", fault))
	}
	if len(findings) == 0 {
		findings = append(findings, trail)
	}
	if len(answer.Faults) == 0 {
		return append(findings, ok(check, "The database and all segments are whole."))
	}
	for _, fault := range answer.Faults {
		findings = append(findings, fail(check, "%s. Restore the latest backup into a new directory with wend restore.", strings.TrimSuffix(fault, ".")))
	}
	return findings
}
