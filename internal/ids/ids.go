// Package ids makes the identifiers and secrets that Wend hands out.
package ids

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"strings"
)

var alphabet = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// New makes a random identifier with 80 bits of chance after the prefix
// ("src_5k0q…"): unique without asking anybody.
func New(prefix string) string {
	var b [10]byte
	rand.Read(b[:])
	return prefix + alphabet.EncodeToString(b[:])
}

// Secret makes a random secret of 160 bits after the prefix.
func Secret(prefix string) string {
	var b [20]byte
	rand.Read(b[:])
	return prefix + alphabet.EncodeToString(b[:])
}

// Hash is what is stored of a secret. Secrets are random and long, so a plain
// hash is enough; passwords are hashed elsewhere, slowly.
func Hash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// Mask shows enough of a secret to recognise it and not enough to use it.
func Mask(secret string) string {
	if len(secret) <= 8 {
		return strings.Repeat("•", len(secret))
	}
	return secret[:4] + "••••••••" + secret[len(secret)-4:]
}
