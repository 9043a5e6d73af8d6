// What a migration refuses before it writes anything, and what it does not take for a proof.

import { CommanderError } from "commander";
import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EcrApi } from "../../migrate/ecr";
import { EcrFront } from "../support/ecrFront";
import { migrate, type Outcome } from "../support/migrateRun";
import { refuse, RegistryServer } from "../support/registryServer";

describe("a migration that has nothing to prove", () => {
  let registry: RegistryServer;
  let directory: string;
  let list: string;

  beforeEach(async () => {
    registry = await new RegistryServer("open").start();
    for (const name of ["acme/web", "acme/api"]) registry.putIndex(name, "1.0.0", ["linux/amd64"]);
    directory = mkdtempSync(join(tmpdir(), "ghcr-fargate-list-"));
    list = join(directory, "images.txt");
    writeFileSync(list, `${registry.host}/acme/web\n${registry.host}/acme/api\n`);
  });
  afterEach(async () => {
    await registry.stop();
    rmSync(directory, { recursive: true });
  });

  /** The target is the source: with these names every tag is the same. */
  const NAMES = ["--rename", "acme/web=web", "--rename", "acme/api=api"];
  const run = (command: string, ...flags: string[]): Promise<Outcome> =>
    migrate([command, `list:${list}`, `${registry.host}/acme`, ...NAMES, ...flags]);
  const nothing = (): object => ({
    source: `list:${list}`,
    reason: "no tag is selected, so that nothing is proven",
    incomplete: true,
  });

  for (const command of ["plan", "copy", "verify"])
    it(`is refused by ${command} where a pattern of --include matches no repository`, async () => {
      const { errors, exitCode, output } = await run(command, "--include", "acme/*", "--include", "[");
      assert.deepEqual(
        [exitCode, errors, output],
        [64, 'error: --include: the source has no repository that matches "["; it has "acme/web", "acme/api"\n', ""],
      );
    });

  it("names only some of many repositories", async () => {
    writeFileSync(list, Array.from({ length: 9 }, (_, at) => `${registry.host}/acme/p${at}\n`).join(""));
    const { errors } = await migrate(["plan", `list:${list}`, `${registry.host}/acme`, "--include", "p1"]);
    assert.match(errors, /matches "p1"; it has "acme\/p0", .*"acme\/p6" and 2 more\n$/);
  });

  it("is no proof where no tag is selected, in any form of report", async () => {
    const { exitCode, output } = await run("verify", "--semver", ">=9", "--json");
    assert.equal(exitCode, 1);
    assert.deepEqual(JSON.parse(output), {
      tags: [],
      skipped: [nothing()],
      summary: { tags: 0, states: {}, proven: false },
    });
    const csv = await run("verify", "--semver", ">=9", "--format", "csv");
    assert.deepEqual(
      [csv.exitCode, csv.errors],
      [1, `skipped  list:${list}  (no tag is selected, so that nothing is proven)\n`],
    );
  });

  it("is no proof where the source is empty", async () => {
    writeFileSync(list, "# nothing yet\n");
    const { exitCode, output } = await migrate(["verify", `list:${list}`, `${registry.host}/acme`, "--json"]);
    assert.deepEqual([exitCode, (JSON.parse(output) as { skipped: object[] }).skipped], [1, [nothing()]]);
  });

  it("is in order for a part whose tags are all in other parts, and only then", async () => {
    const { exitCode, output } = await run("verify", "--shard", "2/8", "--json");
    assert.equal(exitCode, 0);
    assert.deepEqual(JSON.parse(output), {
      tags: [],
      skipped: [{ source: `list:${list}`, reason: "this part has no tags; others do", incomplete: false }],
      summary: { tags: 0, states: {}, proven: true },
    });
    assert.equal((await run("verify", "--shard", "2/8", "--semver", ">=9")).exitCode, 1);
  });
});

describe("a secret among a migration's arguments", () => {
  const SECRET = "hunter2-secret";
  const FORM = "write it as ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAMESPACE or HOST/NAMESPACE";
  const PASSWORD = "set MIGRATE_SOURCE_USERNAME and MIGRATE_SOURCE_PASSWORD";
  const [FROM, TO] = ["registry.example.com/acme", "registry.example.org/acme"];
  const user = (host: string): string => `user:${SECRET}@${host}`;
  const cases: readonly (readonly [argv: readonly string[], says: string])[] = [
    [["plan", `registry:${user(FROM)}`, TO], `SOURCE: holds credentials; leave them out and ${PASSWORD}`],
    [["plan", user(FROM), TO], `SOURCE: holds credentials; leave them out and ${PASSWORD}`],
    [["plan", `gitlab:${user(FROM)}`, TO], "SOURCE: holds credentials; leave them out and set GITLAB_TOKEN"],
    [["plan", `ghcr:${user("acme")}`, TO], "SOURCE: holds credentials; leave them out and set GHCR_TOKEN"],
    [
      ["plan", `gitlab:http://${FROM}?private_token=${SECRET}`, TO],
      `SOURCE: "gitlab:http://${FROM}" must use https://`,
    ],
    [["copy", `registry:${FROM}`, user(TO)], `TARGET: holds credentials; leave them out and ${FORM}`],
    [["prune", user(TO)], `TARGET: holds credentials; leave them out and ${FORM}`],
    [["references", ".", "--from", user(FROM), "--to", TO], `--from: holds credentials; leave them out and ${FORM}`],
    [["references", ".", "--from", FROM, "--to", user(TO)], `--to: holds credentials; leave them out and ${FORM}`],
  ];
  for (const [argv, says] of cases)
    it(`is not repeated by ${argv.join(" ")}`, async () => {
      const { errors, exitCode } = await migrate(argv);
      assert.deepEqual([exitCode, errors], [64, `error: ${says}\n`]);
    });

  it("is none in a digest and in a file's name", async () => {
    const digest = `registry:${FROM}@sha256:${"a".repeat(64)}`;
    assert.equal(
      (await migrate(["plan", digest, TO])).errors,
      `error: SOURCE: "${digest}" names no registry; write it as registry:HOST/PATH\n`,
    );
    const { errors, exitCode } = await migrate(["plan", "list:/no@where", "127.0.0.1:1/a"]);
    assert.deepEqual([exitCode, errors], [64, "error: /no@where: no such file\n"]);
  });
});

