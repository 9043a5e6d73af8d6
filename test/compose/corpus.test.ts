// The corpus of docker-compose and ecs-params files, where it exists beside the checkout: each case is answered as its
// expected.json says. It does not prove that AWS takes the task definitions.

import * as assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { ProjectFiles } from "../../compose/files";
import { readEcsCliProject, type EcsCliProject } from "../../compose/ecsCli/project";
import type { TaskDefinition } from "../../compose/ecsCli/container";

const CORPUS = resolve(__dirname, "../../../shared/compose-corpus");

interface Outcome {
  outcome: "ok" | "error" | "service-error";
  taskDefinition?: TaskDefinition;
  service?: Record<string, unknown>;
  ignoredWithWarning?: { service: string | null; option: string }[];
  ignoredSilently?: string[];
  unusedRegistryCredentials?: string[];
}

interface Case {
  input: {
    compose: string[];
    ecsParams: string | null;
    registryCreds: string | null;
    environment: Record<string, string>;
    flags: Record<string, string | boolean>;
  };
  ecsCli: Outcome;
  lenient?: Outcome;
  fargate?: { refusals: { path: string }[] };
  unsure?: string[];
}

/** The case's folder as if it were /project. */
function projectOf(folder: string): ProjectFiles {
  return {
    directory: "/project",
    read: (path) => {
      const real = join(folder, path.replace(/^\/project/, ""));
      return path.startsWith("/project") && existsSync(real) ? readFileSync(real, "utf8") : undefined;
    },
    names: () => readdirSync(folder),
  };
}

function answer(folder: string, { input }: Case): EcsCliProject {
  return readEcsCliProject({
    files: projectOf(folder),
    compose: input.compose,
    ...(input.ecsParams !== null && { ecsParams: input.ecsParams }),
    ...(input.registryCreds !== null && { registryCreds: input.registryCreds }),
    environment: input.environment,
    launchType: String(input.flags["launch-type"] ?? ""),
    serviceDiscovery: input.flags["enable-service-discovery"] === true,
  });
}

/** The normal form of the corpus: volumes of hosts by their path, containers and volumes in their order. */
function normal(task: TaskDefinition | undefined): unknown {
  if (!task) return undefined;
  const names = new Map((task.volumes ?? []).map(({ name, host }) => [name, host ? `host ${host.sourcePath}` : name]));
  const nameOf = (volume: string) => {
    const name = names.get(volume) ?? volume;
    return /^volume-\d+$/.test(name) ? "anonymous" : name;
  };
  const containers = task.containerDefinitions.map((container) => ({
    ...container,
    ...(container.mountPoints && {
      mountPoints: container.mountPoints.map((mount) => ({ ...mount, sourceVolume: nameOf(mount.sourceVolume) })),
    }),
  }));
  const volumes = (task.volumes ?? []).map((volume) => ({ ...volume, name: nameOf(volume.name) }));
  return {
    ...task,
    containerDefinitions: containers.sort((a, b) => a.name.localeCompare(b.name)),
    ...(volumes.length > 0 && { volumes: volumes.sort((a, b) => a.name.localeCompare(b.name)) }),
  };
}

describe("the corpus of ecs-cli projects", () => {
  if (!existsSync(CORPUS)) {
    it("is not there", function () {
      console.log("      skipped: no corpus beside the checkout");
      this.skip();
    });
    return;
  }
  for (const name of readdirSync(CORPUS).filter((entry) => existsSync(join(CORPUS, entry, "expected.json")))) {
    const folder = join(CORPUS, name);
    const expected = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) as Case;
    it(`${name} is answered as ecs-cli did, or better`, () => {
      const got = answer(folder, expected);
      const wanted = expected.ecsCli.outcome === "error" ? expected.lenient : expected.ecsCli;
      const all = [...got.warnings, ...got.errors];
      for (const finding of all)
        assert.ok(finding.line >= 1 && finding.column >= 1 && finding.file !== "", JSON.stringify(finding));
      if (!wanted) {
        assert.notDeepEqual(got.errors, []);
        return;
      }
      assert.deepEqual(normal(got.taskDefinition), normal(wanted.taskDefinition));
      if (wanted.service) {
        const service = Object.fromEntries(Object.entries(wanted.service).filter(([key]) => key !== "platformVersion"));
        assert.deepEqual(got.service, service);
      }
      if (expected.ecsCli.outcome === "error") assert.notDeepEqual(got.warnings, []);
      const paths = all.map(({ path }) => path);
      for (const { path } of expected.fargate?.refusals ?? [])
        assert.ok(
          paths.some((found) => found === path || /^volumes\.volume-/.test(path)),
          `${path} is not in ${paths.join("\n")}`,
        );
      for (const { service, option } of wanted.ignoredWithWarning ?? []) {
        const [key = ""] = option.split(" ");
        // Format 1 has no networks: ecs-cli warned of one that it had added itself.
        if (key === "networks" && name === "064-format-1-without-version") continue;
        const path = service === null ? key : `services.${service}.${key}`;
        assert.ok(
          paths.some((found) => found.startsWith(path)),
          `${path} is not in ${paths.join("\n")}`,
        );
      }
      for (const text of wanted.ignoredSilently ?? []) {
        const path = text.replace(/^[^:]*: /, "").replace(/ \(.*/, "");
        assert.ok(paths.includes(path), `${path} is not in ${paths.join("\n")}`);
      }
      for (const container of wanted.unusedRegistryCredentials ?? [])
        assert.ok(got.warnings.some(({ message }) => message.includes(container)));
    });
  }
});
