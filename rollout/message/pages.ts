// The pages that explanations point to.

const ECS = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide";

/** Pages of AWS and GitHub. */
export const PAGE = {
  pull: `${ECS}/task_cannot_pull_image.html`,
  initialization: `${ECS}/resource-initialization-error.html`,
  stopped: `${ECS}/stopped-task-error-codes.html`,
  events: `${ECS}/service-event-messages-list.html`,
  privateRegistry: `${ECS}/private-auth.html`,
  secretsManager: `${ECS}/secrets-envvar-secrets-manager.html`,
  parameterStore: `${ECS}/secrets-envvar-ssm-paramstore.html`,
  environmentFiles: `${ECS}/use-environment-file.html`,
  logs: `${ECS}/using_awslogs.html`,
  fireLens: `${ECS}/firelens-taskdef.html`,
  efs: `${ECS}/efs-volumes.html`,
  ebs: `${ECS}/troubleshoot-ebs-volumes.html`,
  executeCommand: `${ECS}/ecs-exec-troubleshooting.html`,
  fargateTasks: `${ECS}/fargate-tasks-services.html`,
  launchTypes: `${ECS}/capacity-launch-type-comparison.html`,
  serviceSettings: `${ECS}/service_definition_parameters.html`,
  serviceDiscovery: `${ECS}/service-discovery.html`,
  blueGreen: `${ECS}/troubleshooting-blue-green.html`,
  blueGreenRole: `${ECS}/AmazonECSInfrastructureRolePolicyForLoadBalancers.html`,
  codeDeploy: "https://docs.aws.amazon.com/codedeploy/latest/userguide/troubleshooting-ecs.html",
  support: "https://docs.aws.amazon.com/awssupport/latest/user/case-management.html",
  template: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html",
  failureReasons: `${ECS}/api_failures_messages.html`,
  taskDefinition: `${ECS}/task_definition_parameters.html`,
  controllers: `${ECS}/deployment-types.html`,
  hooks: `${ECS}/deployment-lifecycle-hooks.html`,
  credentials: "https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html",
  status: "https://health.aws.amazon.com/health/status",
  executionRole: `${ECS}/task_execution_IAM_role.html`,
  linkedRole: `${ECS}/using-service-linked-roles.html`,
  network: `${ECS}/fargate-task-networking.html`,
  capacity: `${ECS}/capacity-tasks-reasons.html`,
  spot: `${ECS}/fargate-capacity-providers.html`,
  quotas: `${ECS}/service-quotas.html`,
  sizes: `${ECS}/fargate-tasks-services.html`,
  storage: `${ECS}/fargate-task-storage.html`,
  health: `${ECS}/healthcheck.html`,
  loadBalancing: `${ECS}/troubleshoot-service-load-balancers.html`,
  breaker: `${ECS}/deployment-circuit-breaker.html`,
  exitCodes: `${ECS}/troubleshooting.html`,
  serviceConnect: `${ECS}/service-connect-concepts-deploy.html`,
  throttling: `${ECS}/operating-at-scale-dealing-with-throttles.html`,
  ecr: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/ECR_on_ECS.html",
  ecrEndpoints: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html",
  kmsKeys: "https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html",
  guardDuty: "https://docs.aws.amazon.com/guardduty/latest/ug/prereq-runtime-monitoring-ecs-support.html",
  ghcr: "https://docs.github.com/en/packages/working-with-a-github-packages-registry/working-with-the-container-registry",
} as const;

/** The route that every unreachable AWS service needs. */
export const ROUTE_FIX = (endpoint: string): string =>
  `give the tasks a route: public subnets with \`network.assignPublicIp: true\`, private subnets with a NAT gateway, or a VPC endpoint for ${endpoint} with private DNS and port 443 open to the tasks; and let the tasks' security group send to port 443`;
