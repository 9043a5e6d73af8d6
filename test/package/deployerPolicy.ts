// The IAM policies that the one who deploys needs, from the list of the calls that an update makes.

/** Calls of AWS by feature, as `elbv2:CreateListener`; "service" is what every service needs. */
export type Calls = Readonly<Record<string, readonly string[]>>;

interface Statement {
  readonly Effect: "Allow";
  readonly Action: string[];
  readonly Resource: string;
  readonly Condition?: Record<string, Record<string, string[]>>;
}

/** Prefixes of IAM that are not the SDK's names of the services. */
const PREFIXES: Readonly<Record<string, string>> = {
  elbv2: "elasticloadbalancing",
  efs: "elasticfilesystem",
  "sso-admin": "sso",
};

/** Calls of S3 whose actions have other names: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html */
const S3_ACTIONS: Readonly<Record<string, string>> = { HeadBucket: "ListBucket", ListObjects: "ListBucket" };

/** What the provider reads and writes of a bucket. The emulator lists all requests about a bucket by one name. */
const OF_BUCKETS = [
  ...["Acl", "CORS", "Location", "Logging", "ObjectLockConfiguration", "Policy", "PublicAccessBlock", "RequestPayment"],
  ...["Tagging", "Versioning", "Website"],
].map((name) => `s3:GetBucket${name}`);
const OF_BUCKETS_TOO = ["Accelerate", "Encryption", "Lifecycle", "Replication"].map(
  (name) => `s3:Get${name}Configuration`,
);
const TO_BUCKETS = [
  ...["s3:DeleteBucketPolicy", "s3:PutBucketPolicy", "s3:PutBucketPublicAccessBlock", "s3:PutBucketTagging"],
  ...["s3:PutBucketVersioning", "s3:PutEncryptionConfiguration", "s3:PutLifecycleConfiguration"],
];

/** What AWS asks for together with a call, and no emulator does. */
const WITH_CALL: Readonly<Record<string, readonly string[]>> = {
  // What an update reads and does where a task fails, or is to be stopped.
  "ecs:UpdateService": ["logs:GetLogEvents"],
  "ecs:RunTask": ["ecs:StopTask"],
  // https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
  "secretsmanager:CreateSecret": ["kms:GenerateDataKey", "kms:Decrypt"],
  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html
  "elasticfilesystem:CreateMountTarget": [
    "ec2:CreateNetworkInterface",
    "ec2:DescribeSubnets",
    "ec2:DescribeNetworkInterfaces",
  ],
  "elasticfilesystem:CreateFileSystem": ["elasticfilesystem:PutBackupPolicy", "elasticfilesystem:DescribeBackupPolicy"],
  "elasticfilesystem:DeleteMountTarget": ["ec2:DeleteNetworkInterface"],
  // https://docs.aws.amazon.com/cloud-map/latest/dg/security_iam_id-based-policy-examples.html
  "servicediscovery:CreatePrivateDnsNamespace": [
    "route53:CreateHostedZone",
    "route53:GetHostedZone",
    "route53:ListHostedZonesByName",
    "ec2:DescribeVpcs",
    "ec2:DescribeRegions",
  ],
  "servicediscovery:DeleteNamespace": ["route53:DeleteHostedZone"],
  "s3:CreateBucket": [...OF_BUCKETS, ...OF_BUCKETS_TOO, ...TO_BUCKETS],
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
  "ec2:CreateFlowLogs": ["logs:CreateLogDelivery", "logs:DeleteLogDelivery"],
  // https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
  "ec2:CreateVpcEndpoint": ["route53:AssociateVPCWithHostedZone"],
};

/** Services that make a role of their own in an account that has none yet, by the call that leads to it. */
const SERVICE_LINKED: Readonly<Record<string, string>> = {
  "ecs:CreateCluster": "ecs.amazonaws.com",
  "elasticloadbalancing:CreateLoadBalancer": "elasticloadbalancing.amazonaws.com",
  "application-autoscaling:RegisterScalableTarget": "ecs.application-autoscaling.amazonaws.com",
  "elasticfilesystem:CreateFileSystem": "elasticfilesystem.amazonaws.com",
};

/** Who takes a role from the deployer, by feature. */
const PASSED_TO: Readonly<Record<string, string>> = {
  service: "ecs-tasks.amazonaws.com",
  "credentials.expiresOn with alarms": "scheduler.amazonaws.com",
  "deployment.strategy": "ecs.amazonaws.com",
  "GhcrFargateTask with schedules": "scheduler.amazonaws.com",
};

/** The action that IAM knows a call by. */
export function actionOf(call: string): string {
  const [service = "", name = ""] = call.split(":");
  return `${PREFIXES[service] ?? service}:${service === "s3" ? (S3_ACTIONS[name] ?? name) : name}`;
}

const READS = /:(?:Describe|Get|List|BatchGet)/;
/** Reads whose answer is a secret, or the key to one. */
const SECRET_READS = ["secretsmanager:GetSecretValue"];

/** The statements of a feature; beyond "service", those that it adds to it. */
export function statementsOf(calls: Calls, feature: string): Statement[] {
  const all = actionsOf(calls[feature] ?? []);
  const base = feature === "service" ? new Set<string>() : actionsOf(calls.service ?? []);
  const added = [...all].filter((action) => !base.has(action)).sort();
  const ofRoles = added.filter((action) => action.startsWith("iam:") && !READS.test(action));
  const reads = added.filter((action) => READS.test(action) && !SECRET_READS.includes(action));
  const writes = added.filter((action) => !ofRoles.includes(action) && !reads.includes(action));
  const passedTo = PASSED_TO[feature];
  const linked = Object.entries(SERVICE_LINKED).flatMap(([action, service]) =>
    added.includes(action) ? [service] : [],
  );
  return [
    allow(reads, "*"),
    allow(writes, "*"),
    allow(
      ofRoles.filter((action) => /Role/.test(action)),
      "arn:aws:iam::*:role/NAME-*",
    ),
    allow(
      ofRoles.filter((action) => !/Role/.test(action)),
      "*",
    ),
    allow(passedTo === undefined ? [] : ["iam:PassRole"], "arn:aws:iam::*:role/NAME-*", {
      StringEquals: { "iam:PassedToService": [passedTo ?? ""] },
    }),
    allow(linked.length === 0 ? [] : ["iam:CreateServiceLinkedRole"], "arn:aws:iam::*:role/aws-service-role/*", {
      StringEquals: { "iam:AWSServiceName": linked },
    }),
  ].filter(({ Action }) => Action.length > 0);
}

function actionsOf(calls: readonly string[]): Set<string> {
  const actions = calls.map(actionOf);
  return new Set([...actions, ...actions.flatMap((action) => WITH_CALL[action] ?? [])]);
}

const allow = (Action: string[], Resource: string, Condition?: Statement["Condition"]): Statement => ({
  Effect: "Allow",
  Action,
  Resource,
  ...(Condition && { Condition }),
});

/** All policies, as the page shows them. */
export function renderPolicies(calls: Calls): string {
  return Object.keys(calls)
    .map((feature) => {
      const policy = { Version: "2012-10-17", Statement: statementsOf(calls, feature) };
      const heading = feature === "service" ? "Every service" : `\`${feature}\``;
      const text = JSON.stringify(policy, undefined, 2);
      const nothing = policy.Statement.length === 0;
      return `## ${heading}\n\n${nothing ? "Nothing more.\n" : `\`\`\`json\n${text}\n\`\`\`\n`}`;
    })
    .join("\n");
}
