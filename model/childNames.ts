// The names of a component's children, in one table. A released name never changes without an alias: it would replace the resource.

import { quote, type Fault } from "./problems";

/** What Pulumi appends to a logical name to make a physical one: a dash and seven hexadecimal digits. */
const AUTONAME_LENGTH = 8;

/** What follows the component's name in a child's name, and the length that AWS allows its physical name. */
const CHILDREN = {
  key: { suffix: "key" },
  keyAlias: { suffix: "key-alias", maxLength: 256 - "alias/".length },
  secret: { suffix: "secret", maxLength: 512 },
  secretVersion: { suffix: "secret-version" },
  pullThroughSecret: { suffix: "pull-through-secret", maxLength: 512 - "ecr-pullthroughcache/".length },
  pullThroughSecretVersion: { suffix: "pull-through-secret-version" },
  pullThroughTemplate: { suffix: "pull-through-template" },
  pullThroughRule: { suffix: "pull-through" },
  vpc: { suffix: "vpc" },
  securityGroup: { suffix: "security-group", maxLength: 255 },
  endpointSecurityGroup: { suffix: "endpoint-security-group", maxLength: 255 },
  cluster: { suffix: "cluster", maxLength: 255 },
  clusterCapacity: { suffix: "cluster-capacity" },
  sessionKey: { suffix: "session-key" },
  sessionLogGroup: { suffix: "session-logs", maxLength: 512 },
  logGroup: { suffix: "logs", maxLength: 512 },
  executionRole: { suffix: "execution-role", maxLength: 64 },
  executionRoleManagedPolicy: { suffix: "execution-role-managed-policy" },
  executionRolePolicy: { suffix: "execution-role-policy", maxLength: 128 },
  taskRole: { suffix: "task-role", maxLength: 64 },
  taskRolePolicy: { suffix: "task-role-policy", maxLength: 128 },
  fileSystemSecurityGroup: { suffix: "file-system-security-group", maxLength: 255 },
  discoveryNamespace: { suffix: "discovery-namespace" },
  discoveryService: { suffix: "discovery" },
  connectNamespace: { suffix: "connect-namespace" },
  taskDefinition: { suffix: "task" },
  preDeployTaskDefinition: { suffix: "pre-deploy" },
  service: { suffix: "service", maxLength: 255 },
  scalableTarget: { suffix: "scaling" },
  cpuScaling: { suffix: "cpu-scaling", maxLength: 255 },
  memoryScaling: { suffix: "memory-scaling", maxLength: 255 },
  requestScaling: { suffix: "request-scaling", maxLength: 255 },
  alarmTopic: { suffix: "alarms", maxLength: 256 },
  alarmTopicPolicy: { suffix: "alarms-policy" },
  cpuAlarm: { suffix: "cpu-alarm", maxLength: 255 },
  memoryAlarm: { suffix: "memory-alarm", maxLength: 255 },
  runningTasksAlarm: { suffix: "running-tasks-alarm", maxLength: 255 },
  http5xxAlarm: { suffix: "http-5xx-alarm", maxLength: 255 },
  responseTimeAlarm: { suffix: "response-time-alarm", maxLength: 255 },
  unhealthyHostsAlarm: { suffix: "unhealthy-hosts-alarm", maxLength: 255 },
  taskFailures: { suffix: "task-failures", maxLength: 64 },
  serviceFailures: { suffix: "service-failures", maxLength: 64 },
  dashboard: { suffix: "dashboard" },
  scheduleRole: { suffix: "schedule-role", maxLength: 64 },
  scheduleRolePolicy: { suffix: "schedule-role-policy", maxLength: 128 },
  deadLetterQueue: { suffix: "dead-letters", maxLength: 80 },
  reminderRole: { suffix: "reminder-role", maxLength: 64 },
  reminderRolePolicy: { suffix: "reminder-role-policy", maxLength: 128 },
  loadBalancer: { suffix: "lb", maxLength: 32, dashesOnly: true },
  loadBalancerSecurityGroup: { suffix: "lb-security-group", maxLength: 255 },
  targetGroup: { suffix: "tg", maxLength: 32, dashesOnly: true },
  alternateTargetGroup: { suffix: "tg2", maxLength: 32, dashesOnly: true },
  furtherTargetGroup: { suffix: "tg-65535", maxLength: 32, dashesOnly: true }, // the longest: the last part is the port
  webAcl: { suffix: "web-acl" },
  listener: { suffix: "listener" },
  redirectListener: { suffix: "redirect-listener" },
  testListener: { suffix: "test-listener" },
  listenerRule: { suffix: "rule" },
  productionRule: { suffix: "production-rule" },
  testRule: { suffix: "test-rule" },
  certificate: { suffix: "certificate" },
  certificateRecord: { suffix: "certificate-record" },
  certificateValidation: { suffix: "certificate-validation" },
  aliasRecord: { suffix: "alias" },
  aliasRecordIpv6: { suffix: "alias-ipv6" },
  infrastructureRole: { suffix: "infrastructure-role", maxLength: 64 },
  infrastructureRoleManagedPolicy: { suffix: "infrastructure-role-managed-policy" },
  creationTemplate: { suffix: "creation-template" },
  creationRole: { suffix: "creation-role", maxLength: 64 },
  creationRolePolicy: { suffix: "creation-role-policy", maxLength: 128 },
  hardeningKey: { suffix: "hardening-key" },
  logBucket: { suffix: "log-bucket", maxLength: 63 },
  logBucketAccess: { suffix: "log-bucket-access" },
  logBucketVersioning: { suffix: "log-bucket-versioning" },
  logBucketLifecycle: { suffix: "log-bucket-lifecycle" },
  logBucketPolicy: { suffix: "log-bucket-policy" },
  flowLog: { suffix: "flow-log" },
  defaultSecurityGroup: { suffix: "default-security-group" },
  accessAttributes: { suffix: "access-attributes" },
  hookRole: { suffix: "hook-role", maxLength: 64 },
  hookRolePolicy: { suffix: "hook-role-policy", maxLength: 128 },
} as const satisfies Record<string, ChildNaming>;

