// The task that the service runs: its roles, its volumes, its images, and the definition of all that.

import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { containerDefinition } from "./containerDefinition";
import { deployedImage, imageTags } from "./image";
import type { ExecuteCommand } from "../service/executeCommand";
import type { FargatePlan } from "../ghcrFargateServicePlan";
import { createFileSystems, type CreatedFileSystems } from "./efsFileSystem";
import { logConfiguration } from "./logDriver";
import type { Network } from "../network/vpc";
import type { PullSecrets } from "./pullSecrets";
import type { createSecurityGroup } from "../network/securityGroup";
import { derive, regionOf, type ChildContext } from "../component/childContext";
import type { PulledContainer } from "./containers";
import { createTaskDefinition } from "./taskDefinition";
import { createTaskRoles, type TaskRoles } from "./taskRoles";
import { taskVolumes } from "./volumes";

/** What the task takes from other resources. */
export interface TaskConnections {
  readonly secrets: PullSecrets;
  readonly network: Network;
  readonly group: ReturnType<typeof createSecurityGroup>;
  readonly logGroup: aws.cloudwatch.LogGroup;
  readonly executeCommand: ExecuteCommand;
}

/** The task. */
export interface Task {
  readonly definition: aws.ecs.TaskDefinition;
  /** The image of the service's own container. */
  readonly imageUri: pulumi.Output<string>;
  readonly roles: TaskRoles;
  readonly fileSystems: CreatedFileSystems;
}

/** Creates the task's roles, file systems and definition. */
export function createTask(
  name: string,
  plan: FargatePlan,
  { secrets, network, group, logGroup, executeCommand }: TaskConnections,
  context: ChildContext,
): Task {
  const roles = createTaskRoles(
    name,
    plan,
    {
      pullSecrets: [...secrets.of.values()],
      logGroupArn: logGroup.arn,
      executeCommand: executeCommand.statements,
    },
    context,
  );
  const fileSystems = createFileSystems(
    name,
    plan.fileSystems,
    {
      network,
      securityGroupIds: group.ids,
      roleArn: roles.taskRoleArn,
      limitedGroupId: plan.network.securityGroup.create?.egress && group.created?.id,
    },
    context,
  );
  const imageSettings = {
    subject: plan.subject,
    cpuArchitecture: plan.size.cpuArchitecture,
    registry: plan.registry,
  };
  const deploy = (pulled: PulledContainer) => ({
    ...pulled,
    deployed: deployedImage(pulled, imageSettings, context.parent),
  });
  const [main, ...sidecars] = plan.containers;
  const own = deploy(main);
  const images = [own, ...sidecars.map(deploy)];
  const logsTo = { name: logGroup.name, region: derive(context.awsEnvironment, regionOf) };
  const definition = createTaskDefinition(
    name,
    plan.size,
    {
      containers: images.map(({ container, credentials, deployed }) =>
        containerDefinition(container, {
          image: deployed,
          secretArn: secrets.of.get(credentials)?.secretArn,
          logConfiguration: logConfiguration(plan.logs.driver, container, logsTo),
        }),
      ),
      volumes: taskVolumes(plan.volumes, fileSystems.byVolume),
      executionRoleArn: roles.executionRoleArn,
      taskRoleArn: roles.taskRoleArn,
      tags: imageTags(images, plan.tags),
    },
    context,
  );
  return { definition, imageUri: own.deployed, roles, fileSystems };
}
