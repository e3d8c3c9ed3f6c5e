package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"wend/internal/govern/access"
	"wend/internal/understand/insights"
)

type holidaysResponse struct {
	Body struct {
		insights.Calendar
		Countries []string `json:"countries" doc:"The countries whose public holidays are known, by ISO 3166 code."`
	}
}

func (s *server) registerHolidays(api huma.API) {
	operation(s, api, http.MethodGet, "/holidays", "get-holidays", "Whose public holidays count, and of which countries they are known", s.holidays, needs(access.SeeNumbers))
}

func (s *server) holidays(context.Context, *struct{}) (*holidaysResponse, error) {
	now := s.Settings.Get()
	out := new(holidaysResponse)
	out.Body.Calendar, out.Body.Countries = insights.CalendarOf(now.Country, now.Timezone), insights.Countries()
	return out, nil
}
