// Package settings keeps what an owner decides about the workspace: time zone,
// currency, country, stage model, sending limits. Each key is one JSON value in
// the state store, checked before it is stored; rooms that depend on one
// subscribe to its changes.
package settings
