// What of a model contradicts itself, or names what is not there. Everything is reported at once.

import type { Findings } from "../problems";
import { child, entriesOf, keyAt, type TreeNode } from "../tree";
import { parseBytes } from "../values";
import { textOf } from "./merge";
import { renderPath } from "./path";
import type { ComposeService } from "./composeService";

/** The parts of a project that its services name. */
export interface ProjectParts {
  readonly model: TreeNode;
  readonly services: ReadonlyMap<string, ComposeService>;
  readonly inactive: ReadonlySet<string>;
}

/** Reports what does not fit together. */
export function checkConsistency(parts: ProjectParts, findings: Findings): void {
  for (const service of parts.services.values()) {
    checkReferences(service, parts, findings);
    checkTwins(service, findings);
    checkMounts(service, findings);
  }
  checkCircles(parts, findings);
}

function checkReferences(
  { name, node }: ComposeService,
  { model, services, inactive }: ProjectParts,
  findings: Findings,
): void {
  const path = (key: string) => renderPath(["services", name, key]);
  const report = (key: string, message: string, at = keyAt(node, key)) => findings.error(at, path(key), message);
  if (!child(node, "image") && !child(node, "build") && !child(node, "provider"))
    findings.error(keyAt(node, "image"), path("image"), "is missing; name an image that exists, or build one");
  if (child(node, "network_mode") && entriesOf(child(node, "networks")).length > 0)
    report("network_mode", "cannot be set with networks; keep one of them");
  const declared = (section: string, key: string) => entriesOf(child(model, section)).some(([other]) => other === key);
  for (const [key, { at }] of entriesOf(child(node, "networks")))
    if (!declared("networks", key))
      report("networks", `the network ${key} is not declared; add it under networks at the top`, at);
  for (const [key, { at }] of entriesOf(child(node, "models")))
    if (!declared("models", key))
      report("models", `the model ${key} is not declared; add it under models at the top`, at);
  for (const section of ["secrets", "configs"])
    for (const item of itemsOf(node, section)) {
      const source = child(item, "source");
      if (source && !declared(section, textOf(source)))
        report(section, `${textOf(source)} is not declared; add it under ${section} at the top`, item.at);
    }
  for (const item of itemsOf(node, "volumes")) {
    const source = child(item, "source");
    const isNamed = textOf(child(item, "type") ?? item) === "volume" && source && textOf(source) !== "";
    if (isNamed && !declared("volumes", textOf(source)))
      report("volumes", `the volume ${textOf(source)} is not declared; add it under volumes at the top`, item.at);
  }
  for (const [other, { at, value }] of entriesOf(child(node, "depends_on"))) {
    if (services.has(other)) continue;
    const required = child(value, "required");
    const isOptional = required?.kind === "scalar" && required.value === false;
    if (inactive.has(other) && isOptional) continue;
    const why = inactive.has(other)
      ? `${other} belongs to a profile that is not active; activate it, or set required: false`
      : `there is no service ${other}; correct the name`;
    report("depends_on", why, at);
  }
  const test = child(child(node, "healthcheck"), "test");
  const [kind] = test?.kind === "list" ? test.items : [];
  if (kind && !["CMD", "CMD-SHELL", "NONE"].includes(textOf(kind)))
    findings.error(
      kind.at,
      renderPath(["services", name, "healthcheck", "test"]),
      `starts with "${textOf(kind)}"; start it with CMD, CMD-SHELL or NONE`,
    );
}

/** Keys that say the same in two ways. */
function checkTwins({ name, node }: ComposeService, findings: Findings): void {
  const deploy = child(node, "deploy");
  const resources = child(deploy, "resources");
  const limits = child(resources, "limits");
  const bytes = (text: string) => parseBytes(text) ?? Number(text);
  const twins: [key: string, other: string, node: TreeNode | undefined, read: (text: string) => number][] = [
    ["scale", "deploy.replicas", child(deploy, "replicas"), Number],
    ["cpus", "deploy.resources.limits.cpus", child(limits, "cpus"), Number],
    ["pids_limit", "deploy.resources.limits.pids", child(limits, "pids"), Number],
    ["mem_limit", "deploy.resources.limits.memory", child(limits, "memory"), bytes],
    [
      "mem_reservation",
      "deploy.resources.reservations.memory",
      child(child(resources, "reservations"), "memory"),
      bytes,
    ],
  ];
  for (const [key, other, twin, read] of twins) {
    const own = child(node, key);
    if (own && twin && read(textOf(own)) !== read(textOf(twin)))
      findings.error(
        keyAt(node, key),
        renderPath(["services", name, key]),
        `is ${textOf(own)}, and ${other} ${textOf(twin)}; remove one of them`,
      );
  }
  const replicas = child(node, "scale") ?? child(deploy, "replicas");
  const count = replicas ? Number(textOf(replicas)) : 1;
  if (replicas && count < 0)
    findings.error(replicas.at, renderPath(["services", name, "deploy", "replicas"]), "must be 0 or more");
  if (count > 1 && child(node, "container_name"))
    findings.error(
      keyAt(node, "container_name"),
      renderPath(["services", name, "container_name"]),
      `cannot be set with ${count} replicas; remove one of them`,
    );
}

function checkMounts({ name, node }: ComposeService, findings: Findings): void {
  const seen = new Set<string>();
  const check = (target: string, item: TreeNode, [key, i]: readonly [key: string, i: number]) => {
    if (seen.has(target))
      findings.error(
        item.at,
        renderPath(["services", name, key, i]),
        `mounts ${target}, where another mount is; remove one of them`,
      );
    seen.add(target);
  };
  const tmpfs = child(node, "tmpfs");
  (tmpfs?.kind === "list" ? tmpfs.items : tmpfs ? [tmpfs] : []).forEach((item, i) =>
    check(textOf(item).split(":")[0] ?? "", item, ["tmpfs", i]),
  );
  itemsOf(node, "volumes").forEach((item, i) => check(textOf(child(item, "target") ?? item), item, ["volumes", i]));
}

/** Services that wait for each other in a circle never start. */
function checkCircles({ services }: ProjectParts, findings: Findings): void {
  const done = new Set<string>();
  const visit = (name: string, chain: readonly string[]): void => {
    const service = services.get(name);
    if (!service || done.has(name)) return;
    if (chain.includes(name)) {
      const circle = [...chain.slice(chain.indexOf(name)), name].join(" → ");
      findings.error(
        keyAt(service.node, "depends_on"),
        renderPath(["services", name, "depends_on"]),
        `waits for itself: ${circle}; end the circle`,
      );
      done.add(name);
      return;
    }
    for (const [other] of entriesOf(child(service.node, "depends_on"))) visit(other, [...chain, name]);
    done.add(name);
  };
  for (const name of services.keys()) visit(name, []);
}

function itemsOf(node: TreeNode, key: string): readonly TreeNode[] {
  const found = child(node, key);
  return found?.kind === "list" ? found.items : [];
}
