package sdk

import (
	"io/fs"
	"testing"
)

func TestTheFolderIsThereEvenWhenNothingWasBuilt(t *testing.T) {
	if _, err := fs.Stat(FS(), "README"); err != nil {
		t.Fatalf("the committed note is not embedded: %v", err)
	}
	if _, err := fs.Stat(FS(), "dist"); err == nil {
		t.Fatal("FS must be rooted in dist, not above it")
	}
}
