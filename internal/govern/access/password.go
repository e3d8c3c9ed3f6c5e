package access

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// The cost of a password check: OWASP's first recommendation for Argon2id
// (19 MiB, 2 passes, 1 lane), some 30 ms.
const (
	passwordMemory = 19 * 1024
	passwordPasses = 2
	passwordLanes  = 1
	passwordKey    = 32
)

// How long passwords may be follows NIST SP 800-63B: length matters, composition
// does not. mostHashing bounds the memory that checking them takes.
const (
	shortestPassword = 10
	longestPassword  = 512
	mostHashing      = 4
)

// hashPassword makes the text that is stored, in the customary form with its
// parameters, so that they can be raised later.
func hashPassword(password string) string {
	salt := make([]byte, 16)
	rand.Read(salt)
	key := argon2.IDKey([]byte(password), salt, passwordPasses, passwordMemory, passwordLanes, passwordKey)
	encode := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s",
		argon2.Version, passwordMemory, passwordPasses, passwordLanes, encode(salt), encode(key))
}

// checkPassword tells whether the password is the one that was hashed.
func checkPassword(stored, password string) bool {
	parts := strings.Split(stored, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false
	}
	var memory, passes uint32
	var lanes uint8
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &passes, &lanes); err != nil || lanes == 0 || passes == 0 {
		return false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false
	}
	key, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil || len(key) == 0 {
		return false
	}
	got := argon2.IDKey([]byte(password), salt, passes, memory, lanes, uint32(len(key)))
	return subtle.ConstantTimeCompare(got, key) == 1
}
