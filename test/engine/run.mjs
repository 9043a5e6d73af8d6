// Runs the tests of test/engine on the real Pulumi engine. Where `pulumi` and an emulator of AWS (AWS_ENDPOINT_URL) are in the
// environment, with them; else where an `engine.sh` is beside the checkout, with that; elsewhere says so and passes.
//   node test/engine/run.mjs [TEST_FILES]      ENGINE_LANES: how many engines at a time, 3 unless set: each waits a lot
//                                          ENGINE_SECONDS: start no file later than this, and say which are left
//                                          ENGINE_TRACE=1: print what Pulumi prints, too

import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, "../..");
const ENGINE = process.env.GHCR_FARGATE_ENGINE ?? join(ROOT, "../shared/engine/engine.sh");

/** The files that take longest, longest first: lanes take one file after the other, so the last ones should be short. */
const LONGEST = [
  "failures/circuitBreakerOn.test.ts",
  "failures/circuitBreakerOff.test.ts",
  "preDeploy.test.ts",
  "recover.test.ts",
  "interruptions.test.ts",
  "transitions/strategies.test.ts",
  "transitions/task.test.ts",
  "languages/python.test.ts",
  "languages/compiled.test.ts",
];

/** How to start a command with an engine, or why it cannot be done. */
function findEngine() {
  const has = (command) => spawnSync("sh", ["-c", `command -v ${command}`]).status === 0;
  if (process.env.AWS_ENDPOINT_URL !== undefined && has("pulumi")) return { prefix: [], lanes: 1 };
  if (existsSync(ENGINE)) return { prefix: [ENGINE], lanes: Number(process.env.ENGINE_LANES ?? 3) };
  const missing = has("pulumi")
    ? "AWS_ENDPOINT_URL does not name an emulator of AWS"
    : "the pulumi CLI is not on the PATH";
  return { reason: `${missing}, and ${relative(ROOT, ENGINE)} is not there` };
}

function testFiles() {
  const named = process.argv.slice(2);
  if (named.length > 0) return named;
  const found = readdirSync(HERE, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".test.ts"));
  const rank = (name) => (LONGEST.includes(name) ? LONGEST.indexOf(name) : LONGEST.length);
  return found.sort((a, b) => rank(a) - rank(b)).map((name) => relative(ROOT, join(HERE, name)));
}

/** Ids that the emulator made up in another form than AWS's: programs can only hand them back. */
const MADE_UP_IDS = /"'d-[0-9a-z]{10}' does not match|"'arn:aws:sso:::instance\/ssoins-\w+\/ps-\w+' does not match/;

/** The requests that break AWS's models, one a line. */
function violationsIn(text) {
  return text
    .split("\n")
    .filter((line) => line !== "" && !MADE_UP_IDS.test(line))
    .join("\n");
}

/** Runs one file with an engine and an emulator of its own; resolves with its counts and what went against AWS's models. */
function runFile(file, prefix, directory, lane) {
  const [violations, scenarios, calls] = ["violations.jsonl", "scenarios.json", "calls"].map((name) =>
    join(directory, `${lane}-${name}`),
  );
  writeFileSync(violations, "");
  writeFileSync(calls, "");
  writeFileSync(scenarios, "[]");
  const command = [...prefix, process.execPath, join(ROOT, "node_modules/mocha/bin/mocha.js"), file];
  const environment = {
    ...process.env,
    ...(prefix.length > 0 && {
      ENGINE_VIOLATIONS: violations,
      EMULATOR_SCENARIOS: scenarios,
      EMULATOR_CALLS: calls,
      MOTO_EC2_LOAD_DEFAULT_AMIS: "false", // 1000 images for each Region, which nobody here looks at
      ENGINE_LANGUAGES: "yaml",
      // @pulumi/awsx names them, and nothing here uses them.
      ENGINE_PLACEHOLDERS: "docker@4.11.2 docker@3.6.1 docker-build@0.0.14",
    }),
  };
  const began = performance.now();
  return new Promise((resolve) => {
    let output = "";
    const child = spawn(command[0], command.slice(1), { cwd: ROOT, env: environment });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    child.on("close", (code) => {
      const count = (word) => Number(new RegExp(`^ *(\\d+) ${word}`, "m").exec(output)?.[1] ?? 0);
      const failures = Math.max(count("failing"), code === 0 ? 0 : 1);
      resolve({
        file,
        output,
        seconds: secondsSince(began),
        passes: count("passing"),
        failures,
        violations: violationsIn(readFileSync(violations, "utf8")),
      });
    });
  });
}

const secondsSince = (began) => Math.round((performance.now() - began) / 1000);

const { prefix, lanes, reason } = findEngine();
if (reason !== undefined) {
  console.log(`engine tests skipped: ${reason}`);
  process.exit(0);
}
const started = performance.now();
const waiting = testFiles();
const directory = mkdtempSync(join(tmpdir(), "engine-tests-"));
const results = [];
const failed = [];
const inTime = () => secondsSince(started) < Number(process.env.ENGINE_SECONDS ?? Infinity);

/** Runs a file and prints its result, which is returned. */
async function report(file, lane) {
  const result = await runFile(file, prefix, directory, lane);
  process.stdout.write(`== ${file}: ${result.seconds} s\n${result.output}`);
  if (result.violations !== "")
    console.log(`requests in ${file} that break AWS's service models:\n${result.violations}`);
  return result;
}

await Promise.all(
  Array.from({ length: lanes }, async (_, lane) => {
    while (waiting.length > 0 && inTime()) {
      const result = await report(waiting.shift(), lane);
      (result.failures > 0 && lanes > 1 ? failed : results).push(result);
    }
  }),
);
// Lanes share the processors, and some tests hold how soon something ends: what failed beside others is run once more, alone.
for (const { file } of failed) {
  console.log(`== ${file} failed beside others, and is run once more, alone`);
  results.push(await report(file, 0));
}
rmSync(directory, { recursive: true });
if (waiting.length > 0) console.log(`\nnot run, since ${process.env.ENGINE_SECONDS} s were over: ${waiting.join(" ")}`);
const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
const broken = results.filter(({ violations }) => violations !== "").length;
const failures = total("failures") + broken;
console.log(`\nengine tests: ${total("passes")} passed, ${failures} failed, in ${secondsSince(started)} s`);
if (failures > 0) process.exitCode = 1;
