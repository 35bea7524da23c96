import { Command, InvalidArgumentError, Option } from "commander";
import { mostRuns } from "../conformance/most-runs.ts";
import { didYouMean } from "../contract/near-miss.ts";
import { StandinError } from "../errors.ts";
import { type ReportFormat, reportFormats } from "../report/suite/report-formats.ts";
import { isToken, tokenRule } from "../simulator/control/token.ts";
import { readVersion } from "../simulator/version.ts";
import { defaultHost, defaultPort } from "./default-address.ts";

/** What the program can be told; what a verb does is in the file of its name, loaded when it is called for. */
export function createProgram(): Command {
  const program = new Command("standin")
    .description("Local stand-ins for third-party REST APIs that judge every exchange against the vendor's contract.")
    .version(readVersion(), "--version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand(false)
    .addHelpText("after", examples)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(formatError(text)) });
  program.on("command:*", ([name]: string[]) => refuseCommand(program, name as string));

  addCommand(program, "serve", "serve stand-ins, all of them or those named, until Ctrl-C")
    .argument("[provider...]", "which to serve (default: all)")
    .addOption(
      new Option("--port <number>", "where to listen; 0 takes a free port").default(defaultPort).argParser(parsePort),
    )
    .option("--host <address>", "the address to listen on", defaultHost)
    .addOption(
      new Option(
        "--token <text>",
        `what /_standin demands as bearer token, ${tokenRule} (default: none, or made where --host is not loopback)`,
      ).env("STANDIN_TOKEN"),
    )
    .option("--scenario <name>", "the state to start with", "documented")
    .addOption(new Option("--seed <number>", "what ids and chance are made from").default(1).argParser(parseSeed))
    .addOption(
      new Option("--clock <kind>", "the stand-ins' time: one second an exchange from a fixed start, or the system's")
        .choices(["stepped", "real"])
        .default("stepped"),
    )
    .option("--limits", "count requests as the vendors do, and answer 429 beyond their documented quotas")
    .option("--open", "accept every well-formed credential, each with data of its own")
    .option("--state <file>", "a file that keeps the tenants' states from one run to the next")
    .option("--watch", "serve changed contracts and mocks at once, with the state kept")
    .addOption(
      new Option("--journal-limit <number>", "the most exchanges that the journal keeps")
        .default(10_000)
        .argParser(parseJournalLimit),
    )
    .addOption(
      new Option("--journal-bytes <size>", "about how much they may hold, such as 64MiB (default: 16MiB)").argParser(
        parseSize,
      ),
    )
    .option("--quiet", "no line for each exchange")
    .addOption(providersOption)
    .addOption(jsonOption)
    .action(async (providers, options, command: Command) => {
      refuseToken(options.token, command.getOptionValueSource("token"));
      await (await import("./serve.ts")).serve(providers, options);
    });

  addCommand(program, "list", "list the providers, or one provider's operations with their evidence")
    .argument("[provider]", "whose operations to list")
    .addOption(providersOption)
    .addOption(jsonOption)
    .action(async (provider, options) => (await import("./list.ts")).list(provider, options));

  addCommand(program, "check", "judge recorded exchanges: HAR, NDJSON, a journal or interactions")
    .argument("<file...>", "what to judge; - is standard input")
    .option("--provider <id>", "whose the exchanges are (default: found by host, or named in the archive)")
    .addOption(providersOption)
    .addOption(jsonOption)
    .addHelpText("after", exchangeLine)
    .action(async (files, options) => (await import("./check.ts")).check(files, options));

  addCommand(program, "test", "run the adapter suite against an adapter in any language")
    .argument("[config]", "the file that says what to test (default: standin.adapter.yaml)")
    .option("--case <text>", "only cases whose name has this in it")
    .option("--operation <id>", "only the cases of one operation")
    .option("--bail", "end with the first failure")
    .addOption(
      new Option("--seed <number>", "what inputs are generated from (default: the file's, or 1)").argParser(parseSeed),
    )
    .addOption(
      new Option("--runs <number>", "inputs generated for each operation (default: the file's, or 25)").argParser(
        parseRuns,
      ),
    )
    .option("--baseline <file>", "names of cases that are known to fail, one a line")
    .option("--update-baseline", "write what fails into the baseline")
    .addOption(
      new Option("--report <format>", `what to make of the run, more than once if need be: ${formatNames}`).argParser(
        addFormat,
      ),
    )
    .option("--output <path>", "the file of the report, or the folder of several (default: standard output)")
    .addOption(providersOption)
    .addOption(jsonOption)
    .action(async (config, options) => (await import("./test.ts")).test(config, options));

  addCommand(program, "report", "make reports of recorded exchanges, or of a run that was reported as JSON")
    .argument("<file>", "exchanges as check takes them, or what test --report json has written; - is standard input")
    .addOption(
      new Option(
        "--format <format>",
        `what to make, more than once if need be: ${formatNames} (default: text)`,
      ).argParser(addFormat),
    )
    .option("--output <path>", "the file of the report, or the folder of several (default: standard output)")
    .option("--provider <id>", "whose the exchanges are (default: found by host, or named in the archive)")
    .addOption(providersOption)
    .addOption(jsonOption)
    .action(async (file, options) => (await import("./report.ts")).report(file, options));

  program
    .command("help")
    .description("print the help of a command")
    .helpOption(false)
    .argument("[command]")
    .action((name: string | undefined) => help(program, name));

  return program;
}

