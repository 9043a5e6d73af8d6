// A Pulumi program as data: what a compose project becomes, before it is printed in a language or run by the component.

import type { Finding } from "../problems";

/** A value that another step of the program gives: `cluster.arn`. */
export class Reference {
  constructor(
    readonly variable: string,
    readonly property: string,
  ) {}
}

/** The value of an argument. */
export type Data =
  string | number | boolean | Reference | readonly Data[] | { readonly [key: string]: Data | undefined };

/** The arguments of a step. */
export type Args = Readonly<Record<string, Data | undefined>>;

/** What is looked up in AWS. */
export interface LookupStep {
  readonly kind: "lookup";
  readonly variable: string;
  readonly call: "getVpc" | "getSubnet" | "getRole";
  readonly args: Args;
  readonly comment: string;
}

/** A resource that several services share. */
export interface ResourceStep {
  readonly kind: "resource";
  readonly variable: string;
  readonly type: "cluster" | "namespace" | "securityGroup";
  readonly name: string;
  readonly args: Args;
  readonly comment: string;
}

/** A GhcrFargateService. */
export interface ServiceStep {
  readonly kind: "service";
  readonly variable: string;
  readonly name: string;
  readonly args: Args;
  /** The services of the compose file that are its containers; the first is the service's own. */
  readonly containers: readonly string[];
  /** The services that are created before it, by their variables. */
  readonly dependsOn: readonly string[];
  /** The security group by which its tasks are found at their public addresses, where they are published. */
  readonly publicGroup?: Data | undefined;
  /** What of the files is said by no argument. */
  readonly notes: readonly string[];
}

export type Step = LookupStep | ResourceStep | ServiceStep;

/** A program. */
export interface Program {
  readonly project: string;
  readonly steps: readonly Step[];
  /** What is dropped, changed or refused, with its position. */
  readonly notes: readonly Finding[];
}

/** What the files do not say. */
export interface ProgramSettings {
  /** The network of the services. @default that of ecs-params.yml, else the default VPC */
  readonly network?: Args | undefined;
  /** Who may connect to published ports. @default nobody */
  readonly ingressCidrs?: readonly string[] | undefined;
  /** What the names of resources start with. @default nothing: services have their own names */
  readonly prefix?: string | undefined;
}

/** A name of a file as the name of a variable in TypeScript: `my-web.2` becomes `myWeb2`; it never hides a name of the program. */
export function variableOf(name: string, taken: ReadonlySet<string>): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter(Boolean);
  const joined = words
    .map((word, i) => (i === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1))
    .join("");
  const plain = /^[A-Za-z]/.test(joined) ? joined : `service${joined}`;
  for (let i = 1; ; i += 1) {
    const candidate = i === 1 && !RESERVED.has(plain) ? plain : `${plain}${i === 1 ? "Service" : i}`;
    if (!taken.has(candidate)) return candidate;
  }
}

const RESERVED = new Set(
  "aws pulumi break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield await async None True False and as assert def del elif except from global is lambda nonlocal not or pass raise".split(
    " ",
  ),
);

/** Services after those that they wait for. */
export function inOrder(services: readonly ServiceStep[]): ServiceStep[] {
  const done: ServiceStep[] = [];
  const visit = (service: ServiceStep, chain: readonly string[]): void => {
    if (done.includes(service) || chain.includes(service.variable)) return;
    for (const name of service.dependsOn) {
      const other = services.find(({ variable }) => variable === name);
      if (other) visit(other, [...chain, service.variable]);
    }
    done.push(service);
  };
  for (const service of services) visit(service, []);
  return done;
}
