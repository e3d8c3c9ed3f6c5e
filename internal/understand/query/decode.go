package query

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"wend/internal/problem"
)

// mostBlamed bounds the fields that one refusal lists.
const mostBlamed = 20

// Decode reads a request into a struct. Text that is no JSON object is a 400;
// unknown keys and values of the wrong type are a 422 that points at each of
// them. Keys are compared with case, and null counts as absent.
func Decode(raw []byte, into any) error {
	tree, err := parse(raw)
	if err != nil {
		return err
	}
	var blamed []problem.Field
	check(tree, reflect.TypeOf(into).Elem(), "", &blamed)
	if len(blamed) > 0 {
		return &problem.Problem{Status: http.StatusUnprocessableEntity, Detail: blamed[0].Detail, Fields: blamed}
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return &problem.Problem{Status: http.StatusUnprocessableEntity, Detail: "The request does not have the shape that this question needs.", Cause: err}
	}
	return nil
}

// Read decodes a request that is a question of its own.
func Read[Question any](raw []byte) (q Question, err error) {
	err = Decode(raw, &q)
	return q, err
}

func parse(raw []byte) (any, error) {
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil, problem.New(http.StatusBadRequest, "The request has no body: send a JSON object.")
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var tree any
	err := decoder.Decode(&tree)
	if err == nil {
		if _, more := decoder.Token(); !errors.Is(more, io.EOF) {
			err = errors.New("something follows the JSON object")
		}
	}
	if err != nil {
		return nil, &problem.Problem{Status: http.StatusBadRequest, Detail: "The request cannot be read as JSON: send one JSON object.", Cause: err}
	}
	return tree, nil
}

var (
	rawMessage  = reflect.TypeFor[json.RawMessage]()
	unmarshaler = reflect.TypeFor[json.Unmarshaler]()
)

// check walks a JSON tree beside the type that it is to be read into and
// notes every place where the two disagree.
func check(v any, t reflect.Type, pointer string, blamed *[]problem.Field) {
	blame := func(at, format string, args ...any) {
		if len(*blamed) < mostBlamed {
			*blamed = append(*blamed, problem.Field{Pointer: at, Detail: fmt.Sprintf(format, args...)})
		}
	}
	if pointer == "" && v == nil {
		blame("", "The request must be a JSON object.")
		return
	}
	if v == nil || t == rawMessage || t.Implements(unmarshaler) || reflect.PointerTo(t).Implements(unmarshaler) {
		return
	}
	switch t.Kind() {
	case reflect.Pointer:
		check(v, t.Elem(), pointer, blamed)
	case reflect.Struct:
		object, ok := v.(map[string]any)
		if !ok {
			blame(pointer, "%s must be an object.", where(pointer))
			return
		}
		fields := keysOf(t)
		for _, key := range sortedKeys(object) {
			at := pointer + "/" + escape(key)
			if field, known := fields[key]; known {
				check(object[key], field, at, blamed)
			} else {
				blame(at, "There is no %q here: the keys are %s.", shorten(key), strings.Join(sortedKeys(fields), ", "))
			}
		}
	case reflect.Slice:
		list, ok := v.([]any)
		if !ok {
			blame(pointer, "%s must be a list.", where(pointer))
			return
		}
		for i, element := range list {
			if element == nil {
				blame(pointer+"/"+strconv.Itoa(i), "An element of a list must not be null.")
				continue
			}
			check(element, t.Elem(), pointer+"/"+strconv.Itoa(i), blamed)
		}
	case reflect.String:
		if _, ok := v.(string); !ok {
			blame(pointer, "%s must be a text.", where(pointer))
		}
	case reflect.Bool:
		if _, ok := v.(bool); !ok {
			blame(pointer, "%s must be true or false.", where(pointer))
		}
	case reflect.Int, reflect.Int64:
		number, ok := v.(json.Number)
		if _, err := strconv.ParseInt(number.String(), 10, t.Bits()); !ok || err != nil {
			blame(pointer, "%s must be a whole number.", where(pointer))
		}
	case reflect.Float64:
		number, ok := v.(json.Number)
		if _, err := number.Float64(); !ok || err != nil {
			blame(pointer, "%s must be a number.", where(pointer))
		}
	}
}

// keysOf lists a struct's JSON keys with their types, embedded structs included.
func keysOf(t reflect.Type) map[string]reflect.Type {
	keys := map[string]reflect.Type{}
	for i := range t.NumField() {
		field := t.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case field.Anonymous && name == "":
			for k, v := range keysOf(field.Type) {
				keys[k] = v
			}
		case name != "-" && field.IsExported():
			if name == "" {
				name = field.Name
			}
			keys[name] = field.Type
		}
	}
	return keys
}

// where names a place for a sentence: its last part.
func where(pointer string) string {
	if pointer == "" {
		return "The request"
	}
	return pointer[strings.LastIndexByte(pointer, '/')+1:]
}

// escape writes a key as a part of a JSON pointer (RFC 6901).
func escape(key string) string {
	return strings.ReplaceAll(strings.ReplaceAll(shorten(key), "~", "~0"), "/", "~1")
}

// shorten keeps a hostile key from filling the answer.
func shorten(key string) string {
	if len(key) <= 100 {
		return key
	}
	return strings.ToValidUTF8(key[:100], "") + "…"
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// Under moves a problem's pointers below a prefix: what is wrong with the
// list's first filter is wrong at /steps/1/where/0. Other errors pass through.
func Under(prefix string, err error) error {
	var p *problem.Problem
	if err == nil || !errors.As(err, &p) {
		return err
	}
	moved := *p
	moved.Fields = slices.Clone(p.Fields)
	for i := range moved.Fields {
		moved.Fields[i].Pointer = prefix + moved.Fields[i].Pointer
	}
	return &moved
}
