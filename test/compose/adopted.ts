// A project of ecs-cli that runs, as AWS says it, for tests of the program that takes it over.

import { convertProject } from "../../compose/convert";
import { planProgram } from "../../compose/program/plan";
import { renderTypeScript } from "../../compose/program/renderTypeScript";
import { planTakeOver, type LiveDeployment } from "../../compose/program/takeOver";

const ARN = "arn:aws:ecs:eu-central-1:111122223333";
const FILES: Record<string, string> = {
  "docker-compose.yml":
    'version: "3"\nservices:\n  web: { image: "web:2", ports: ["8080:8080"] }\n  log: { image: "log:1" }\n  job: { image: "job:1" }\n',
  "ecs-params.yml": `version: 1
task_definition: { ecs_network_mode: awsvpc, task_size: { cpu_limit: 256, mem_limit: 512 } }
run_params: { network_configuration: { awsvpc_configuration: { subnets: [subnet-0a], security_groups: [sg-0a] } } }
`,
};

/** A service of two tasks, alone in its cluster, whose containers have one log group. */
export const LIVE: LiveDeployment = {
  service: {
    serviceName: "shop",
    serviceArn: `${ARN}:service/prod/shop`,
    desiredCount: 2,
    launchType: "FARGATE",
    schedulingStrategy: "REPLICA",
    deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 200 },
  },
  taskDefinition: {
    taskDefinitionArn: `${ARN}:task-definition/shop:3`,
    containerDefinitions: [
      { name: "web", image: "web:1" },
      { name: "log", image: "log:1" },
      { name: "old", image: "old:1" },
    ],
  },
  cluster: {
    clusterName: "prod",
    clusterArn: `${ARN}:cluster/prod`,
    activeServicesCount: 1,
    registeredContainerInstancesCount: 0,
  },
  logGroup: { name: "/ecs/shop", retentionDays: undefined },
  stacks: [{ name: "amazon-ecs-cli-setup-prod", resources: ["vpc-0a", "subnet-0a"] }],
};

/** The program that takes it over. */
export function adopted(live: LiveDeployment = LIVE): string {
  const files = {
    directory: "/shop",
    read: (path: string) => FILES[path.slice("/shop/".length)],
    names: () => Object.keys(FILES),
  };
  return renderTypeScript(planTakeOver(planProgram(convertProject({ files, environment: {} })), live));
}
