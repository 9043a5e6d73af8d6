// What the execution role needs in place of AWS's managed policy: one log group, and the ECR repositories of the task's images
// (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html, checked 2026-11-22).

import { isEcrRegistry, type ImageReference } from "./imageReference";
import type { AwsEnvironment, Statement } from "./policies";

/** What a task pulls and where it logs. */
export interface TightExecutionGrants {
  readonly awsEnvironment: AwsEnvironment;
  readonly logGroupArn: string;
  /** The images of the task's containers. */
  readonly images: readonly ImageReference[];
  /** Whether GuardDuty adds its agent to the task. */
  readonly guardDutyAgent: boolean;
}

/** The statements that write to the log group and pull the images that are in ECR. */
export function tightExecutionStatements(grants: TightExecutionGrants): Statement[] {
  const { awsEnvironment, logGroupArn, images, guardDutyAgent } = grants;
  const repositories = new Set(images.flatMap((image) => ecrRepositoryArn(awsEnvironment.partition, image) ?? []));
  // The agent's repository is in an account of GuardDuty's own, another one in each Region.
  if (guardDutyAgent)
    repositories.add(
      `arn:${awsEnvironment.partition}:ecr:${awsEnvironment.region}:*:repository/${GUARDDUTY_REPOSITORY}`,
    );
  const writeLogs: Statement = {
    Sid: "WriteLogs",
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: `${logGroupArn}:*`,
  };
  if (repositories.size === 0) return [writeLogs];
  return [
    writeLogs,
    // ECR gives the token for a whole registry: there is no resource to name.
    { Sid: "LogInToEcr", Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
    {
      Sid: "PullFromEcr",
      Effect: "Allow",
      Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      Resource: [...repositories],
    },
  ];
}

/** https://docs.aws.amazon.com/guardduty/latest/ug/ecs-runtime-agent-ecr-image-uri.html */
const GUARDDUTY_REPOSITORY = "aws-guardduty-agent-fargate";

function ecrRepositoryArn(partition: string, { registry, repository }: ImageReference): string | undefined {
  if (!isEcrRegistry(registry)) return undefined;
  const [, account, region] = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\./.exec(registry) ?? [];
  return `arn:${partition}:ecr:${region ?? ""}:${account ?? ""}:repository/${repository}`;
}
