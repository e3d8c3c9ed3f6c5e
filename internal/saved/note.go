package saved

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"wend/internal/problem"
)

// NoteBody is what happened on a day.
type NoteBody struct {
	Day  string `json:"day" doc:"YYYY-MM-DD, a day of the workspace's time zone"`
	Text string `json:"text" doc:"What happened, in at most 200 characters"`
}

// Note is shown on every chart over time that covers its day.
type Note struct {
	Item
	NoteBody
}

const longestNote = 200

// PutNote keeps a note under an id, or under a new one where it is empty.
func (s *Service) PutNote(ctx context.Context, by, id string, body NoteBody) (Note, error) {
	body.Text = strings.Join(strings.Fields(body.Text), " ")
	if !isDay(body.Day) {
		return Note{}, problem.At("/day", "%q is no day: write for example 2026-03-01.", shorten(body.Day))
	}
	if err := checkText("/text", "The text", body.Text, 1, longestNote); err != nil {
		return Note{}, err
	}
	item, err := notes.put(ctx, s, id, by, body)
	return Note{Item: item, NoteBody: body}, err
}

// Notes lists the notes on the days from and to, both included and each empty
// for no bound, by day.
func (s *Service) Notes(ctx context.Context, from, to string) ([]Note, error) {
	for key, day := range map[string]string{"/from": from, "/to": to} {
		if day != "" && !isDay(day) {
			return nil, problem.At(key, "%q is no day: write for example 2026-03-01.", shorten(day))
		}
	}
	found := []Note{}
	_, err := notes.page(ctx, s, notes.most, "", func(item Item, decode func(any) error) error {
		n := Note{Item: item}
		err := decode(&n.NoteBody)
		if err == nil && n.Day >= from && (to == "" || n.Day <= to) {
			found = append(found, n)
		}
		return err
	})
	slices.SortStableFunc(found, func(a, b Note) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), a.Created.Compare(b.Created))
	})
	return found, err
}

// DeleteNote hides a note.
func (s *Service) DeleteNote(ctx context.Context, id string) error { return notes.remove(ctx, s, id) }

// RestoreNote brings a deleted note back.
func (s *Service) RestoreNote(ctx context.Context, id string) (n Note, err error) {
	if err := notes.restore(ctx, s, id); err != nil {
		return Note{}, err
	}
	n.Item, err = notes.get(ctx, s, id, &n.NoteBody)
	return n, err
}
