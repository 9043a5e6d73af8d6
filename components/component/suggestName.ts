// "Did you mean": the argument that a wrong name most likely stands for.

import { ARGUMENT_SHAPES, type ArgumentShape } from "./argumentShapes";

/** Names that other tools, or AWS's own APIs, have for an argument, in lower case. */
const ALSO_CALLED: Readonly<Record<string, readonly string[]>> = {
  token: ["password", "pat", "accesstoken"],
  sidecars: ["containers", "containerdefinitions", "additionalcontainers"],
  cpuPercent: ["targetcpu", "cputarget", "targetcpuutilization"],
  memoryPercent: ["targetmemory", "memorytarget", "targetmemoryutilization"],
  minimumHealthyPercent: ["minhealthypercent", "minhealthy", "minpercent"],
  maximumPercent: ["maxhealthypercent", "maxpercent"],
  cpuArchitecture: ["platform", "arch", "runtimeplatform"],
  workingDirectory: ["workdir", "workingdir", "cwd"],
  capacityProviders: ["capacityproviderstrategy", "capacityproviderstrategies", "spot"],
  maxMonthlyCost: ["budget", "maxcost"],
  statusCodes: ["matcher", "successcodes", "healthycodes"],
  internal: ["scheme", "public"],
  protocol: ["type"],
  schedules: ["scheduleexpression"],
  cron: ["expression"],
  network: ["vpc"],
  environment: ["env", "envs", "envvars", "environmentvariables"],
  desiredCount: ["count", "replicas", "instances", "scale"],
  max: ["maximum", "maxcapacity", "maxcount"],
  min: ["minimum", "mincapacity", "mincount"],
  port: ["containerport", "hostport", "ports"],
  statements: ["policy", "policystatements"],
  actions: ["action"],
  resources: ["resource"],
  ephemeralStorageGib: ["storage", "disk", "ephemeralstorage"],
  healthCheck: ["healthcheckpath"],
};

/** What Fargate has no argument for. */
const ABSENT: Readonly<Record<string, string>> = {
  gpu: "Fargate has no GPU",
  gpus: "Fargate has no GPU",
  privileged: "Fargate has no privileged containers",
  hostnetwork: "Fargate tasks have a network interface of their own",
  links: "containers of a task reach each other at 127.0.0.1",
  build: "build the image elsewhere and pass its reference as image",
  dockerfile: "build the image elsewhere and pass its reference as image",
  region: "the Region is that of the component's AWS provider",
  effect: "statements allow; a permissions boundary or a policy of policyArns denies",
};

/** How far a name may be from another to be a slip of it. */
const MAX_DISTANCE = 2;

/** What to do about a wrong name, and the name that it stands for, if one is like it. */
export function suggestName(given: string, shape: ArgumentShape): { readonly name?: string; readonly fix: string } {
  const lower = given.toLowerCase();
  const absent = Object.hasOwn(ABSENT, lower) ? ABSENT[lower] : undefined;
  if (absent !== undefined) return { fix: `remove it: ${absent}` };
  const names = Object.keys(shape);
  const within = namesWithin(lower, shape);
  const found = nearest(lower, names) ?? (within.length > 0 ? undefined : containing(lower, names));
  if (found !== undefined) {
    const isObject = ARGUMENT_SHAPES[(shape[found] ?? "").replace(/^[!=]+/, "")] !== undefined;
    return { name: found, fix: `did you mean ${isObject ? `${found}: {}` : found}` };
  }
  if (within.length > 0) return { fix: `did you mean ${within.join(" or ")}` };
  return {
    fix:
      names.length <= 8
        ? `remove it; the names here are ${names.join(", ")}`
        : "remove it; there is no argument like it",
  };
}

/** An argument's path where its name is that of an argument one level below: `network.subnetIds`. */
function namesWithin(given: string, shape: ArgumentShape): string[] {
  const paths = Object.entries(shape).flatMap(([outer, type]) =>
    Object.keys(ARGUMENT_SHAPES[type.replace(/^[!=]+/, "")] ?? {})
      .filter((inner) => inner.toLowerCase() === given)
      .map((inner) => `${outer}.${inner}`),
  );
  return paths.length <= 3 ? paths : [];
}

function nearest(given: string, names: readonly string[]): string | undefined {
  const lower = (name: string) => name.toLowerCase();
  const close = names
    .map((name) => ({ name, distance: distanceOf(given, lower(name)) }))
    .filter(({ name, distance }) => distance <= Math.min(MAX_DISTANCE, Math.floor(name.length / 3)))
    .sort((a, b) => a.distance - b.distance)[0];
  if (close !== undefined) return close.name;
  return names.find((name) => ALSO_CALLED[name]?.includes(given));
}

/** A name within the other: memoryMiB and memory, provider and capacityProvider. */
function containing(given: string, names: readonly string[]): string | undefined {
  const lower = (name: string) => name.toLowerCase();
  return names
    .filter(
      (name) => (name.length >= 4 && given.includes(lower(name))) || (given.length >= 4 && lower(name).includes(given)),
    )
    .sort((a, b) => b.length - a.length)[0];
}

/** Levenshtein's distance, with swapped neighbours as one step. */
function distanceOf(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > MAX_DISTANCE) return MAX_DISTANCE + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      next.push(least);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
