// Why no container instance takes a task: launch type EC2 and capacity providers with Auto Scaling groups.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/api_failures_messages.html (2026-11)

/** What the instances lack, and what mends it. */
export interface Shortage {
  readonly shortage?: string;
  readonly remedy?: string;
}

const SHORTAGES: readonly (readonly [said: RegExp, shortage: string, remedy: string])[] = [
  [
    /insufficientcpu|enoughcpu|resource:cpu/,
    "too few CPU units are free",
    "add or enlarge container instances, or lower `cpu` of the task",
  ],
  [
    /insufficientmemory|enoughmemory|resource:memory/,
    "too little memory is free",
    "add or enlarge container instances, or lower `memory` of the task",
  ],
  [
    /alreadyusingaport|resource:ports|resourcetypeports/,
    "the host port that the task needs is in use",
    "let the host port be dynamic (0), add an instance for each task, or let the old task stop first (`deployment.minimumHealthyPercent`)",
  ],
  [
    /resource:gpu|insufficientgpu/,
    "no GPU is free",
    "add instances with GPUs (Fargate has none), or let the old task stop first (`deployment.minimumHealthyPercent` 0)",
  ],
  [
    /resource:(?:eni|trunk)|networkinterfaces?onthe/,
    "no network interface is free",
    "add instances, or turn on ENI trunking (awsvpcTrunking)",
  ],
  [
    /missinganattribute|attributes?required|attribute\b|:attribute/,
    "they lack an attribute that the task definition asks for",
    "bring the instances' AMI and agent up to date, or take out what asks for it (log driver, architecture, GPU)",
  ],
  [
    /memberof|placementconstraint/,
    "none meets the placement constraints",
    "correct the constraints, or the attributes of the instances",
  ],
  [
    /agent/,
    "their ECS agent is not connected",
    "restart the agent (sudo systemctl restart ecs), and check the instance's route to ECS and its instance profile",
  ],
  [
    /nocontainerinstances?(?:were)?found|noactiveinstances|emptycapacityprovider|deregistration/,
    "the cluster or capacity provider has none",
    "raise the Auto Scaling group's size (or turn on managed scaling), and check that its instances join this cluster (ECS_CLUSTER, instance profile, route to ECS)",
  ],
];

/** What needs no instances at all. */
const FARGATE = "or use the launch type FARGATE, which needs no instances";

/** What container instances lack, from a text without white space in lower case. */
export function shortageOf(compact: string): Shortage {
  const [, shortage, remedy] = SHORTAGES.find(([said]) => said.test(compact)) ?? [];
  if (shortage === undefined || remedy === undefined) return {};
  return { shortage, remedy: shortage.includes("GPU") ? remedy : `${remedy}; ${FARGATE}` };
}
