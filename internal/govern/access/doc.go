// Package access knows who may use Wend: people with a password and their
// signed-in sessions, and API tokens for programs.
//
// It answers one question: who is this request, if anybody? What a role may do
// is asked by the API. It stores hashes only: of passwords slowly (Argon2id),
// of session and API tokens plainly, since those are long and random.
package access
