// Applies every example, and the root project, to an emulator of AWS with the real AWS provider. The tool for it is no part of
// this package: it is looked for beside the checkout, and without it this says so and passes.

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const VERIFY = join(ROOT, "../shared/verify/verify.mjs");

// Since version 7 of the provider; the one that is applied here is of version 5.
const STRATEGY = ["--allow", "aws_ecs_service.deploymentConfiguration"];
const TRAFFIC_SHIFT = [...STRATEGY, "--allow", "aws_ecs_service.loadBalancers.advancedConfiguration"];

const seed = (name) => ["--seed", join(ROOT, `.ci/seeds/${name}.mjs`)];

/** What a project needs besides the settings in its Pulumi.dev.yaml: options of the tool, by directory. */
const OPTIONS = {
  "examples/canary": TRAFFIC_SHIFT,
  "examples/existing-network": seed("existing-network"),
  "examples/https": [...STRATEGY, ...seed("hosted-zone")],
  "examples/shared-load-balancer": [...STRATEGY, ...seed("hosted-zone")],
};

/** Directories of the Pulumi projects, the root's first. */
function projects() {
  const examples = join(ROOT, "examples");
  const inExamples = existsSync(examples) ? readdirSync(examples).map((name) => join(examples, name)) : [];
  return [ROOT, ...inExamples].filter((dir) => existsSync(join(dir, "Pulumi.yaml")));
}

/** A made-up value for every secret that the program asks its configuration for. */
function secretOptions(dir) {
  const [, main = "index.ts"] = /^main: (.*)$/m.exec(readFileSync(join(dir, "Pulumi.yaml"), "utf8")) ?? [];
  const program = readFileSync(join(dir, main), "utf8");
  const keys = new Set([...program.matchAll(/\b(?:get|require)Secret\("([^"]+)"/g)].map(([, key]) => key));
  return [...keys].flatMap((key) => ["--secret-config", `${key}=made-up-${key}-7f3a9c`]);
}

/** Whether the tool accepts a project. The emulator sometimes drops a connection: such a run, and no other, is run again. */
function accepts(args) {
  for (const isLast of [false, true]) {
    const { status, stdout } = spawnSync(process.execPath, args, {
      cwd: ROOT,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
    process.stdout.write(stdout);
    if (status === 0) return true;
    if (isLast || !/use of closed network connection|connection reset by peer/.test(stdout)) return false;
    console.log("again: the emulator dropped a connection");
  }
}

if (!existsSync(VERIFY)) {
  console.log(`skipped: ${relative(ROOT, VERIFY)} is not here, so no example was applied to an emulator`);
} else {
  const failed = projects().filter((dir) => {
    const name = relative(ROOT, dir) || ".";
    console.log(`\n-- ${name}`);
    const args = [VERIFY, dir, ...secretOptions(dir), ...(OPTIONS[name] ?? [])];
    return !accepts(args);
  });
  if (failed.length > 0) {
    console.error(`\nnot accepted: ${failed.map((dir) => relative(ROOT, dir) || ".").join(", ")}`);
    process.exitCode = 1;
  }
}
