package funnel

import (
	"strings"
	"testing"

	"wend/internal/understand/querytest"
)

func TestRefuses(t *testing.T) {
	step := `{"event":"A"}`
	for name, c := range map[string]struct{ body, pointer string }{
		"no steps":             {`{}`, "/steps"},
		"too many steps":       {`{"steps":[` + strings.Repeat(step+",", 20) + step + `]}`, "/steps"},
		"empty step":           {`{"steps":[{"event":"A"},{}]}`, "/steps/1/event"},
		"empty name":           {`{"steps":[{"events":["A",""]}]}`, "/steps/0/events/1"},
		"event and events":     {`{"steps":[{"event":"A","events":["B"]}]}`, "/steps/0/events"},
		"misspelt key":         {`{"steps":[{"evnt":"A"}]}`, "/steps/0/evnt"},
		"event is a number":    {`{"steps":[{"event":7}]}`, "/steps/0/event"},
		"unknown property":     {`{"steps":[{"event":"A","where":[{"property":"colour","op":"eq","value":1}]}]}`, "/steps/0/where/0/property"},
		"unknown operator":     {`{"steps":[{"event":"A","where":[{"property":"device","op":"like","value":1}]}]}`, "/steps/0/where/0/op"},
		"missing value":        {`{"steps":[{"event":"A","where":[{"property":"device","op":"eq"}]}]}`, "/steps/0/where/0/value"},
		"order":                {`{"steps":[{"event":"A"}],"order":"random"}`, "/order"},
		"window":               {`{"steps":[{"event":"A"}],"window":"soon"}`, "/window"},
		"unordered, no window": {`{"steps":[{"event":"A"}],"order":"unordered"}`, "/window"},
		"unit":                 {`{"steps":[{"event":"A"}],"unit":"device"}`, "/unit"},
		"exclude with strict":  {`{"steps":[{"event":"A"},{"event":"B"}],"order":"strict","exclude":[{"event":"C","between":[1,2]}]}`, "/exclude"},
		"exclude, unordered":   {`{"steps":[{"event":"A"},{"event":"B"}],"order":"unordered","window":"1d","exclude":[{"event":"C","between":[1,2]}]}`, "/exclude"},
		"exclude between one":  {`{"steps":[{"event":"A"},{"event":"B"}],"exclude":[{"event":"C","between":[1]}]}`, "/exclude/0/between"},
		"exclude from step 0":  {`{"steps":[{"event":"A"},{"event":"B"}],"exclude":[{"event":"C","between":[0,1]}]}`, "/exclude/0/between"},
		"exclude nothing":      {`{"steps":[{"event":"A"},{"event":"B"}],"exclude":[{"between":[1,2]}]}`, "/exclude/0/event"},
		"exclude in one step":  {`{"steps":[{"event":"A"}],"exclude":[{"event":"C"}]}`, "/exclude/0/between"},
		"breakdown property":   {`{"steps":[{"event":"A"}],"breakdown":{"property":"colour"}}`, "/breakdown/property"},
		"breakdown is a text":  {`{"steps":[{"event":"A"}],"breakdown":"device"}`, "/breakdown"},
		"breakdown at step 2":  {`{"steps":[{"event":"A"}],"breakdown":{"property":"device","at":"step:2"}}`, "/breakdown/at"},
		"where":                {`{"steps":[{"event":"A"}],"where":[{"property":"device","op":"matches","value":"("}]}`, "/where/0/value"},
		"range":                {`{"steps":[{"event":"A"}],"from":"2024-01-02T00:00:00Z","to":"2024-01-01T00:00:00Z"}`, "/to"},
		"segment":              {`{"steps":[{"event":"A"}],"segment":{"all":[{"event":""}]}}`, "/segment/all/0/event"},
	} {
		t.Run(name, func(t *testing.T) {
			querytest.Refused(t, c.pointer, func() error {
				d, err := Decode([]byte(c.body))
				if err == nil {
					err = d.Validate()
				}
				return err
			})
		})
	}
}
