// Package sdk carries the built browser library inside the program.
//
// What lives here: wend.js (TypeScript in src, built by npm into dist) and
// the embedding of dist. What does not: serving it over HTTP, which is
// collect's, and the tracking protocol's server side.
//
// The program compiles without Node: dist then holds only a note, and Script
// says that the library was not built.
package sdk

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// FS is the folder of built files: wend.js, wend.js.map and wend.d.ts. It
// holds none of them where the library was not built.
func FS() fs.FS {
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // the name is a constant: it is always there
	}
	return sub
}

// Script is the browser library itself; ok is false where it was not built.
func Script() (script []byte, ok bool) {
	script, err := fs.ReadFile(FS(), "wend.js")
	return script, err == nil
}
