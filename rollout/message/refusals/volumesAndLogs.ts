// What ECS refuses in the volumes and log drivers of a task definition. Wordings follow ECS's API; checked 2026-11.

import { PAGE } from "../pages";
import { refusals } from "../refusal";
import type { Rule } from "../rule";

/** Rules, the most specific first. */
export const VOLUME_AND_LOG_REFUSALS: readonly Rule[] = [
  ...refusals({ code: "VOLUME_SETTING", page: PAGE.efs }, [
    [
      /Volumes? \[(?<name>[\w, -]{1,255})\] (?:is|are) not referenced by any/,
      "the volume {name} is declared, and no container mounts it",
      "mount {name} in a container, or take it out of `volumes`",
    ],
    [
      /Invalid 'volumesFrom' setting\. Unknown container: '(?<name>[\w-]{1,255}?)'/,
      "a container takes the volumes of {name}, which the task definition does not have",
      "name a container of the same task definition in volumesFrom",
    ],
    [
      /only one volume configuration type should be used/,
      "a volume of the task definition is of two kinds at once: it has more than one of host, dockerVolumeConfiguration, efsVolumeConfiguration and the like",
      "leave one of them, for EFS efsVolumeConfiguration alone (take out `host` or its host_path)",
    ],
    [
      /root ?directory must either be (?:set to "?\/"? or be )?omitted|using an EFS access point, the root directory/,
      "an EFS volume has both an access point and a root directory: the access point has its own",
      "leave `rootDirectory` out where `accessPointId` is set, or set it to /",
    ],
    [
      /EFS IAM authorization requires Transit ?Encryption|Transit ?EncryptionPort requires|transit encryption must be enabled/,
      "an EFS volume uses IAM authorization, an access point or an encryption port without encryption in transit",
      "enable transit encryption for the volume (transitEncryption ENABLED)",
    ],
    [
      /volume configuration was invalid for volume '?(?<name>[\w-]{1,255}?)'?\. ?Encountered '?(?<code>\w{3,80}?)'? error from AmazonEC2: ?"?(?<problem>.{3,160}?)(?="|END)/,
      "Amazon EC2 does not take the settings of the EBS volume {name} ({code}): {problem}",
      "correct the volume's settings as the message says: type, size, IOPS, throughput, snapshot and key have to exist in the Region and in the zones of `network.subnetIds`",
    ],
    [
      /volume name '(?<name>[\w-]{1,255}?)' in your request does not have a matching volume/,
      "the service or task configures the volume {name}, which the task definition does not declare",
      "declare {name} in the task definition's volumes with configuredAtLaunch true, or correct the name",
    ],
    [
      /volume.{0,80}configured ?at ?launch.{0,80}(?:must|requires?|missing|no volume configuration)/,
      "a volume of the task definition is configured at launch, and the service or task gives no configuration for it",
      "give volumeConfigurations for it, or take configuredAtLaunch out of the task definition",
    ],
  ]),
  ...refusals({ code: "VOLUME_SETTING", page: PAGE.efs, form: "apiError" }, [
    [
      /Unknown volume '(?<name>[\w-]{1,255}?)'/,
      "a container mounts the volume {name}, which the task definition does not declare",
      "declare {name} in `volumes`, or correct `sourceVolume` of the mount",
    ],
  ]),
  ...refusals({ code: "LOG_OPTIONS", page: PAGE.logs }, [
    [
      /Log driver (?<driver>[\w-]{3,40}?) option '?(?<name>[\w.-]{1,100}?)'? should not be null or empty/,
      "the option {name} of the log driver {driver} is empty",
      "give {name} a value, and find out why the variable that should fill it is empty; the log group of awslogs-group has to exist, or awslogs-create-group has to be set",
    ],
    [
      /(?<what>(?:awslogs|splunk|gelf|fluentd|syslog|logentries)-[\w-]{2,40}) is required/,
      "the log driver of a container lacks one of its options, {what}",
      "set {what} in the container's log options (awslogs-region: the Region of the log group), or leave `logs.driver` unset, so that a log group and its options are created",
    ],
    [
      /Log driver (?<driver>[\w-]{2,20}) requires options?: ?(?<what>[\w, -]{2,160}?)(?=END)/,
      "the log driver {driver} of a container lacks its options {what}",
      "set {what} in the container's log options, or leave `logs.driver` unset, so that a log group and its options are created",
    ],
    [
      /Log driver (?<driver>[\w-]{2,20}) disallows options?: ?(?<what>[\w, -]{2,160}?)(?=END)/,
      "the log driver {driver} of a container has no options {what}",
      "take {what} out of the container's log options",
    ],
    [
      /Log driver (?<driver>[\w-]{2,20}) option '(?<what>[\w-]{2,60})' (?:contains invalid|is invalid|must)/,
      "the option {what} of the log driver {driver} has a value that is not allowed, such as a placeholder or output that was not filled in",
      "correct {what} in the container's log options: names of log groups have letters, digits and _ - / . # alone",
    ],
    [
      /The (?<what>[\w-]{1,40}) mode specified for log configuration options is invalid/,
      "ECS does not take {what} for the option `mode` of the log driver",
      "leave `mode` out, or set non-blocking (with max-buffer-size)",
    ],
    [
      /'user' field is specified on firelens container/,
      "the log router (firelensConfiguration) is to run as another user than root, with which it cannot take the log lines",
      "take `user` out of the log router, or set it to 0",
    ],
    [
      /firelensConfiguration object is specified, at least one container has to be configured with the awsfirelens log driver/,
      "the task definition has a log router (firelensConfiguration), and no container sends its log to it",
      "set the log driver awsfirelens for the containers whose log it should get, or take the router out; `logs.fireLens` sets both",
    ],
    [
      /awsfirelens.{0,100}(?:firelensConfiguration|fire ?lens configuration|log router)/,
      "a container has the log driver awsfirelens, and the task definition has no log router for it",
      "add a container with firelensConfiguration (such as aws-for-fluent-bit), or use awslogs; `logs.fireLens` sets both",
    ],
  ]),
];
