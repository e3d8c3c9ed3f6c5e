// Package kits holds the starter kits: what a business of a kind needs to see
// its journeys on the first day. A kit is one readable file (data/*.toml) with
// a stage model, an event plan, key events and the ways to them, a dashboard and
// a glossary.
//
// Applying a kit hands its parts to the rooms that own them (settings,
// dashboards) and never overwrites what the owner edited unless told so. The
// event plan is the kit's, with what the owner added and took away; Check holds
// it against the events that were really seen. What was seen comes in through
// parameters: this room neither reads the log nor knows of HTTP.
package kits
