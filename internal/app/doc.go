// Package app is composition: it reads the configuration, opens the store,
// wires the rooms, starts them and stops them in the right order. It decides
// nothing itself. The command line is a few lines over it, and tests start the
// whole program through it.
package app
