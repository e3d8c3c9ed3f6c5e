// Package problem is the one error type that reaches readers: what to change,
// in their words, beside the cause, which is logged and never sent. Any other
// error is answered as a plain 500.
package problem

import (
	"errors"
	"fmt"
	"net/http"
)

// Problem is an error that the person who caused it can act on.
type Problem struct {
	Status  int     // HTTP status
	Detail  string  // what to change, in the reader's words: a sentence
	Fields  []Field // the fields to blame, where there are any
	Cause   error   // logged, never sent
	RetryIn int     // seconds to wait before trying again; 0: not said
}

// Field blames one place of a request.
type Field struct {
	Pointer string `json:"pointer"` // JSON pointer, "/steps/1/event"
	Detail  string `json:"detail"`
}

func (p *Problem) Error() string {
	if p.Cause != nil {
		return p.Detail + " (" + p.Cause.Error() + ")"
	}
	return p.Detail
}

func (p *Problem) Unwrap() error { return p.Cause }

// At makes a 422 that blames one field.
func At(pointer, format string, args ...any) *Problem {
	detail := fmt.Sprintf(format, args...)
	return &Problem{Status: http.StatusUnprocessableEntity, Detail: detail, Fields: []Field{{Pointer: pointer, Detail: detail}}}
}

// New makes a problem of any status.
func New(status int, format string, args ...any) *Problem {
	return &Problem{Status: status, Detail: fmt.Sprintf(format, args...)}
}

// NotFound says that there is no such thing.
func NotFound(format string, args ...any) *Problem {
	return New(http.StatusNotFound, format, args...)
}

// Status is the HTTP status that an error is answered with: its own where it
// is a Problem, 500 elsewhere.
func Status(err error) int {
	var p *Problem
	if errors.As(err, &p) {
		return p.Status
	}
	return http.StatusInternalServerError
}
