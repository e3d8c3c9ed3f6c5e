// Command wend is the whole of Wend: collection, analysis and the web app in
// one program over one data directory.
package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"wend/internal/app"
	"wend/internal/sim"
)

type commands struct {
	Serve   serveCommand   `cmd:"" help:"Run everything: collection, analysis, web app."`
	Demo    demoCommand    `cmd:"" help:"Show a simulated business with history and live traffic, already signed in."`
	Import  importCommand  `cmd:"" help:"Read a file in. Running it twice adds nothing."`
	Export  exportCommand  `cmd:"" help:"Write data out, to be read by any tool or imported again."`
	Backup  backupCommand  `cmd:"" help:"Write a consistent backup, also while the server runs."`
	Restore restoreCommand `cmd:"" help:"Restore a backup into an empty data directory."`
	Doctor  doctorCommand  `cmd:"" help:"Check configuration, disk, clock, mail and data, and say what to do."`
	Bench   benchCommand   `cmd:"" help:"Measure speed on this machine beside its physical limits."`
	Version versionCommand `cmd:"" help:"Print version, commit and database versions."`
	OpenAPI openapiCommand `cmd:"" name:"openapi" hidden:"" help:"Print the OpenAPI document of the API."`

	LogFormat string            `help:"How the log is written: text or json." enum:"text,json" default:"text" env:"WEND_LOG_FORMAT"`
	LogLevel  string            `help:"The least that is logged: debug, info, warn or error." enum:"debug,info,warn,error" default:"info" env:"WEND_LOG_LEVEL"`
	Config    configurationFile `help:"Configuration file." default:"wend.toml" env:"WEND_CONFIG" placeholder:"FILE"`
}

// dataOption is common to all commands that work on data.
type dataOption struct {
	Data string `help:"The data directory." default:"data" env:"WEND_DATA" placeholder:"DIR"`
}

func main() {
	// The first interrupt drains, the second one means it.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "wend:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	var cli commands
	parser, err := kong.New(&cli,
		kong.Name("wend"),
		kong.Description("Wend shows the journeys that your customers really take, and runs on one machine with one data directory."),
		kong.UsageOnError(),
		kong.Vars{"worlds": strings.Join(sim.WorldKeys(), ",")},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.ValueFormatter(threeNames),
		kong.Resolvers(fileResolver(args)),
		kong.BindTo(ctx, (*context.Context)(nil)),
	)
	if err != nil {
		return err
	}
	command, err := parser.Parse(args)
	if err != nil {
		parser.FatalIfErrorf(err)
	}
	slog.SetDefault(cli.logger())
	return command.Run()
}

func (c *commands) logger() *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(c.LogLevel)) // kong checked the word
	options := &slog.HandlerOptions{Level: level}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, options))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, options))
}

// threeNames shows a setting's names: the flag stands there already, the
// environment variable and the key of wend.toml follow.
func threeNames(value *kong.Value) string {
	help := value.Help
	if value.Flag == nil || len(value.Flag.Envs) == 0 {
		return help
	}
	return fmt.Sprintf("%s ($%s, %s in wend.toml)", help, strings.Join(value.Flag.Envs, ", $"), tomlKey(value.Name))
}

type serveCommand struct {
	dataOption
	Listen          string `help:"Address to listen on." default:"127.0.0.1:7777" env:"WEND_LISTEN" placeholder:"HOST:PORT"`
	BaseURL         string `help:"Address under which people and websites reach this server." env:"WEND_BASE_URL" placeholder:"URL"`
	AdminToken      string `help:"An API token with the owner's rights." env:"WEND_ADMIN_TOKEN" placeholder:"TOKEN"`
	WriteKey        string `help:"The write key of a source of kind server." env:"WEND_WRITE_KEY" placeholder:"KEY"`
	SMTPURL         string `name:"smtp-url" help:"The mail server, as smtp://name:password@host:port or smtps://…; without it no mail goes out." env:"WEND_SMTP_URL" placeholder:"URL"`
	MailFrom        string `help:"The address that mail comes from; by default wend@ the host of the base address." env:"WEND_MAIL_FROM" placeholder:"ADDRESS"`
	Timezone        string `help:"Time zone of a new workspace, as an IANA name." default:"UTC" env:"WEND_TIMEZONE" placeholder:"ZONE"`
	Currency        string `help:"Currency of a new workspace, as an ISO 4217 code." default:"EUR" env:"WEND_CURRENCY" placeholder:"CODE"`
	ImportMegabytes int64  `help:"The largest file that may be uploaded to be imported, in MB." default:"4096" env:"WEND_IMPORT_MEGABYTES" placeholder:"MB"`
	IndexDays       int    `help:"How many days of journeys are held in memory; older ones are read from disk when a question reaches back that far. 0 holds all." default:"0" env:"WEND_INDEX_DAYS" placeholder:"DAYS"`
}

func (c *serveCommand) configuration() app.Config {
	return app.Config{Data: c.Data, Listen: c.Listen, BaseURL: c.BaseURL, AdminToken: c.AdminToken, WriteKey: c.WriteKey, SMTPURL: c.SMTPURL, MailFrom: c.MailFrom,
		Timezone: c.Timezone, Currency: c.Currency, IndexDays: c.IndexDays, ImportLimit: c.ImportMegabytes << 20, Logger: slog.Default()}
}

func (c *serveCommand) Run(ctx context.Context) error {
	return serve(ctx, c.configuration())
}

type demoCommand struct {
	World     string `help:"Which business." enum:"${worlds}" default:"boutique"`
	Customers int    `help:"How many customers." default:"20000"`
	Days      int    `help:"How many days of history." default:"180"`
	Seed      uint64 `help:"Chance: another seed is another shop." default:"1"`
	Plain     bool   `help:"Plant nothing: no friction, no anomaly, no nudge."`
	Data      string `help:"Keep the demo's data here; by default it is thrown away at the end." env:"WEND_DATA" placeholder:"DIR"`
	Listen    string `help:"Address to listen on." default:"127.0.0.1:7777" env:"WEND_LISTEN" placeholder:"HOST:PORT"`
}

func (c *demoCommand) Run(ctx context.Context) error {
	data := c.Data
	if data == "" {
		dir, err := os.MkdirTemp("", "wend-demo-")
		if err != nil {
			return fmt.Errorf("make a directory for the demo: %w", err)
		}
		defer os.RemoveAll(dir)
		data = dir
	}
	return serve(ctx, app.Config{Data: data, Listen: c.Listen, Logger: slog.Default(), AdminToken: os.Getenv("WEND_ADMIN_TOKEN"), WriteKey: os.Getenv("WEND_WRITE_KEY"),
		Demo: &app.Demo{World: c.World, Customers: c.Customers, Days: c.Days, Seed: c.Seed, Plain: c.Plain}})
}

// serve runs the program and tells the person where it is.
func serve(ctx context.Context, config app.Config) error {
	program, err := app.Open(ctx, config)
	if err != nil {
		return err
	}
	go announce(ctx, program)
	err = program.Run(ctx)
	if closed := program.Close(); err == nil {
		err = closed
	}
	return err
}

// announce waits until the server answers and prints what to open.
func announce(ctx context.Context, program *app.App) {
	select {
	case <-program.Ready():
	case <-ctx.Done():
		return
	}
	fmt.Printf("\n  Wend is running at %s\n", program.Address())
	link, err := program.SetupLink(ctx)
	if err != nil {
		slog.Error("the one-time link could not be made", "error", err)
	}
	if link != "" {
		fmt.Printf("\n  Create the owner's account (this link works once):\n  %s\n", link)
	}
	fmt.Println()
}
