package api

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

// qrMargin is the quiet zone that scanners need around a code, in its dots.
const qrMargin = 4

// qrCode draws a text as a QR code: an SVG image, black on white in every
// theme, since not every scanner reads the reverse.
func qrCode(text string) (string, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", fmt.Errorf("draw a QR code: %w", err)
	}
	var dots strings.Builder
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				fmt.Fprintf(&dots, "M%d %dh1v1h-1z", x+qrMargin, y+qrMargin)
			}
		}
	}
	side := code.Size + 2*qrMargin
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%dv%dH0z"/><path d="%s"/></svg>`,
		side, side, side, side, dots.String()), nil
}
