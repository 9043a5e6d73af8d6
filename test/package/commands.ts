// How each command that the documentation shows is proven. A command that is not here fails the test: add it with its proof.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CLI, ROOT, run, UNCHECKED } from "./installed";

interface Command {
  readonly pattern: RegExp;
  /** Throws if the command does not do what a reader expects who is in `directory`; gets the groups of the pattern. */
  readonly prove: (directory: string, ...groups: string[]) => void | Promise<void>;
}

const COMMANDS: readonly Command[] = [
  {
    pattern: /^npm (ci|test)$/,
    prove: (_directory, command) => assert.match(read(".ci/run"), new RegExp(`^step npm ${command}$`, "m")),
  },
  { pattern: /^npm start$/, prove: () => runs("npm", ["start", "--silent"], ROOT) },
  {
    pattern: /^npm run ([\w:]+)(?: -- (\S+))?$/,
    prove: (_directory, script = "", file = ".") => {
      assert.ok(script in manifest().scripts, `package.json has no script "${script}"`);
      assert.ok(existsSync(join(ROOT, file)), `there is no ${file}`);
    },
  },
  {
    // Installing and importing the package is proven by tarball.test.ts. In an example all that its program imports is installed.
    pattern: /^npm install ((?:[@\w/-]+ ?)+)$/,
    prove: (directory, packages) => {
      const known = ["ghcr-fargate", ...Object.keys(manifest().peerDependencies), "typescript", "@types/node"];
      const unknown = packages.split(" ").filter((name) => name !== "" && name !== "-D" && !known.includes(name));
      assert.deepEqual(unknown, [], "neither this package nor one of its peer dependencies");
      const imported =
        directory === ROOT ? [] : [...programsIn(directory).matchAll(/ from "([^"]+)"/g)].map(([, name]) => name);
      assert.deepEqual(
        imported.filter((name) => !packages.split(" ").includes(name ?? "")),
        [],
        "imported and not installed",
      );
    },
  },
  {
    pattern: /^npx ghcr-fargate preview(?: (\S.*))?$/,
    // examples.test.ts previews each example as it is.
    prove: (directory, args = "") =>
      directory !== ROOT && args === "" ? undefined : runs(CLI, ["preview", ...words(args)], directory, UNCHECKED),
  },
  {
    pattern: /^npx ghcr-fargate ecr check-tag (.+)$/,
    prove: async (_directory, args = "") => {
      await runs(CLI, ["ecr", "check-tag", ...words(args.replaceAll('"', ""))], ROOT);
    },
  },
  {
    // It needs a stack: test/cli/ecr.test.ts runs it with one.
    pattern: /^npx ghcr-fargate ecr commands(?: (.*))?$/,
    prove: async (_directory, args = "") => {
      const help = await runs(CLI, ["ecr", "commands", "--help"], ROOT);
      for (const option of words(args).filter((word) => word.startsWith("--")))
        assert.ok(help.includes(option), `the help of "ecr commands" does not know ${option}`);
    },
  },
  {
    // Files of credentials hold passwords: test/compose/registryCreds.test.ts writes its own.
    pattern: /^npx ghcr-fargate compose (check|convert)(?: ([^>]*))?(?: > \S+)?$/,
    prove: async (directory, command = "", given = "") => {
      const args = given.replace(/--registry-creds \S+/, "");
      const project = directory === ROOT ? join(ROOT, "examples/compose") : directory;
      await runs(CLI, ["compose", command, ...words(args.trim())], project);
    },
  },
  {
    // It needs a service that runs: test/engine/composeAdopt.test.ts takes one over.
    pattern: /^npx ghcr-fargate compose adopt(?: ([^>]*))?(?: > \S+)?$/,
    prove: async (_directory, args = "") => {
      const help = await runs(CLI, ["compose", "adopt", "--help"], ROOT);
      for (const option of words(args).filter((word) => word.startsWith("--")))
        assert.ok(help.includes(option), `the help of "compose adopt" does not know ${option}`);
    },
  },
  {
    // test/migrate/page.test.ts runs these between two registries.
    pattern: /^npx ghcr-fargate migrate (\S+) .*$/,
    prove: async (_directory, command) => {
      assert.match(await runs(CLI, ["migrate", "--help"], ROOT), new RegExp(`^\\s+${command}\\b`, "m"));
    },
  },
  {
    // Other commands need a network: their help has to know what is shown.
    pattern: /^npx ghcr-fargate (\S+)(?: (.*))?$/,
    prove: async (_directory, command, args = "") => {
      const all = await runs(CLI, ["--help"], ROOT);
      assert.match(all, new RegExp(`^\\s+(-\\w, )?${command}\\b`, "m"), `there is no command "${command}"`);
      const help = command.startsWith("-") ? all : await runs(CLI, [command, "--help"], ROOT);
      for (const option of words(args).filter((word) => word.startsWith("--"))) {
        assert.ok(help.includes(option.replace(/=.*/, "")), `the help of "${command}" does not know ${option}`);
      }
    },
  },
  {
    pattern: /^pulumi config set (--secret )?([\w:-]+)(?: \S+)?$/,
    prove: (directory, secret, key = "") => {
      const name = key.replace(/^[\w-]+:/, "");
      const read = new RegExp(`\\b(?:get|require)${secret ? "Secret" : "(?!Secret)"}\\w*\\("${name}"\\)`);
      assert.ok(
        key === "aws:region" || read.test(programsIn(directory)),
        `no example reads the ${secret ? "secret" : "setting"} "${key}"`,
      );
    },
  },
  // Run by test/engine/import.test.ts.
  { pattern: /^pulumi (?:import --file import\.json .*|preview --diff)$/, prove: () => undefined },
  // Run by test/engine/ecr.test.ts.
  { pattern: /^pulumi import aws:ecr\/repository:Repository /, prove: () => undefined },
  {
    pattern: /^pulumi config rm (\w+)$/,
    prove: (directory, key = "") => assert.match(programsIn(directory), new RegExp(`\\.get\\("${key}"\\)`)),
  },
  // Run by no test: the engine here runs no policy packs. The pack's program is type-checked, its policies are called by test/policy.
  { pattern: /^pulumi preview --policy-pack guard-rails$/, prove: () => undefined },
  // Pulumi's own: test/engine deploys the examples, plugin.test.ts makes the component as a plugin.
  { pattern: /^pulumi (?:up|preview|destroy|stack init \w+|login|package add \S+)$/, prove: () => undefined },
  // test/engine/interruptions.test.ts goes on after an update that was killed.
  { pattern: /^pulumi (?:cancel --yes|stack export --file state\.json)$/, prove: () => undefined },
  {
    pattern: /^aws resourcegroupstaggingapi get-resources --tag-filters Key=\w+,Values=\w+$/,
    prove: () => undefined,
  },
  { pattern: /^git clone https:\/\/\S+$/, prove: () => undefined },
  {
    pattern: /^cd (\S+)$/,
    prove: (_directory, dir = "") =>
      assert.ok(dir === "ghcr-fargate" || existsSync(join(ROOT, dir)), `there is no ${dir}`),
  },
];

