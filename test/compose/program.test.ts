// The programs that `compose convert` prints: that of TypeScript compiles for every project of the corpus that can be deployed;
// all three have what the files say.

import * as assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import ts from "typescript";
import { parse } from "yaml";
import { adopted } from "./adopted";
import { runCompose } from "./run";

const ROOT = resolve(__dirname, "../..");
const CORPUS = resolve(ROOT, "../shared/compose-corpus");
const SHOP = join(ROOT, "examples/compose");

const SHOP_PROGRAM = readFileSync(join(__dirname, "shop.ts.txt"), "utf8");

async function program(language: string, directory: string, ...args: string[]): Promise<string> {
  return (await runCompose(["convert", directory, "--output", language, ...args])).output;
}

function typeErrors(files: readonly string[]): string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    resolveJsonModule: true,
    esModuleInterop: true,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2023.d.ts"],
    module: ts.ModuleKind.Node16,
    types: ["node"],
    paths: { "ghcr-fargate": [join(ROOT, "index.ts")] },
  };
  return ts
    .getPreEmitDiagnostics(ts.createProgram(files, options))
    .map(({ file, messageText }) => `${file?.fileName ?? ""}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`);
}

describe("programs of ghcr-fargate compose convert", function () {
  it("is TypeScript that a person would write (UPDATE_PROGRAM=1 writes it anew)", async () => {
    const text = await program("typescript", SHOP);
    if (process.env.UPDATE_PROGRAM === "1") writeFileSync(join(__dirname, "shop.ts.txt"), text);
    assert.equal(text, process.env.UPDATE_PROGRAM === "1" ? text : SHOP_PROGRAM);
  });

  it("compiles in TypeScript for every project that can be deployed", async () => {
    const folder = mkdtempSync(join(__dirname, "generated-"));
    try {
      const names = existsSync(CORPUS)
        ? readdirSync(CORPUS).filter((name) => existsSync(join(CORPUS, name, "expected.json")))
        : [];
      if (names.length === 0) console.log("      the corpus is not there: one program alone is compiled");
      const files: string[] = [];
      const write = (name: string, text: string) => {
        if (text === "") return;
        const file = join(folder, `${name}.ts`);
        writeFileSync(file, text);
        files.push(file);
      };
      write("shop", await program("typescript", SHOP));
      write("adopted", adopted());
      for (const name of names) {
        const { input } = JSON.parse(readFileSync(join(CORPUS, name, "expected.json"), "utf8")) as {
          input: { compose: string[]; ecsParams: string | null; environment: Record<string, string> };
        };
        const options = [
          ...input.compose.flatMap((file) => ["--file", join(CORPUS, name, file)]),
          ...(input.ecsParams === null ? [] : ["--ecs-params", join(CORPUS, name, input.ecsParams)]),
        ];
        const { output, code } = await runCompose(["convert", join(CORPUS, name), ...options], input.environment);
        if (code === 0) write(name, output);
      }
      write(
        "proof",
        'import { GhcrFargateService } from "ghcr-fargate";\nnew GhcrFargateService("a", { image: 1 });\n',
      );
      const errors = typeErrors(files);
      assert.match(errors.find((error) => error.includes("proof.ts")) ?? "", /not assignable/);
      assert.deepEqual(
        errors.filter((error) => !error.includes("proof.ts")),
        [],
      );
      if (names.length > 0) assert.ok(files.length > 30, `only ${files.length} programs`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("is a Pulumi.yaml in YAML, in which a dollar sign of a value is one", async () => {
    const folder = mkdtempSync(join(tmpdir(), "compose-yaml-"));
    try {
      mkdirSync(join(folder, "shop"));
      writeFileSync(
        join(folder, "shop/compose.yaml"),
        "services:\n  web: { image: web:1, command: [echo, '$${HOME}'], depends_on: [db] }\n  db: { image: db:1, expose: [5432] }\n",
      );
      const yaml = parse(await program("yaml", join(folder, "shop"))) as {
        resources: Record<string, Record<string, unknown>>;
      };
      assert.deepEqual(yaml.resources.web, {
        type: "ghcr-fargate:index:GhcrFargateService",
        name: "web",
        properties: {
          image: "web:1",
          cpu: 256,
          memory: 512,
          command: ["echo", "$${HOME}"],
          cluster: { arn: "${cluster.arn}" },
          serviceConnect: { namespace: "${namespace.arn}" },
          network: { securityGroupIds: ["${defaultNetwork.id}"] },
        },
        options: { dependsOn: ["${db}"] },
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("is Python with snake case, but for the user's own keys", async () => {
    const python = await program("python", SHOP);
    assert.match(python, /^from pulumi_ghcr_fargate import GhcrFargateService$/m);
    assert.match(python, /service_connect=\{"namespace": namespace.arn, "discovery_name": "redis"/);
    assert.match(python, /"QUEUE_URL": "redis:\/\/redis:6379"/);
  });

  it("has a tmpfs as a file system in memory, in each language", async () => {
    const folder = mkdtempSync(join(tmpdir(), "compose-tmpfs-"));
    try {
      mkdirSync(join(folder, "shop"));
      writeFileSync(
        join(folder, "shop/compose.yaml"),
        "services:\n  web: { image: web:1, tmpfs: ['/run:size=32m,noexec'], volumes: [{ type: tmpfs, target: /tmp, read_only: true, tmpfs: { size: 64m } }] }\n",
      );
      const printed = (language: string) => program(language, join(folder, "shop"));
      const flat = (text: string) => text.replaceAll(/\s+/g, " ").replaceAll(/,(?= [\]})])/g, "");
      const yaml = parse(await printed("yaml")) as { resources: { web: { properties: Record<string, unknown> } } };
      const { tmpfs, volumes, mountPoints } = yaml.resources.web.properties;
      assert.deepEqual(
        { tmpfs, volumes, mountPoints },
        {
          tmpfs: [
            { containerPath: "/run", sizeMib: 32, mountOptions: ["noexec"] },
            { containerPath: "/tmp", sizeMib: 64, mountOptions: ["ro"] },
          ],
          volumes: undefined,
          mountPoints: undefined,
        },
      );
      assert.match(
        flat(await printed("typescript")),
        /tmpfs: \[ ?\{ containerPath: "\/run", sizeMib: 32, mountOptions: \["noexec"\] \}, \{ containerPath: "\/tmp", sizeMib: 64, mountOptions: \["ro"\] \} ?\]/,
      );
      assert.match(
        flat(await printed("python")),
        /tmpfs=\[ ?\{ ?"container_path": "\/run", "size_mib": 32, "mount_options": \["noexec"\] ?\}, \{ ?"container_path": "\/tmp"/,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
