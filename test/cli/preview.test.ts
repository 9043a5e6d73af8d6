import { Command } from "commander";
import { deepStrictEqual, match, ok } from "node:assert";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addPreview } from "../../cli/preview";
import type { Terminal } from "../../cli/terminal";

const PROGRAMS = join(__dirname, "../preview/programs");

const ODD = mkdtempSync(join(tmpdir(), "preview-"));
mkdirSync(join(ODD, "Pulumi.yaml"));
const NO_COST = join(ODD, "noCost.json");
writeFileSync(NO_COST, '{ "resources": [] }');
const NO_RESOURCE = join(ODD, "noResource.json");
writeFileSync(NO_RESOURCE, '{ "resources": [null], "exposures": [], "cost": { "totalUsd": 1 } }');

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
  after(() => rmSync(ODD, { recursive: true }));

  it("prints the preview with the config given, the last one of a key, and ends with 0", async () => {
    const { output, errors, exitCode } = await ran([
      join(PROGRAMS, "missing-config"),
      "-c",
      "image=a=b",
      "-c",
      "image=c=d",
    ]);
    match(output, /^Preview of missing-config, stack dev /);
    match(output, /\n {2}image {2}"c=d"\n/);
    deepStrictEqual([errors, exitCode], ["", 0]);
    ok(!output.includes("\u001b"));
  });

  it("prints JSON of a fixed shape", async () => {
    const { output } = await ran(["--json", "--stack", "dev", join(PROGRAMS, "plain-js")]);
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
      costKnown: "atLeast",
      unpriced: [],
      exposures: [],
      notExamined: [],
    });
  });

  it("prints a program's failure to standard error in one line, and ends with 1", async () => {
    const { output, errors, exitCode } = await ran([join(PROGRAMS, "missing-config")]);
    match(errors, /missing-config\/index\.ts:5: error: config `image` is required and not set; set it with: .*\n/);
    ok(!errors.includes("    at "));
    deepStrictEqual([output, exitCode], ["", 1]);
  });

  it("prints a failure as JSON too, and ends with 1", async () => {
    const { output, exitCode } = await ran(["--json", join(PROGRAMS, "missing-config")]);
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
      "an answer that is not JSON",
      [join(PROGRAMS, "throws"), "--answer", "getAmi=ami-1"],
      `error: --answer getAmi: the value is not a JSON object; write it as --answer 'getAmi={"NAME": VALUE}'\n`,
    ],
    [
      "an output of another stack without its value",
      [join(PROGRAMS, "throws"), "--stack-output", "acme/net/prod.vpcId"],
      "error: --stack-output: a value without its name; write it as --stack-output STACK.KEY=VALUE\n",
    ],
    [
      "no time",
      [".", "--timeout", "soon"],
      'error: --timeout: "soon" must be a number of seconds, at most 2147483; write it as --timeout 60\n',
    ],
    [
      "more time than a timer takes",
      [".", "--timeout", "2147484"],
      'error: --timeout: "2147484" must be a number of seconds, at most 2147483; write it as --timeout 60\n',
    ],
    [
      "an output without a stack",
      [join(PROGRAMS, "throws"), "--stack-output", "a=b"],
      'error: --stack-output: "a" is not a stack and a key; write it as STACK.KEY=VALUE\n',
    ],
    [
      "JSON and a page at once",
      ["--json", "--html", "x.html"],
      "error: --json, --html: cannot be given together; pass one of them\n",
    ],
    [
      "JSON and Markdown at once",
      ["--json", "--markdown"],
      "error: --json, --markdown: cannot be given together; pass one of them\n",
    ],
    [
      "an earlier preview that nothing is compared with",
      ["--compare", "before.json"],
      "error: --compare: cannot be given without --html or --markdown, which show what changed\n",
    ],
    [
      "a directory as the page's file",
      ["--html", PROGRAMS],
      `error: --html: ${PROGRAMS} is a directory; name a file in it\n`,
    ],
    ...[NO_COST, NO_RESOURCE].map((file): [string, string[], string] => [
      `an earlier preview that is none, ${file.slice(ODD.length)}`,
      ["--markdown", "--compare", file],
      `error: --compare: ${file} is not what preview --json wrote\n`,
    ]),
    ["a directory as Pulumi.yaml", [ODD], `error: ${ODD}/Pulumi.yaml: is a directory; put a file in its place\n`],
  ];
  for (const [title, args, message] of wrong)
    it(`refuses ${title} with one line, and ends with 2`, async () =>
      deepStrictEqual(await ran(args), { output: "", errors: message, exitCode: 64 }));

  it("says which answer no function asked for", async () => {
    const { output, exitCode } = await ran(["--stack", "dev", join(PROGRAMS, "plain-js"), "--answer", "nofn={}"]);
    ok(output.includes("--answer nofn: the program called no function nofn; check its name"), output);
    deepStrictEqual(exitCode, 0);
  });

  it("colours and shows progress on a terminal", async () => {
    const terminal = await ran([join(PROGRAMS, "missing-config"), "-c", "image=a"], {
      colour: true,
      interactive: true,
    });
    ok(terminal.output.includes("\u001b[1m"));
    ok(terminal.errors.endsWith("missing-config offline: 1 resource\r\u001b[K"), terminal.errors);
  });
});
