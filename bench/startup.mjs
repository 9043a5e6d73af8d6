// How long a preview takes until the first resource of a component, and to its end: of a program in YAML, which has Pulumi start the
// plugin, and of the same program in TypeScript, which Pulumi compiles. The plugin is installed from the archive of a release. The
// programs take turns; of each, the least of the runs counts, since other work on the machine can only add to it.
//
//   npm run bench:startup             5 runs each
//   npm run bench:startup -- 10       10 runs each
//
// On the engine that the tests of test/engine use; says so and passes where there is none.

import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inTurn } from "./measure.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const ENGINE = process.env.GHCR_FARGATE_ENGINE ?? join(ROOT, "../shared/engine/engine.sh");

const FIRST = /ghcr-fargate:index:GhcrFargateService web\b/;
const YAML = `runtime: yaml
resources:
  web:
    type: ghcr-fargate:GhcrFargateService
    properties: { image: "ghcr.io/octocat/web:1", port: 8080 }
`;
const TYPESCRIPT = `import { GhcrFargateService } from "ghcr-fargate";

new GhcrFargateService("web", { image: "ghcr.io/octocat/web:1", port: 8080 });
`;

/** A project of each language, with a stack. */
function makePrograms(directory) {
  const project = (name, files) => {
    const cwd = join(directory, name);
    mkdirSync(cwd);
    for (const [file, text] of Object.entries(files)) writeFileSync(join(cwd, file), text);
    execFileSync("pulumi", ["--non-interactive", "stack", "init", "dev"], { cwd });
    return cwd;
  };
  const settings = (name) => `name: startup-${name}\nconfig: { "aws:region": eu-central-1 }\n`;
  const typescript = project("typescript", {
    "Pulumi.yaml": `${settings("typescript")}runtime: nodejs\nmain: index.ts\n`,
    "package.json": '{ "name": "startup" }',
    "tsconfig.json": '{ "compilerOptions": { "target": "es2022", "module": "nodenext", "strict": true } }',
    "index.ts": TYPESCRIPT,
  });
  mkdirSync(join(typescript, "node_modules"));
  for (const name of ["@pulumi", "@types", "typescript", "ts-node"])
    symlinkSync(join(ROOT, "node_modules", name), join(typescript, "node_modules", name));
  symlinkSync(ROOT, join(typescript, "node_modules/ghcr-fargate"));
  return { typescript, yaml: project("yaml", { "Pulumi.yaml": `${settings("yaml")}${YAML}` }) };
}

/** Seconds until the first resource, and to the end. */
function preview(cwd) {
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  let printed = "";
  let first;
  const child = spawn("pulumi", ["--non-interactive", "preview", "--stack", "dev"], {
    cwd,
    env: { ...process.env, GHCR_FARGATE_OFFLINE: "1", AWS_REGION: "eu-central-1" },
  });
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data) => {
      printed += data;
      if (first === undefined && FIRST.test(printed)) first = seconds();
    });
  return new Promise((resolve, reject) => {
    child.on("close", (code) => {
      if (code === 0 && first !== undefined) resolve({ first, whole: seconds() });
      else reject(new Error(`the preview in ${cwd} ended with ${code}\n${printed}`));
    });
  });
}

async function compare(runs) {
  const directory = mkdtempSync(join(tmpdir(), "startup-"));
  try {
    execFileSync("npm", ["run", "--silent", "plugin-archive", "--", join(directory, "archive")], { cwd: ROOT });
    const version = execFileSync("node", ["-p", "require('./package.json').version"], { cwd: ROOT, encoding: "utf8" });
    const archive = join(directory, `archive/pulumi-resource-ghcr-fargate-v${version.trim()}-linux-amd64.tar.gz`);
    execFileSync("pulumi", ["plugin", "install", "resource", "ghcr-fargate", version.trim(), "--file", archive]);
    const programs = makePrograms(directory);
    const results = await inTurn(Object.keys(programs), runs, (language) => preview(programs[language]));
    const least = (language, key) => Math.min(...results[language].map((result) => result[key]));
    console.log(`${cpus().length} × ${cpus()[0].model.trim()}, Node ${process.version}, the least of ${runs} runs`);
    for (const [key, what] of Object.entries({ first: "until the first resource", whole: "the whole preview" })) {
      const [yaml, typescript] = [least("yaml", key), least("typescript", key)];
      const ratio = (yaml / typescript).toFixed(2);
      console.log(`${what}: ${yaml.toFixed(1)} s YAML, ${typescript.toFixed(1)} s TypeScript, ratio ${ratio}`);
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const hasPulumi = spawnSync("sh", ["-c", "command -v pulumi"]).status === 0;
if (process.env.AWS_ENDPOINT_URL !== undefined && hasPulumi) await compare(Number(process.argv[2] ?? 5));
else if (existsSync(ENGINE)) {
  const env = { ...process.env, ENGINE_LANGUAGES: "yaml" };
  const command = [process.execPath, fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  process.exitCode = spawnSync(ENGINE, command, { cwd: ROOT, env, stdio: "inherit" }).status ?? 1;
} else console.log("not measured: there is no pulumi with an emulator of AWS, and no engine beside the checkout");
