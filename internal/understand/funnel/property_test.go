package funnel

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"wend/internal/journey"
	"wend/internal/understand/query"
	"wend/internal/understand/querytest"
)

// drawSelector makes up a selector: often one that others overlap with, and
// often one of those before.
func drawSelector(d querytest.Dice, before []Step) query.Selector {
	if len(before) > 0 && d(3, "repeat") == 2 {
		return querytest.Pick(d, "repeated", before...).Selector
	}
	s := query.Selector{Where: querytest.DrawWhere(d)}
	if s.Event = querytest.Pick(d, "event", "A", "A", "B", "B", "C", "*", "never", "A or B"); s.Event == "A or B" {
		s.Event, s.Events = "", []string{"A", "B"}
	}
	return s
}

func drawDefinition(dice querytest.Dice) Definition {
	var d Definition
	d.From, d.To = querytest.DrawRange(dice, querytest.Default)
	d.Where = querytest.DrawWhere(dice)
	for range 1 + dice(5, "steps") {
		d.Steps = append(d.Steps, Step{Selector: drawSelector(dice, d.Steps)})
	}
	d.Order = querytest.Pick(dice, "order", "", ordered, strict, unordered)
	d.Unit = querytest.Pick(dice, "unit", "", customers, sessions)
	d.Window = querytest.Pick(dice, "window", "", "0s", "5m", "10m", "20m", "30m", "1h", "2h", "1w")
	if d.Order == unordered && d.Window == "" {
		d.Window = "1h"
	}
	if n := len(d.Steps); n > 1 && (d.Order == "" || d.Order == ordered) {
		for range dice(3, "exclusions") {
			a := 1 + dice(n-1, "after")
			b := a + 1 + dice(n-a, "before")
			d.Exclude = append(d.Exclude, Exclusion{drawSelector(dice, nil), []int{a, b}})
		}
	}
	if dice(2, "broken down") == 1 {
		at := []string{"", "first", "last"}
		for k := range d.Steps {
			at = append(at, fmt.Sprintf("step:%d", k+1))
		}
		d.Breakdown = &Breakdown{
			Property: querytest.Pick(dice, "by", "device", "properties.p", "channel", "page"),
			At:       querytest.Pick(dice, "at", at...),
		}
	}
	return d
}

func TestMatchesReference(t *testing.T) {
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w, d := querytest.Draw(dice, querytest.Default), drawDefinition(dice)
		got, err := Run(t.Context(), w.Index.Index, d)
		if err != nil {
			t.Fatal(err)
		}
		got.Meta = query.Meta{}
		if want := d.slow(w); !reflect.DeepEqual(got, want) {
			t.Fatalf("definition %+v\ngot\n%s\nwant\n%s", d, got, want)
		}
	})
}

// Any cut of the customers, folded apart and merged, gives the same numbers.
func TestMergesAnyCut(t *testing.T) {
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w, d := querytest.Draw(dice, querytest.Default), drawDefinition(dice)
		p, scan, err := d.compile(t.Context(), w.Index.Index)
		if err != nil {
			t.Fatal(err)
		}
		left, right := querytest.Halves(dice)
		part := func(only func(journey.Customer) bool) *fold {
			scan.Only = only
			f, _, err := journey.Run(t.Context(), w.Index.Index, scan, func() *fold { return newFold(p) })
			if err != nil {
				t.Fatal(err)
			}
			return f
		}
		f := part(left)
		f.Merge(part(right))
		got := d.answer(f)
		if want := d.slow(w); !reflect.DeepEqual(got, want) {
			t.Fatalf("got\n%s\nwant\n%s", got, want)
		}
	})
}

// Where windows are long and steps overlap, reading by leaps finds what
// reading event by event finds.
func TestUnorderedLeaps(t *testing.T) {
	shape := querytest.Default
	shape.Fewest, shape.Events, shape.Customers = 80, 140, 1
	shape.Span = 48 * time.Hour
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w, d := querytest.Draw(dice, shape), drawDefinition(dice)
		d.Order, d.Exclude, d.Unit = unordered, nil, customers
		d.From, d.To = "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z"
		d.Window = querytest.Pick(dice, "long window", "1h", "12h", "1w")
		got, err := Run(t.Context(), w.Index.Index, d)
		if err != nil {
			t.Fatal(err)
		}
		got.Meta = query.Meta{}
		if want := d.slow(w); !reflect.DeepEqual(got, want) {
			t.Fatalf("definition %+v\ngot\n%s\nwant\n%s", d, got, want)
		}
	})
}
