// Package api is HTTP: routing, authentication, the OpenAPI document and
// application/problem+json. It is thin: a handler decodes, calls a room, and
// encodes; the rooms know nothing of HTTP, and one generic handler serves all
// of /query/*.
//
// The tracking protocol (/v1) is collect's own and only mounted here.
package api
