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
    "let the host port be dynamic (0), add an instance for each task, or let the old task stop first (`deployment.minimumHealthyPercent`); ports 22, 2375, 2376 and 51678 to 51680 the agent reserves (ECS_RESERVED_PORTS)",
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

/** What gives an instance an attribute, by the attribute's name. */
const ATTRIBUTES: readonly (readonly [name: RegExp, remedy: string])[] = [
  [
    /docker-plugin\.([\w/.-]{1,80})/,
    "install the Docker plugin $1 on the instances (user data), and restart their agent after it, or use a volume of Amazon EFS or EBS, which needs no plugin",
  ],
  [
    /logging-driver\.(\w{2,20})/,
    "allow the log driver $1 on the instances (ECS_AVAILABLE_LOGGING_DRIVERS), or use awslogs",
  ],
  [
    /task-iam-role/,
    "let the instances give tasks their roles (ECS_ENABLE_TASK_IAM_ROLE=true), and bring their agent up to date",
  ],
  [
    /execution-role-awslogs/,
    "let the log driver use the execution role (ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE=true), and bring the agent up to date",
  ],
  [
    /task-eni|\beni\b/,
    "use instances, an AMI and an agent with network interfaces for tasks (awsvpc), or another network mode",
  ],
  [
    /cpu-architecture|x86_64|arm64/,
    "use instances of the processor that the task definition names, or build the image for theirs",
  ],
];

/** The attribute that a message names, where it names one. */
function remedyForAttribute(compact: string): readonly [attribute: string, remedy: string] | undefined {
  const [attribute] =
    /(?:com\.amazonaws\.)?ecs\.(?:capability|cpu-architecture|os-type)[\w./-]{0,120}/.exec(compact) ?? [];
  if (attribute === undefined) return undefined;
  for (const [name, remedy] of ATTRIBUTES) {
    const found = name.exec(attribute);
    if (found !== null) return [attribute, remedy.replace("$1", found[1] ?? "")];
  }
  return [
    attribute,
    "bring the instances' AMI and agent up to date, or take out of the task definition what asks for it",
  ];
}

/** What needs no instances at all. */
const FARGATE = "or use the launch type FARGATE, which needs no instances";

/** What container instances lack, from a text without white space in lower case. */
export function shortageOf(compact: string): Shortage {
  const [, shortage, remedy] = SHORTAGES.find(([said]) => said.test(compact)) ?? [];
  if (shortage === undefined || remedy === undefined) return {};
  const named = shortage.includes("attribute") ? remedyForAttribute(compact) : undefined;
  if (named !== undefined)
    return {
      shortage: `they lack the attribute ${named[0]}, which the task definition asks for`,
      remedy: `${named[1]}; ${FARGATE}`,
    };
  return { shortage, remedy: shortage.includes("GPU") ? remedy : `${remedy}; ${FARGATE}` };
}
