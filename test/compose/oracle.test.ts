// compose-go, the library of Docker Compose, as an oracle: for each project both give the same model and the same environments.
// Runs where Go is, and its modules can be had; the projects are those of `projects` and, where it exists, of the corpus beside
// the checkout. It does not prove what becomes of the services.

import * as assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { filesOf } from "../../compose/files";
import { ComposeError, Findings } from "../../compose/problems";
import { loadProject } from "../../compose/spec/project";
import { REFUSES } from "../../compose/spec/resolve";
import { toPlain } from "../../compose/tree";

const CORPUS = resolve(__dirname, "../../../shared/compose-corpus");
const PROJECTS = join(__dirname, "projects");
const MODULE = join(__dirname, "oracle");

interface Input {
  readonly name: string;
  readonly directory: string;
  readonly files: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly profiles: readonly string[];
}

interface Answer {
  readonly error?: string;
  readonly model?: Record<string, unknown>;
  readonly environments?: Record<string, Record<string, string | null>>;
}

function inputs(): Input[] {
  const own = readdirSync(PROJECTS).map((name): Input => {
    const directory = join(PROJECTS, name);
    const settings = join(directory, "case.json");
    const given = existsSync(settings) ? (JSON.parse(readFileSync(settings, "utf8")) as Partial<Input>) : {};
    return { name, directory, files: ["compose.yaml"], environment: {}, profiles: [], ...given };
  });
  if (!existsSync(CORPUS)) return own;
  const corpus = readdirSync(CORPUS).filter((name) => existsSync(join(CORPUS, name, "expected.json")));
  return [
    ...own,
    ...corpus.map((name): Input => {
      const { input } = JSON.parse(readFileSync(join(CORPUS, name, "expected.json"), "utf8")) as {
        input: { compose: string[]; environment: Record<string, string> };
      };
      const directory = join(CORPUS, name);
      return { name, directory, files: input.compose, environment: input.environment, profiles: ["*"] };
    }),
  ];
}

/** Builds the oracle and asks it about all projects at once; a string says why there is no answer. */
function askOracle(all: readonly Input[]): Answer[] | string {
  const folder = mkdtempSync(join(tmpdir(), "oracle-"));
  try {
    const binary = process.env.COMPOSE_ORACLE ?? join(folder, "oracle");
    if (process.env.COMPOSE_ORACLE === undefined) {
      const build = spawnSync("go", ["build", "-o", binary, "."], { cwd: MODULE, encoding: "utf8", timeout: 600_000 });
      if (build.status !== 0) return build.error ? build.error.message : (build.stderr.trim().split("\n").at(-1) ?? "");
    }
    const run = spawnSync(binary, { input: JSON.stringify(all), encoding: "utf8", maxBuffer: 2 ** 28 });
    return run.status === 0 ? (JSON.parse(run.stdout) as Answer[]) : run.stderr;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function ours({ directory, files, environment, profiles }: Input): Answer {
  const findings = new Findings();
  try {
    const { model, services } = loadProject({
      files: filesOf(directory),
      findings,
      compose: files,
      environment,
      name: "shop",
      fallbackName: "shop",
      profiles,
    });
    const refused = [...findings.errors, ...findings.warnings.filter(({ message }) => message.includes(REFUSES))];
    if (refused.length > 0) return { error: refused.map(({ path, message }) => `${path}: ${message}`).join("; ") };
    const environments = [...services].map(
      ([name, service]) => [name, Object.fromEntries(service.environment)] as const,
    );
    return { model: toPlain(model) as Record<string, unknown>, environments: Object.fromEntries(environments) };
  } catch (error) {
    if (error instanceof ComposeError) return { error: error.message };
    throw error;
  }
}

/** Without what no one reads: empty values, and secrets' values, which we do not load. */
function plain(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) return value.map((item) => plain(item));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .filter(
      ([name, item]) =>
        !name.startsWith("x-#") && item !== null && item !== undefined && !(key === "" && name === "name"),
    )
    .map(([name, item]): [string, unknown] => [name, plain(item, name)]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Variables without a value are not set. */
const setOf = (environments: Answer["environments"]) =>
  Object.fromEntries(
    Object.entries(environments ?? {}).map(([name, variables]) => [
      name,
      Object.fromEntries(
        Object.entries(variables)
          .filter(([, value]) => value !== null)
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
    ]),
  );

describe("compose-go as an oracle", function () {
  this.timeout(600_000);
  const all = inputs();
  let answers: Answer[] = [];
  before(function () {
    const asked = askOracle(all);
    if (typeof asked !== "string") {
      answers = asked;
      return;
    }
    console.log(`    skipped: the oracle could not be built: ${asked}`);
    this.skip();
  });

  all.forEach((input, i) => {
    it(`${input.name} is the same model`, () => {
      const expected = answers[i] ?? { error: "no answer" };
      const got = ours(input);
      if (input.directory.startsWith(PROJECTS)) assert.equal(got.error, undefined);
      assert.equal(
        got.error === undefined,
        expected.error === undefined,
        `${got.error ?? "ok"} | ${expected.error ?? "ok"}`,
      );
      if (expected.error !== undefined) return;
      assert.deepEqual(plain(got.model), plain(expected.model));
      assert.deepEqual(setOf(got.environments), setOf(expected.environments));
    });
  });
});