describe("a migration's option that means nothing", () => {
  const cases: readonly (readonly [option: string, flag: string, value: string, says: string])[] = [
    ["--repository-tag", " <key=value>", "team", "It must be KEY=VALUE, such as project=acme."],
    ["--repository-tag", " <key=value>", "", "It must be KEY=VALUE, such as project=acme."],
    [
      "--repository-tag",
      " <key=value>",
      "aws:team=web",
      '"aws:team" starts with "aws:", which AWS keeps for itself; use another key.',
    ],
    ["--since", " <date>", "2026-02-30", "It must be a date such as 2026-01-31."],
    ["--since", " <date>", "2026-01-31junk", "It must be a date such as 2026-01-31."],
    ["--allow-host", " <host>", "http://[", "It must be a host's name alone, such as minio.example.com."],
    ["--allow-host", " <host>", "minio:9000", "It must be a host's name alone, such as minio.example.com."],
  ];
  for (const [option, form, value, says] of cases)
    it(`is refused: ${option} '${value}'`, async () => {
      await assert.rejects(
        migrate(["copy", "registry:127.0.0.1:1/a", "127.0.0.1:1/b", option, value]),
        new CommanderError(
          1,
          "commander.invalidArgument",
          `error: option '${option}${form}' argument '${value}' is invalid. ${says}`,
        ),
      );
    });

  it("is refused by prune too: --keep ''", async () => {
    await assert.rejects(
      migrate(["prune", "123456789012.dkr.ecr.eu-central-1.amazonaws.com/a", "--keep", ""]),
      /argument '' is invalid\. It must be a pattern of tags such as v\*\.$/,
    );
  });
});

describe("a migration whose target gives no answer", () => {
  const ECR = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
  const TAGS = "/v2/shop/web/tags/list";
  let source: RegistryServer;
  let target: EcrFront;

  beforeEach(async () => {
    source = await new RegistryServer("open").start();
    source.putIndex("acme/web", "1.0.0", ["linux/amd64"]);
    target = await new EcrFront().start();
  });
  afterEach(() => Promise.all([source.stop(), target.stop()]));

  for (const command of ["plan", "copy", "verify"])
    it(`ends ${command} with one error where ECR cannot be reached`, async () => {
      const { exitCode, errors } = await migrate([command, `registry:${source.host}/acme/web`, `${ECR}/shop`], {
        access: {
          originOf: (registry) => new URL(registry === ECR ? "http://127.0.0.1:1" : `http://${registry}`),
          connectEcr: () => Promise.resolve({} as EcrApi),
        },
      });
      assert.equal(exitCode, 3);
      assert.match(
        errors,
        new RegExp(`^error: GET http://127\\.0\\.0\\.1:1${TAGS}: 127\\.0\\.0\\.1:1 cannot be reached .*\n$`),
      );
    });

  it("ends with one error where the target refuses the login, or wants one and there is none", async () => {
    const plan = (env: Record<string, string> = {}) =>
      migrate(["plan", `registry:${source.host}/acme/web`, `${target.host}/shop`], { env });
    const refused = await plan({ MIGRATE_TARGET_USERNAME: "AWS", MIGRATE_TARGET_PASSWORD: "wrong" });
    const start = `error: GET http://${target.host}${TAGS}: ${target.host}`;
    assert.deepEqual(refused, { exitCode: 3, errors: `${start} refuses the login (401)\n`, output: "" });
    assert.deepEqual(await plan(), { exitCode: 3, errors: `${start} answered 401\n`, output: "" });
  });

  it("goes on where it refuses one repository alone", async () => {
    target.fail(/shop\/web/, (_, response) => refuse(response, 403, "DENIED"));
    const { exitCode, output } = await migrate(["plan", `registry:${source.host}/acme/web`, `${target.host}/shop`]);
    assert.equal(exitCode, 1);
    assert.match(output, /^Skipped:\n {2}.* answered 403 DENIED\n\n1 repository, 0 tags\n/);
  });
});
