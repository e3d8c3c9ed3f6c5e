package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/alecthomas/kong"
	"github.com/pelletier/go-toml/v2"
)

// configurationFile is where wend.toml lies. It is read before the flags are
// known, by fileResolver; here it only appears in the help.
type configurationFile string

// fileResolver answers settings from wend.toml (or --config, or WEND_CONFIG),
// where neither flag nor environment names them.
func fileResolver(args []string) kong.Resolver {
	path, named := configurationPath(args)
	settings, err := readConfiguration(path, named)
	return kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		for _, name := range flag.Envs {
			if os.Getenv(name) != "" {
				return nil, nil // the environment goes before the file
			}
		}
		if err != nil {
			return nil, err
		}
		return settings[tomlKey(flag.Name)], nil
	})
}

func configurationPath(args []string) (path string, named bool) {
	for i, arg := range args {
		if value, ok := strings.CutPrefix(arg, "--config="); ok {
			return value, true
		}
		if arg == "--config" && i+1 < len(args) {
			return args[i+1], true
		}
	}
	if path := os.Getenv("WEND_CONFIG"); path != "" {
		return path, true
	}
	return "wend.toml", false
}

func readConfiguration(path string, named bool) (map[string]any, error) {
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && !named {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the configuration: %w", err)
	}
	settings := map[string]any{}
	if err := toml.Unmarshal(raw, &settings); err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", path, err)
	}
	for key, value := range settings {
		if text, ok := value.(string); ok {
			settings[key] = text
			continue
		}
		settings[key] = fmt.Sprint(value)
	}
	return settings, nil
}

// tomlKey is a flag's name in wend.toml: base_url for --base-url.
func tomlKey(flag string) string { return strings.ReplaceAll(flag, "-", "_") }
