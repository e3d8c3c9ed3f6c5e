package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"wend/internal/problem"
)

// Problem is an RFC 9457 answer.
type Problem struct {
	Status int             `json:"status" doc:"The HTTP status code"`
	Title  string          `json:"title" doc:"The status in words"`
	Detail string          `json:"detail" doc:"What to change, in a sentence"`
	Errors []problem.Field `json:"errors,omitempty" doc:"The fields to blame, by JSON pointer"`

	retryIn int
}

func (p *Problem) Error() string { return p.Detail }

// GetStatus, ContentType and Headers are how huma asks.
func (p *Problem) GetStatus() int            { return p.Status }
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// Headers tells when to try again.
func (p *Problem) GetHeaders() http.Header {
	if p.retryIn == 0 {
		return nil
	}
	return http.Header{"Retry-After": {strconv.Itoa(p.retryIn)}}
}

// useProblems makes huma's own errors (a body that is no JSON, a field of the
// wrong type) look like everybody else's. It is done once, because huma's way of
// making errors is one variable and several servers may run in one process.
var useProblems = sync.OnceFunc(func() {
	huma.NewError = func(status int, message string, errs ...error) huma.StatusError {
		status, message = aboutBody(status, message)
		p := &Problem{Status: status, Title: http.StatusText(status), Detail: message}
		for _, err := range errs {
			var detail huma.ErrorDetailer
			if !errors.As(err, &detail) {
				if err != nil && status != http.StatusInternalServerError {
					p.Detail = sentence(err.Error())
				}
				continue
			}
			d := detail.ErrorDetail()
			p.Errors = append(p.Errors, problem.Field{Pointer: pointer(d.Location), Detail: sentence(d.Message)})
		}
		if len(p.Errors) > 0 {
			p.Detail = p.Errors[0].Detail
		}
		return p
	}
})

// aboutBody says in sentences what huma says of bodies. One that breaks off is
// not the server's fault.
func aboutBody(status int, message string) (int, string) {
	switch {
	case status == http.StatusInternalServerError && message == "cannot read request body":
		return http.StatusBadRequest, "The body ended before it was complete."
	case status == http.StatusRequestTimeout:
		return status, "The body took too long to arrive."
	case status == http.StatusRequestEntityTooLarge:
		return status, fmt.Sprintf("A request may have at most %d KiB: send less at a time.", largestBody>>10)
	case status == http.StatusBadRequest && message == "request body is required":
		return status, "The request needs a body: send one JSON object."
	}
	return status, message
}

// pointer turns huma's "body.steps[1].event" into "/steps/1/event".
func pointer(location string) string {
	location = strings.TrimPrefix(location, "body")
	location = strings.NewReplacer("[", ".", "]", "").Replace(location)
	if location == "" {
		return ""
	}
	return "/" + strings.ReplaceAll(strings.TrimPrefix(location, "."), ".", "/")
}

func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return text
	}
	text = strings.ToUpper(text[:1]) + text[1:]
	if !strings.HasSuffix(text, ".") {
		text += "."
	}
	return text
}

// asProblem is the one adapter between a room's error and the answer. What is
// nobody's fault outside is logged with its cause and answered plainly.
func asProblem(log *slog.Logger, err error) error {
	if err == nil {
		return nil
	}
	var known *problem.Problem
	if errors.As(err, &known) {
		if known.Cause != nil {
			log.Error("request failed", "status", known.Status, "detail", known.Detail, "cause", known.Cause)
		}
		return &Problem{Status: known.Status, Title: http.StatusText(known.Status), Detail: known.Detail, Errors: known.Fields, retryIn: known.RetryIn}
	}
	if errors.Is(err, context.Canceled) { // whoever asked went away, or the program stops
		return &Problem{Status: statusGivenUp, Title: "Given up", Detail: "The work was given up before it was done."}
	}
	log.Error("request failed", "error", err)
	return &Problem{Status: http.StatusInternalServerError, Title: "Internal Server Error",
		Detail: "Something went wrong inside Wend. The log says what; nothing that you sent is lost."}
}

// statusGivenUp is what proxies note for a request whose sender went away.
const statusGivenUp = 499

// WriteProblem answers an error from outside the API as the API does.
func WriteProblem(w http.ResponseWriter, p *problem.Problem) {
	writeProblem(w, slog.New(slog.DiscardHandler), p)
}

// writeProblem answers outside huma.
func writeProblem(w http.ResponseWriter, log *slog.Logger, err error) {
	p := new(Problem)
	if !errors.As(asProblem(log, err), &p) {
		return
	}
	if p.retryIn > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(p.retryIn))
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the reader may be gone; nobody is left to tell
}

func writeJSON(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(value) // the reader may be gone; nobody is left to tell
}
