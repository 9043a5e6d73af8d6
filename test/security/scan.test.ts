// What Checkov, a security scanner, finds in what examples/https creates: docs/security.md explains each finding.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import ts from "typescript";
import { parse } from "yaml";
import { build, ROOT } from "../package/installed";
import { deploy } from "../support/deploy";
import { findCheckov, scan, type Scan } from "./checkov";
import { terraformPlanOf } from "./terraformPlan";

const read = (...path: string[]) => readFileSync(join(ROOT, ...path), "utf8");
/** As .ci/install-checkov has it. */
const [, VERSION = ""] = /^checkov==(\S+)$/m.exec(read(".ci", "checkov.txt")) ?? [];
const EXAMPLE = ["examples", "https"];

/** Runs the example, with a line more among the service's arguments. */
async function scanExample(checkov: string, argument: string): Promise<Scan> {
  const program = read(...EXAMPLE, "index.ts").replace("  port: 8080,\n", (line) => `${line}  ${argument}\n`);
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true };
  const { outputText } = ts.transpileModule(program, { compilerOptions });
  const { config } = parse(read(...EXAMPLE, "Pulumi.dev.yaml")) as { config: Record<string, string> };
  const { resources } = await deploy(
    () => {
      const exports = {};
      // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the example, as Node.js would run it
      const run = new Function("require", "exports", outputText) as (require: NodeJS.Require, exports: object) => void;
      run(createRequire(__filename), exports);
      return exports;
    },
    {
      config: Object.fromEntries(Object.entries(config).map(([key, value]) => [key.replace("https:", ""), value])),
      secretConfig: { token: "ghp_ExampleExampleExampleExampleExample" },
    },
  );
  return scan(checkov, terraformPlanOf(resources));
}

/** What is found whether or not the service is hardened. */
const STAYS = [
  "CKV2_AWS_28 aws_lb.web-lb",
  "CKV2_AWS_57 aws_secretsmanager_secret.web-secret",
  "CKV_AWS_130 aws_subnet.web-vpc-public-1",
  "CKV_AWS_130 aws_subnet.web-vpc-public-2",
  "CKV_AWS_260 aws_vpc_security_group_ingress_rule.web-lb-ingress-80-0_0_0_0-0",
  "CKV_AWS_65 aws_ecs_cluster.web-cluster",
];
const ENDED_BY_HARDENING = [
  "CKV2_AWS_11 aws_vpc.web-vpc",
  "CKV_AWS_150 aws_lb.web-lb",
  "CKV_AWS_158 aws_cloudwatch_log_group.web-logs",
  "CKV_AWS_26 aws_sns_topic.web-alarms",
  "CKV_AWS_333 aws_ecs_service.web-service",
  "CKV_AWS_336 aws_ecs_task_definition.web-task",
  "CKV_AWS_338 aws_cloudwatch_log_group.web-logs",
  "CKV_AWS_91 aws_lb.web-lb",
];
/** Of what hardening creates. */
const ADDED_BY_HARDENING = [
  "CKV2_AWS_19 aws_eip.web-vpc-1",
  "CKV2_AWS_62 aws_s3_bucket.web-log-bucket",
  "CKV_AWS_144 aws_s3_bucket.web-log-bucket",
  "CKV_AWS_145 aws_s3_bucket.web-log-bucket",
  "CKV_AWS_18 aws_s3_bucket.web-log-bucket",
];
const PASSED = { plain: 97, hardened: 133 };

const page = read("docs", "security.md");
const idsOf = (findings: readonly string[]) => [...new Set(findings.map((finding) => finding.split(" ")[0]))].sort();

describe("a security scanner", function () {
  let checkov: string;
  before(async function () {
    const found = findCheckov(VERSION);
    if (found === undefined) {
      console.log(`    skipped: Checkov ${VERSION} is not installed; .ci/install-checkov does so`);
      return this.skip();
    }
    checkov = found;
    await build();
  });

  it("finds in what the https example creates what the page says", async () => {
    const { passed, failed } = await scanExample(checkov, "");
    assert.deepEqual(failed, [...STAYS, ...ENDED_BY_HARDENING].sort());
    assert.equal(passed, PASSED.plain);
  });

  it("finds of that, in a hardened service, only what the page says to stay", async () => {
    const { passed, failed } = await scanExample(checkov, "hardening: true,");
    assert.deepEqual(failed, [...STAYS, ...ADDED_BY_HARDENING].sort());
    assert.equal(passed, PASSED.hardened);
  });
});

describe("docs/security.md", () => {
  const [ended = "", stays = ""] = page.split("\nWhat stays, and why:\n");
  const idsIn = (text: string) => [...new Set([...text.matchAll(/\bCKV2?_AWS_\d+/g)].map(([id]) => id))].sort();

  it("explains each finding of the scanner", () => {
    assert.deepEqual(idsIn(ended), idsOf(ENDED_BY_HARDENING));
    assert.deepEqual(idsIn(stays), idsOf([...STAYS, ...ADDED_BY_HARDENING]));
  });

  it("has the scanner's figures", () => {
    const { plain, hardened } = PASSED;
    const found = STAYS.length + ENDED_BY_HARDENING.length;
    const figures = `Checkov ${VERSION}, ${plain} checks pass and ${found} fail, hardened: ${hardened} and ${STAYS.length + ADDED_BY_HARDENING.length}`;
    const [, version, ...counts] =
      /\[Checkov\]\(\S+\) (\S+) judged [^]*?(\d+) checks pass and (\d+) fail[^]*?With `hardening: true`, (\d+) pass and (\d+) fail/.exec(
        page,
      ) ?? [];
    const [passes, fails, hardenedPasses, hardenedFails] = counts;
    assert.equal(
      `Checkov ${version}, ${passes} checks pass and ${fails} fail, hardened: ${hardenedPasses} and ${hardenedFails}`,
      figures,
    );
  });
});