interface ChildNaming {
  readonly suffix: string;
  readonly maxLength?: number;
  /** Elastic Load Balancing takes no underscore, and keeps names that start with "internal-" for itself. */
  readonly dashesOnly?: boolean;
}

/** The key of a child in the table of names. */
export type ChildKey = keyof typeof CHILDREN;

/** What follows the component's name in the names of all children that the table knows. */
export const CHILD_SUFFIXES: readonly string[] = Object.values(CHILDREN).map(({ suffix }) => suffix);

/** The logical name of a component's child. */
export function childName(component: string, key: ChildKey): string {
  return `${component}-${CHILDREN[key].suffix}`;
}

/** The logical name of one of several children of a kind, told apart by a key that stays: `web-ingress-10.0.0.0-8`. */
export function childNameOf(component: string, kind: string, ...keys: readonly (string | number)[]): string {
  return [component, kind, ...keys.map((key) => String(key).replace(/[^A-Za-z0-9._-]+/g, "-"))].join("-");
}

/**
 * The same for keys that have to stay apart whatever they are: repositories, e-mail addresses. No name of ECR has two dashes in a
 * row, so that two stand for a slash: `shop-repository-cloud--web`.
 */
export function childNameByKey(component: string, kind: string, ...keys: readonly string[]): string {
  return [component, kind, ...(keys.length === 0 ? [] : [keys.join("/").replaceAll("/", "--")])].join("-");
}

/** Says what is wrong with a component's name, given the keys of the children it will have. */
export function checkComponentName(name: string, keys: readonly ChildKey[]): Fault | undefined {
  if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(name))
    return {
      wrong: `${quote(name)} is not a valid name`,
      fix: "start with a letter and use letters, digits, dashes and underscores",
    };
  const namings = keys.map((key): ChildNaming => CHILDREN[key]);
  const isBalanced = namings.some(({ dashesOnly }) => dashesOnly);
  if (isBalanced && name.includes("_"))
    return {
      wrong: `${quote(name)} has an underscore, which the name of a load balancer cannot have`,
      fix: `use dashes: ${quote(name.replace(/_+/g, "-"))}`,
    };
  if (isBalanced && /^internal(-|$)/i.test(name))
    return {
      wrong: `${quote(name)} starts with "internal", which the name of a load balancer cannot`,
      fix: "use another name",
    };
  const limits = namings.flatMap(({ suffix, maxLength }) =>
    maxLength === undefined ? [] : [{ child: suffix, length: maxLength - AUTONAME_LENGTH - suffix.length - 1 }],
  );
  const tightest = limits.reduce((a, b) => (b.length < a.length ? b : a), { child: "", length: Infinity });
  if (name.length <= tightest.length) return undefined;
  return {
    wrong: `${quote(name)} has ${name.length} characters, too many for the name of its ${tightest.child}`,
    fix: `use ${tightest.length} at the most`,
  };
}