/** Proves a command that is run in the checkout, or in an example of it. Throws where it is not known or does not hold. */
export async function proveCommand(command: string, directory = ROOT): Promise<void> {
  for (const { pattern, prove } of COMMANDS) {
    const match = pattern.exec(command);
    if (match) return prove(directory, ...match.slice(1));
  }
  throw new Error(`no proof is known for "${command}": add one to test/package/commands.ts`);
}

const outputs = new Map<string, Promise<string>>();

/** What a command prints that ends well. Several pages show the same one: it runs once. */
function runs(file: string, args: string[], directory: string, environment = {}): Promise<string> {
  const key = [directory, file, ...args].join(" ");
  if (!outputs.has(key)) outputs.set(key, output(file, args, directory, environment));
  return outputs.get(key)!;
}

async function output(file: string, args: string[], directory: string, environment: object): Promise<string> {
  const [program, rest] = file === CLI ? [process.execPath, [CLI, ...args]] : [file, args];
  const { code, stdout, stderr } = await run(program, rest, directory, { ...environment });
  assert.equal(code, 0, stdout + stderr);
  return stdout;
}

const words = (text: string): string[] => text.split(" ").filter((word) => word !== "");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** The program of an example, or those of all where the reader is in none. */
function programsIn(directory: string): string {
  const examples = readdirSync(join(ROOT, "examples"))
    .map((name) => join(ROOT, "examples", name))
    .filter((path) => existsSync(join(path, "index.ts")));
  return (directory === ROOT ? examples : [directory])
    .map((example) => readFileSync(join(example, "index.ts"), "utf8"))
    .join("\n");
}

function manifest(): { scripts: Record<string, string>; peerDependencies: Record<string, string> } {
  return JSON.parse(read("package.json")) as ReturnType<typeof manifest>;
}
