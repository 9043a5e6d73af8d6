// Builds the library that this folder is in, where it is a checkout; in an installed package it is built already.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const LIBRARY = join(import.meta.dirname, "..");

/** What a build needs, and what programs in other languages could not add: no linter, no tests. */
function packages() {
  const { devDependencies, peerDependencies } = JSON.parse(readFileSync(join(LIBRARY, "package.json"), "utf8"));
  const isForBuild = ([name]) => name === "typescript" || (name.startsWith("@types/") && name !== "@types/mocha");
  const wanted = [...Object.entries(devDependencies).filter(isForBuild), ...Object.entries(peerDependencies)];
  return wanted.map(([name, version]) => `${name}@${version}`);
}

function npm(...args) {
  execFileSync("npm", args, { cwd: LIBRARY, stdio: "inherit", shell: process.platform === "win32" });
}

if (existsSync(join(LIBRARY, "tsconfig.check.json"))) {
  if (!existsSync(join(LIBRARY, "node_modules/typescript"))) {
    const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
    npm("install", "--omit=dev", "--no-save", "--ignore-scripts", ...quiet, ...packages());
  }
  npm("run", "build");
}