function addCommand(program: Command, name: string, description: string): Command {
  return program.command(name).description(description).helpOption("-h, --help", "print this help");
}

const providersOption = new Option(
  "--providers <dir>",
  "a folder with contracts/ and mocks/ of your own (default: ./standin if it is there)",
);
const formatNames = reportFormats.join(", ");
const jsonOption = new Option("--json", "print JSON");

function help(program: Command, name: string | undefined): void {
  const command = name === undefined ? program : program.commands.find((one) => one.name() === name);
  if (command === undefined) refuseCommand(program, name as string);
  else command.help();
}

/** Note: an empty variable is refused as well: who sets one means to have a token. A token is quoted nowhere. */
function refuseToken(token: string | undefined, source: string | undefined): void {
  if (token === undefined || isToken(token)) return;
  const [subject, remedy] =
    source === "env"
      ? ["STANDIN_TOKEN in the environment", " Unset it where none is meant."]
      : ["The option --token", ""];
  const is = token === "" ? "is empty" : "is no token";
  throw new StandinError("OPTION_INVALID", `${subject} ${is}. A token is ${tokenRule}.${remedy}`);
}

function refuseCommand(program: Command, name: string): void {
  const known = program.commands.map((command) => command.name());
  const hint = didYouMean(name, known);
  program.error(`standin: This version has no command "${name}".${hint} Its commands are: ${known.join(", ")}.`);
}

/** Who names no file may have one on standard input. */
function formatError(text: string): string {
  return text
    .replace(/^error: /, "standin: ")
    .replace(/(unknown option '.*')\n$/, "$1; --help prints those that there are\n")
    .replace(/(missing required argument 'file')$/m, "$1; use - for standard input");
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError("A port is a whole number from 0 (any free port) to 65535.");
}

function parseSeed(text: string): number {
  const seed = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(seed)) return seed;
  throw new InvalidArgumentError("A seed is a whole number from 0 on.");
}

function parseJournalLimit(text: string): number {
  const limit = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(limit) && limit >= 1) return limit;
  throw new InvalidArgumentError("It is a whole number from 1 on.");
}

const sizes: Readonly<Record<string, number>> = { "": 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };

/** What the journal keeps of one body. Less is a unit that was forgotten. */
const leastBytes = 64 * 1024;

function parseSize(text: string): number {
  const [, number, unit = ""] = /^(\d{1,12})(KiB|MiB|GiB)?$/.exec(text) ?? [];
  const bytes = Number(number) * (sizes[unit] as number);
  if (Number.isSafeInteger(bytes) && bytes >= leastBytes) return bytes;
  throw new InvalidArgumentError("It is 64KiB at least: a number of bytes, or one with KiB, MiB or GiB behind it.");
}

function parseRuns(text: string): number {
  const runs = Number(text);
  if (/^\d+$/.test(text) && runs <= mostRuns) return runs;
  throw new InvalidArgumentError(`It is a whole number from 0 to ${mostRuns}.`);
}

function addFormat(text: string, before: readonly ReportFormat[] = []): ReportFormat[] {
  return [...before, parseFormat(text)];
}

function parseFormat(text: string): ReportFormat {
  const format = reportFormats.find((one) => one === text);
  if (format === undefined)
    throw new InvalidArgumentError(`Allowed choices are ${formatNames}.${didYouMean(text, reportFormats)}`);
  return format;
}

const exchangeLine = `
A line of NDJSON is one exchange, and needs no more than this one has:
{"request":{"method":"GET","url":"https://api.example.com/things","headers":{"authorization":"Bearer redacted"}},"response":{"status":200,"headers":{"content-type":"application/json"},"body":"[]"}}
`;

const examples = `
Examples:
  standin serve                          all providers on http://${defaultHost}:${defaultPort}
  standin serve PROVIDER --port 0        one of them, on a free port
  standin serve --json > ready.json      one line of JSON when it is ready
  standin list PROVIDER                  operations, credentials and scenarios of one provider
  standin test                           an adapter, as standin.adapter.yaml describes it
  standin check capture.har              recorded traffic, from a browser, a proxy or a test
  curl -s http://${defaultHost}:${defaultPort}/_standin/exchanges | standin check -

Exit status: 0 conforming, 1 errors found, 2 wrong usage or set-up.
`;
