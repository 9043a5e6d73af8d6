// Checkov, a security scanner (https://www.checkov.io), on what a program creates.

import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../package/installed";

/** What `.ci/install-checkov` installs. */
const INSTALLED = join(ROOT, "node_modules", ".cache", "checkov", "bin", "checkov");

/** What Checkov says of a plan. */
export interface Scan {
  readonly passed: number;
  /** Sorted, as `CKV_AWS_91 aws_lb.web-lb`. */
  readonly failed: readonly string[];
}

/** The program to run; undefined where Checkov of the version of `.ci/install-checkov` is not installed. */
export function findCheckov(version: string): string | undefined {
  return [INSTALLED, "checkov"].find((program) => {
    if (program === INSTALLED && !existsSync(INSTALLED)) return false;
    try {
      return execFileSync(program, ["--version"], { encoding: "utf8" }).trim() === version;
    } catch {
      return false;
    }
  });
}

/** Runs all checks that need no account at Checkov's vendor. */
export async function scan(checkov: string, terraformPlan: object): Promise<Scan> {
  const directory = mkdtempSync(join(tmpdir(), "checkov-"));
  try {
    const file = join(directory, "plan.json");
    writeFileSync(file, JSON.stringify(terraformPlan));
    const options = ["--framework", "terraform_plan", "--output", "json", "--skip-download", "--soft-fail"];
    const { stdout } = await promisify(execFile)(checkov, ["--file", file, ...options], { maxBuffer: 1 << 26 });
    const { summary, results } = JSON.parse(stdout) as CheckovReport;
    if (summary.parsing_errors > 0) throw new Error(`Checkov did not understand the plan: ${stdout}`);
    return {
      passed: summary.passed,
      failed: results.failed_checks.map(({ check_id, resource }) => `${check_id} ${resource}`).sort(),
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

interface CheckovReport {
  readonly summary: { readonly passed: number; readonly parsing_errors: number };
  readonly results: { readonly failed_checks: readonly { readonly check_id: string; readonly resource: string }[] };
}
