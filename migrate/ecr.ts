// What a migration asks of ECR's own API: a login, and repositories with their namespace's settings.

import type { CreateRepositoryCommandInput, ECR, RepositoryCreationTemplate, Tag as EcrTag } from "@aws-sdk/client-ecr";
import type { Credentials } from "../registry/credentials";
import { AwsCallError, MIGRATION_ERROR, MigrationError } from "./errors";

/** The calls that are made; the SDK's `ECR` has them. */
export type EcrApi = Pick<
  ECR,
  | "getAuthorizationToken"
  | "describeRepositories"
  | "createRepository"
  | "describeRepositoryCreationTemplates"
  | "putLifecyclePolicy"
  | "setRepositoryPolicy"
>;

/** Loads the SDK and makes a client with AWS's own chain of credentials. */
export async function connectEcr(region: string): Promise<ECR> {
  // The SDK prints six lines about Node's version into whatever the command prints.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const { ECR } = await import("@aws-sdk/client-ecr");
  return new ECR({ region });
}

/** A login to ECR's registry, which lasts twelve hours. */
export async function readEcrCredentials(api: EcrApi): Promise<Credentials> {
  const { authorizationData } = await api.getAuthorizationToken({}).catch((error: unknown) => {
    throw new AwsCallError("ecr:GetAuthorizationToken", error);
  });
  const text = Buffer.from(authorizationData?.[0]?.authorizationToken ?? "", "base64").toString("utf8");
  const colon = text.indexOf(":");
  if (colon < 1) throw new MigrationError(MIGRATION_ERROR.CREDENTIALS, "ECR sent no login; try again");
  return { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** How a repository came to be. */
export interface RepositoryOutcome {
  readonly outcome: "exists" | "created" | "created on push";
  /** The actions that were denied: what they would have set is not set. */
  readonly denied: readonly string[];
}

/** Creates repositories that are missing, each with the settings of the creation template that fits its name. */
export class EcrRepositories {
  private templates: Promise<readonly RepositoryCreationTemplate[]> | undefined;

  constructor(
    private readonly api: EcrApi,
    /** Tags of new repositories, beside those of the template: rights by tag need them from the start. */
    private readonly tags: Readonly<Record<string, string>> = {},
  ) {}

  async ensure(name: string): Promise<RepositoryOutcome> {
    if (await this.exists(name)) return { outcome: "exists", denied: [] };
    this.templates ??= this.readTemplates();
    const template = findTemplate(await this.templates, name);
    if (template?.appliedFor?.includes("CREATE_ON_PUSH") && Object.keys(this.tags).length === 0)
      return { outcome: "created on push", denied: [] };
    await this.create(name, template);
    return { outcome: "created", denied: await this.setPolicies(name, template) };
  }

  /** Sets the template's policies, as ECR does where it creates a repository itself; the answer names what is denied. */
  private async setPolicies(
    repositoryName: string,
    { lifecyclePolicy, repositoryPolicy }: RepositoryCreationTemplate = {},
  ): Promise<string[]> {
    const denied: string[] = [];
    const unlessDenied = async (action: string, set: () => Promise<unknown>): Promise<void> => {
      try {
        await set();
      } catch (error) {
        if (!isNamed(error, "AccessDeniedException")) throw new AwsCallError(action, error);
        denied.push(action);
      }
    };
    if (lifecyclePolicy !== undefined)
      await unlessDenied("ecr:PutLifecyclePolicy", () =>
        this.api.putLifecyclePolicy({ repositoryName, lifecyclePolicyText: lifecyclePolicy }),
      );
    if (repositoryPolicy !== undefined)
      await unlessDenied("ecr:SetRepositoryPolicy", () =>
        this.api.setRepositoryPolicy({ repositoryName, policyText: repositoryPolicy }),
      );
    return denied;
  }

  private async exists(name: string): Promise<boolean> {
    try {
      await this.api.describeRepositories({ repositoryNames: [name] });
      return true;
    } catch (error) {
      if (isNamed(error, "RepositoryNotFoundException")) return false;
      throw new AwsCallError("ecr:DescribeRepositories", error);
    }
  }

  private async create(name: string, template: RepositoryCreationTemplate | undefined): Promise<void> {
    const tags: EcrTag[] = [
      ...(template?.resourceTags ?? []).filter(({ Key }) => Key === undefined || !(Key in this.tags)),
      ...Object.entries(this.tags).map(([Key, Value]) => ({ Key, Value })),
    ];
    const { imageTagMutability, imageTagMutabilityExclusionFilters, encryptionConfiguration } = template ?? {};
    const input: CreateRepositoryCommandInput = {
      repositoryName: name,
      ...(tags.length > 0 && { tags }),
      ...(imageTagMutability !== undefined && { imageTagMutability }),
      ...(imageTagMutabilityExclusionFilters !== undefined && { imageTagMutabilityExclusionFilters }),
      ...(encryptionConfiguration !== undefined && { encryptionConfiguration }),
    };
    await this.api.createRepository(input).catch((error: unknown) => {
      // Another copy was quicker.
      if (!isNamed(error, "RepositoryAlreadyExistsException")) throw new AwsCallError("ecr:CreateRepository", error);
    });
  }

  /** All templates; none where the caller may not read them, as members of a namespace may not. */
  private async readTemplates(): Promise<readonly RepositoryCreationTemplate[]> {
    const found: RepositoryCreationTemplate[] = [];
    let nextToken: string | undefined;
    try {
      do {
        const page = await this.api.describeRepositoryCreationTemplates({
          ...(nextToken !== undefined && { nextToken }),
        });
        found.push(...(page.repositoryCreationTemplates ?? []));
        ({ nextToken } = page);
      } while (nextToken !== undefined);
    } catch (error) {
      if (!isNamed(error, "AccessDeniedException"))
        throw new AwsCallError("ecr:DescribeRepositoryCreationTemplates", error);
    }
    return found;
  }
}

/** The template with the longest prefix that a repository's name has; ROOT fits every name. */
export function findTemplate(
  templates: readonly RepositoryCreationTemplate[],
  name: string,
): RepositoryCreationTemplate | undefined {
  const lengthOf = ({ prefix = "" }: RepositoryCreationTemplate): number => {
    if (prefix === "ROOT") return 0;
    return name.startsWith(prefix.endsWith("/") ? prefix : `${prefix}/`) ? prefix.length : -1;
  };
  return templates.reduce<RepositoryCreationTemplate | undefined>((best, template) => {
    const length = lengthOf(template);
    return length >= 0 && (best === undefined || length > lengthOf(best)) ? template : best;
  }, undefined);
}

/** Whether an error is the one of this name. */
export function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
