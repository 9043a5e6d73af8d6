import { Command } from "commander";
import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { join } from "node:path";
import { addPreview } from "../../cli/preview";
import type { Terminal } from "../../cli/terminal";

const PROGRAMS = join(__dirname, "../preview/programs");

interface Ran {
  readonly output: string;
  readonly errors: string;
  readonly exitCode: number | undefined;
}

async function ran(args: readonly string[], terminal: Partial<Terminal> = {}): Promise<Ran> {
  const result = { output: "", errors: "", exitCode: undefined as number | undefined };
  const program = new Command();
  addPreview(program, {
    write: (text) => void (result.output += text),
    writeError: (text) => void (result.errors += text),
    readInput: () => Promise.resolve(""),
    env: {},
    colour: false,
    interactive: false,
    exitWith: (code) => void (result.exitCode = code),
    ...terminal,
  });
  await program.parseAsync(["node", "ghcr-fargate", "preview", ...args]);
  return result;
}

describe("ghcr-fargate preview", function () {
  this.timeout(60_000);

  it("prints the preview, and ends with 0", async () => {
    const { output, errors, exitCode } = await ran([join(PROGRAMS, "plain-js")]);
    match(output, /└─ aws:sns:Topic +news +notifications\n/);
    deepStrictEqual([errors, exitCode], ["", 0]);
  });

  it("prints JSON of a fixed shape", async () => {
    const { output } = await ran(["--json", join(PROGRAMS, "plain-js")]);
    const preview = JSON.parse(output) as Record<string, unknown>;
    const file = join(PROGRAMS, "plain-js/index.js");
    const urn = "urn:pulumi:dev::plain-js::aws:sns/topic:Topic::news";
    deepStrictEqual(preview, {
      version: 1,
      project: "plain-js",
      stack: "dev",
      directory: join(PROGRAMS, "plain-js"),
      region: "eu-central-1",
      finished: true,
      succeeded: true,
      resources: [
        {
          urn,
          type: "aws:sns/topic:Topic",
          name: "news",
          parent: "urn:pulumi:dev::plain-js::pulumi:pulumi:Stack::plain-js-dev",
          operation: "create",
          custom: true,
          region: "eu-central-1",
          inputs: {},
          dependencies: [],
          propertyDependencies: {},
          protect: false,
          source: { file, line: 4 },
        },
      ],
      counts: [{ type: "aws:sns:Topic", count: 1 }],
      outputs: { topicName: "[unknown]" },
      diagnostics: [],
      lookups: [],
      cost: {
        pricesAsOf: "2026-07-07",
        hoursPerMonth: 730,
        lines: [],
        totalUsd: 0,
        perUse: [
          { what: "SNS requests", region: "eu-central-1", unit: "million", unitPriceUsd: 0.5, unverified: true },
        ],
        regionsWithoutPrices: [],
      },
      unpriced: [],
      exposures: [],
    });
  });

  it("prints a program's failure to standard error, and ends with 1", async () => {
    const { output, errors, exitCode } = await ran([join(PROGRAMS, "throws")]);
    match(errors, /throws\/index\.ts:6: error: RangeError: the size is odd\n/);
    ok(!errors.includes("    at "));
    deepStrictEqual([output, exitCode], ["", 1]);
  });

  it("prints a failure as JSON too, and ends with 1", async () => {
    const { output, exitCode } = await ran(["--json", join(PROGRAMS, "throws")]);
    const { succeeded, diagnostics } = JSON.parse(output) as { succeeded: boolean; diagnostics: unknown[] };
    deepStrictEqual([succeeded, diagnostics.length, exitCode], [false, 1, 1]);
  });

  const wrong: [string, string[], string][] = [
    [
      "a directory that does not exist",
      ["/no/such"],
      "error: /no/such: no such directory; pass the directory of a Pulumi project\n",
    ],
    [
      "config without a value",
      [join(PROGRAMS, "throws"), "--config", "x"],
      'error: --config: an option without "="; write it as --config key=value\n',
    ],
    [
      "an unknown stack",
      [join(PROGRAMS, "throws"), "--stack", "prod"],
      `error: --stack prod: no ${join(PROGRAMS, "throws")}/Pulumi.prod.yaml; stacks there: dev\n`,
    ],
    [
      "no time",
      [".", "--timeout", "soon"],
      'error: --timeout: "soon" is no number of seconds; write it as --timeout 60\n',
    ],
  ];
  for (const [title, args, message] of wrong)
    it(`refuses ${title} with one line, and ends with 2`, async () =>
      deepStrictEqual(await ran(args), { output: "", errors: message, exitCode: 2 }));

  it("takes config from the command line, more than once", async () => {
    const { output } = await ran([join(PROGRAMS, "missing-config"), "--json", "-c", "image=a=b", "-c", "image=c=d"]);
    strictEqual((JSON.parse(output) as { outputs: { image: string } }).outputs.image, "c=d");
  });

  it("colours and shows progress only where told to", async () => {
    const plain = await ran([join(PROGRAMS, "plain-js")]);
    const terminal = await ran([join(PROGRAMS, "plain-js")], { colour: true, interactive: true });
    ok(!plain.output.includes("\u001b"));
    ok(terminal.output.includes("\u001b[1m"));
    ok(terminal.errors.endsWith("plain-js offline: 2 resources\r\u001b[K"));
  });
});
