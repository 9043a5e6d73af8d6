// Which stack is previewed: the one that is named, else the one that Pulumi would take, else the only one there.

import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { stackNames, type Project } from "./project";
import { ProjectError } from "./projectFile";

/** A stack to preview. */
export interface StackChoice {
  readonly name: string;
  /** What `pulumi.getOrganization()` answers. */
  readonly organization: string;
  /** Whether the user named it for this preview. */
  readonly named: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The stack of a project that has none yet. */
const FIRST_STACK = "dev";

/** What the engine calls the organization of stacks that are kept outside Pulumi Cloud. */
const NO_ORGANIZATION = "organization";

/** Chooses the stack. `wanted` is what the user named, if anything: `dev` or `organization/project/dev`. */
export function chooseStack(project: Project, wanted: string | undefined, env: Environment): StackChoice {
  if (wanted !== undefined) return choice(wanted, true);
  const selected = env.PULUMI_STACK || selectedStack(project, env);
  if (selected) return choice(selected, false);
  const known = stackNames(project);
  const [first = FIRST_STACK] = known;
  if (known.length > 1)
    throw new ProjectError(
      `no stack is selected; stacks there: ${known.join(", ")}; choose one with --stack, PULUMI_STACK or pulumi stack select`,
    );
  return choice(first, false);
}

function choice(text: string, named: boolean): StackChoice {
  const parts = text.split("/");
  const name = parts.at(-1) ?? "";
  if (!/^[\w.-]{1,100}$/.test(name) || parts.length > 3)
    throw new ProjectError(
      `--stack: "${text}" is not a stack's name; write it as dev, organization/dev or organization/project/dev`,
    );
  return { name, named, organization: (parts.length > 1 && parts[0]) || NO_ORGANIZATION };
}

/** The stack that `pulumi stack select` chose: the CLI keeps it in its home, in a file named by the project and its path. */
function selectedStack({ name, file }: Project, env: Environment): string | undefined {
  const home = env.PULUMI_HOME ?? join(env.HOME ?? homedir(), ".pulumi");
  const hash = createHash("sha1").update(file.path).digest("hex");
  const path = join(home, "workspaces", `${name.replaceAll("/", "-")}-${hash}-workspace.json`);
  if (!existsSync(path)) return undefined;
  try {
    const { stack } = JSON.parse(readFileSync(path, "utf8")) as { stack?: unknown };
    return typeof stack === "string" && stack !== "" ? stack : undefined;
  } catch {
    return undefined; // not a file of the CLI's: nothing is selected
  }
}
