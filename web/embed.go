// Package web carries the built web app inside the program.
//
// What lives here: the app (React and TypeScript in src, built by npm into
// dist) and the embedding of dist. What does not: serving it over HTTP, which
// is api's, and the API that it speaks to.
//
// The program compiles without Node: dist then holds only a note, and api says
// that the app was not built.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// FS is the folder of built files: index.html and hashed assets.
func FS() fs.FS {
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // the name is a constant: it is always there
	}
	return sub
}
