// What FireLens's log router (Fluent Bit) says in its own log. Wordings follow Fluent Bit and aws-for-fluent-bit; checked 2026-11.

import { isRouterFailure } from "../fireLens";
import { PAGE } from "../pages";
import type { Rule } from "../rule";
import { words } from "../text";

type Row = readonly [Pick<Rule, "kind" | "says" | "general">, cause: string, fix: string];

const UNREACHABLE = [
  "couldnotconnect",
  "timedout",
  "getaddrinfo",
  "noupstreamconnectionsavailable",
  "connectioninitializationerror",
  "brokenconnection",
  "noconnectionavailable",
  "hostunreachable",
];

const REFUSED = [
  "the destination[[ {output}]] of the log router (Fluent Bit) refuses its credentials",
  "check the key or password in `logs.fireLens` and its secret, and that it belongs to the site or Region of the destination",
] as const;
/** Those that have keys of their own, and not roles of AWS. */
const OTHER_DESTINATIONS = words(`
  [output:datadog [output:splunk [output:newrelic [output:nrlogs [output:loki [output:http [output:logdna [output:gelf [output:azure [output:stackdriver
`);

const ROWS: readonly Row[] = [
  [
    {
      says: [
        "[config]",
        "toinstanceaplugin",
        "configurationfilecontain",
        "errorinline",
        "fluent-bit.conf",
        "unknownsyntax",
        "invalidconfiguration",
        "invalidoption",
        "unknownconfiguration",
        "initializationfailed",
        "cannotinitialize",
        "couldnotopenparsersfile",
        "isnotregistered",
        "missingrequired",
        "mustbeset",
        "isundefined",
      ],
    },
    "the log router (Fluent Bit) does not take its configuration: it names a plugin, section or option that this version does not have, or leaves one out",
    "correct the options of `logs.fireLens` (the name of the output plugin first) or the router's configuration file as the message says, and take a current image of aws-for-fluent-bit",
  ],
  [
    { says: ["fluent.sock", "couldnotbind", "addressalreadyinuse"] },
    "the log router (Fluent Bit) could not open the socket or port at which it takes the containers' log lines",
    "let it run as root (leave its `user` out), keep port 24224 and /var/run free, and run one log router in a task",
  ],
  [
    {
      says: [
        "noavailablecredentials",
        "returnednocredentials",
        "sharedcredentials",
        "failedtogetcredentials",
        "failedtoretrievecredentials",
        "169.254.170.2",
      ],
    },
    "the log router (Fluent Bit) gets no credentials of AWS: the task has no task role",
    "give the task a task role (`taskRole`) that may write to the destination",
  ],
  [{ says: OTHER_DESTINATIONS, kind: ["denied", "credentials"] }, ...REFUSED],
  [
    { kind: "denied" },
    "{caller|the task role}, with which the log router (Fluent Bit) works, may not call {action|what its destination needs}[[ (output {output})]]",
    "grant `{action|the action}` on {resource|the destination} to the task role (`taskRole.arn`), not to the execution role",
  ],
  [{ kind: "credentials" }, ...REFUSED],
  [{ says: ["httpstatus=401", "httpstatus=403"] }, ...REFUSED],
  [
    { kind: "throttled" },
    "the destination[[ {output}]] of the log router (Fluent Bit) limits how much it takes at once; the router tries again",
    "write less, raise the destination's limit (shards, throughput, quota), or send larger batches less often",
  ],
  [
    { kind: "notFound" },
    "the destination[[ {output}]] of the log router (Fluent Bit) does not exist (a log group, stream, bucket or index)",
    "create it in the Region that `logs.fireLens` names, or let the router do so (auto_create_group for CloudWatch Logs)",
  ],
  [
    { says: ["membufoverlimit", "bufferoverlimit", "paused(mem", "overlimit"] },
    "the buffer of the log router (Fluent Bit) is full: its destination takes the log lines more slowly than the containers write them",
    "find out why the destination is slow (the router's [error] lines), raise Mem_Buf_Limit and `memory`, or write less",
  ],
  [
    { kind: ["noRoute", "dns", "tls"] },
    "the log router (Fluent Bit) does not reach its destination {host|}[[ (output {output})]]",
    "check the host and port in `logs.fireLens`, and give the tasks a route to it (NAT gateway, public IP address or VPC endpoint) and a security group that sends there",
  ],
  [
    { says: UNREACHABLE },
    "the log router (Fluent Bit) does not reach its destination {host|}[[ (output {output})]]",
    "check the host and port in `logs.fireLens`, and give the tasks a route to it (NAT gateway, public IP address or VPC endpoint) and a security group that sends there",
  ],
  [
    { general: true },
    "the log router (Fluent Bit) does not deliver its log lines[[ to {output}]]: its destination refuses them, or does not answer",
    "read the router's own [error] lines, which say why; check the options of `logs.fireLens`, the task role's rights and the route to the destination",
  ],
];

/** Rules, the most specific first. */
export const FIRE_LENS_RULES: readonly Rule[] = [
  {
    code: "FIRELENS",
    weight: "start",
    says: ["downloadfirelens"],
    cause: "the agent could not fetch the log router's configuration file from S3",
    fix: "grant `s3:GetObject` on the file and `s3:GetBucketLocation` on its bucket to the role of `executionRole.arn`, give config-file-value as arn:aws:s3:::BUCKET/FILE, and bring the agent up to date; or put the file into the router's image (config-file-type file)",
    page: PAGE.fireLens,
  },
  ...ROWS.map(([conditions, cause, fix]): Rule => ({
    code: "FIRELENS",
    weight: "start",
    ...conditions,
    when: ({ text }) => isRouterFailure(text.compact),
    cause,
    fix,
    page: PAGE.fireLens,
  })),
];
