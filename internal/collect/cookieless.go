package collect

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"wend/internal/ids"
)

// visitors names those whose browsers keep nothing. Their anonymous id is a
// keyed hash of what the request shows anyway, and lasts a day: the key is a
// secret that is replaced each day and then deleted, so that nobody, we
// included, can tell afterwards which visitor an id was made of.
type visitors struct {
	store Store
	now   func() time.Time
	zone  func() *time.Location

	mutex  sync.Mutex
	day    string // empty: there is no secret
	secret string
}

func openVisitors(ctx context.Context, o Options) (*visitors, error) {
	v := &visitors{store: o.Store, now: o.Now, zone: o.Zone}
	err := o.Store.Read().QueryRowContext(ctx, `SELECT day, secret FROM collect_daily_secret`).Scan(&v.day, &v.secret)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("read the day's secret: %w", err)
	}
	return v, v.forget(ctx)
}

func (v *visitors) today() string { return v.now().In(v.zone()).Format(time.DateOnly) }

// forget deletes the secret of a day that is over, also where nobody comes
// who would need a new one.
func (v *visitors) forget(ctx context.Context) error {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	if v.day == "" || v.day == v.today() {
		return nil
	}
	return v.replace(ctx, "", "")
}

// replace puts a new secret in the place of the old one; an empty day puts none.
func (v *visitors) replace(ctx context.Context, day, secret string) error {
	err := v.store.Write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM collect_daily_secret`); err != nil || day == "" {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO collect_daily_secret (day, secret) VALUES ($1, $2)`, day, secret)
		return err
	})
	if err != nil {
		return fmt.Errorf("replace the day's secret: %w", err)
	}
	v.day, v.secret = day, secret
	return nil
}

// key is today's secret, made by the first visitor of the day.
func (v *visitors) key(ctx context.Context) (string, error) {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	if today := v.today(); v.day != today {
		if err := v.replace(ctx, today, ids.Secret("")); err != nil {
			return "", err
		}
	}
	return v.secret, nil
}

// id is the anonymous id of the visitor who sent a request. The network
// address goes into the hash and nowhere else.
func (v *visitors) id(r *http.Request, writeKey string) (string, error) {
	key, err := v.key(context.WithoutCancel(r.Context())) // others wait for the same secret
	if err != nil {
		return "", err
	}
	hash := hmac.New(sha256.New, []byte(key))
	for _, part := range [...]string{siteHost(r.Header), ClientAddress(r), r.UserAgent(), writeKey} {
		_, _ = hash.Write(binary.BigEndian.AppendUint32(nil, uint32(len(part)))) // a hash never fails
		_, _ = hash.Write([]byte(part))
	}
	return "daily_" + hex.EncodeToString(hash.Sum(nil)[:16]), nil
}

// siteHost is the website from which a browser sends.
func siteHost(h http.Header) string {
	for _, name := range [...]string{"Origin", "Referer"} {
		if site, err := url.Parse(h.Get(name)); err == nil && site.Host != "" {
			return site.Host
		}
	}
	return ""
}
