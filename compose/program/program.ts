// A Pulumi program as data: what a compose project becomes, before it is printed in a language or run by the component.

import type { Finding } from "../problems";

/** A value that another step of the program gives: `cluster.arn`. */
export class Reference {
  constructor(
    readonly variable: string,
    readonly property: string,
  ) {}
}

/** A secret, which a program reads from the configuration of its stack; the value is never printed. */
export class Setting {
  constructor(
    readonly name: string,
    readonly value: string,
  ) {}
}

/** The value of an argument. */
export type Data =
  string | number | boolean | Reference | Setting | readonly Data[] | { readonly [key: string]: Data | undefined };

/** The arguments of a step. */
export type Args = Readonly<Record<string, Data | undefined>>;

/** What is looked up in AWS. */
export interface LookupStep {
  readonly kind: "lookup";
  readonly variable: string;
  readonly call: "getVpc" | "getSubnet" | "getRole" | "getCluster" | "getSecret";
  readonly args: Args;
  readonly comment: string;
}

/** A resource that several services share. */
export interface ResourceStep {
  readonly kind: "resource";
  readonly variable: string;
  readonly type: "cluster" | "namespace" | "securityGroup" | "registryCredentials";
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
}

export type Step = LookupStep | ResourceStep | ServiceStep;

/** A resource of the program that exists in AWS already. */
export interface TakenOver {
  /** Its name in the program. */
  readonly child: string;
  /** What it is imported by. */
  readonly id: string;
  /** Inputs that the component sets otherwise, or not at all. */
  readonly props: Args;
  /** Whether what was imported stays in AWS when the program's own replaces it. */
  readonly retained: boolean;
}

/** A program. */
export interface Program {
  readonly project: string;
  readonly steps: readonly Step[];
  /** What is dropped, changed or refused, with its position. */
  readonly notes: readonly Finding[];
  /** Those of them that are known only here: what no argument says. */
  readonly ownNotes: readonly Finding[];
  /** The resources that exist already and are imported. @default none */
  readonly takenOver?: readonly TakenOver[];
  /** What is to know of them. */
  readonly takeOverNotes?: readonly string[];
}

/** What a program has to import. */
export function importsOf(steps: readonly Step[]): { readonly usesAws: boolean; readonly usesCredentials: boolean } {
  const isCredentials = (step: Step) => step.kind === "resource" && step.type === "registryCredentials";
  return {
    usesAws: steps.some((step) => step.kind !== "service" && !isCredentials(step)),
    usesCredentials: steps.some(isCredentials),
  };
}

/** The secrets that a program reads from its configuration, each once. */
export function settingsOf(steps: readonly Step[]): Setting[] {
  const all = steps.flatMap((step) => Object.values(step.args).filter((value) => value instanceof Setting));
  return [...new Map(all.map((setting) => [setting.name, setting])).values()];
}

/** How a secret is set, as a comment. */
export const setCommand =
  (comment: "//" | "#") =>
  ({ name }: Setting): string =>
    `${comment} Before the first update: pulumi config set --secret ${name}`;

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
