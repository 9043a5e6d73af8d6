// Which containers of a task wait for which: what ECS refuses of it
// (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html, checked 2026-11-28).

import { oneOf } from "../../model/checks";
import { quote } from "../../model/problems";
import { argumentPath, type ArgumentChecks } from "../component/argumentChecks";
import { ContainerCondition, type ContainerDependency, type ContainerSettings } from "./containerArgs";

/** What of a container its dependencies are about. */
interface Dependent {
  readonly name: string;
  /** The argument path of the container; empty for the service's own. */
  readonly path: string;
  readonly settings: Pick<ContainerSettings, "dependsOn" | "healthCheck">;
  readonly limits: { readonly essential: boolean };
}

/** Checks the dependencies of all containers of a task. */
export function checkDependencies(checks: ArgumentChecks, containers: readonly Dependent[]): void {
  for (const container of containers)
    container.settings.dependsOn?.forEach((dependency, d) => {
      const path = argumentPath(container.path, `dependsOn[${d}]`);
      checkDependency(checks, path, { dependency, container, containers });
    });
  checkCircles(checks, containers);
}

/** How to ask for another container, where ECS runs this one until the task stops. */
const ENDS = new Set<string>([ContainerCondition.Complete, ContainerCondition.Success]);

function checkDependency(
  checks: ArgumentChecks,
  path: string,
  {
    dependency: { containerName, condition },
    container,
    containers,
  }: {
    readonly dependency: ContainerDependency;
    readonly container: Dependent;
    readonly containers: readonly Dependent[];
  },
): void {
  const other = containers.find(({ name }) => name === containerName);
  checks.shape(`${path}.condition`, condition, oneOf(Object.values(ContainerCondition)));
  if (other === undefined || other === container) {
    const others = containers.filter((c) => c !== container).map(({ name }) => quote(name));
    checks.add(
      `${path}.containerName`,
      `${quote(containerName)} is not the name of another container of the task`,
      others.length === 0 ? `add a sidecar named ${quote(containerName)}` : `use one of ${others.join(", ")}`,
    );
  } else if (condition === ContainerCondition.Healthy && other.settings.healthCheck === undefined)
    checks.add(
      `${path}.condition`,
      `"HEALTHY", but ${quote(containerName)} has no healthCheck`,
      "set its healthCheck, or use START",
    );
  else if (ENDS.has(condition) && other.limits.essential)
    checks.add(
      `${path}.condition`,
      `${quote(condition)}, but ${quote(containerName)} is essential: the task stops when it ends`,
      other.path === "" ? "use START or HEALTHY" : `set ${other.path}.essential: false, or use START or HEALTHY`,
    );
}

/** Refuses containers that wait for each other in a circle, each circle once. */
function checkCircles(checks: ArgumentChecks, containers: readonly Dependent[]): void {
  const byName = new Map(containers.map((container) => [container.name, container]));
  const done = new Set<Dependent>();
  const visit = (container: Dependent, way: readonly Dependent[]): void => {
    const start = way.indexOf(container);
    if (start >= 0) {
      const circle = [...way.slice(start), container].map(({ name }) => name).join(" -> ");
      checks.add(argumentPath(container.path, "dependsOn"), `is a circle: ${circle}`, "let one of them wait for none");
      return;
    }
    if (done.has(container)) return;
    for (const { containerName } of container.settings.dependsOn ?? []) {
      const next = byName.get(containerName);
      if (next !== undefined && next !== container) visit(next, [...way, container]);
    }
    done.add(container);
  };
  for (const container of containers) visit(container, []);
}
