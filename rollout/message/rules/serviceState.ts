// Services and clusters that are not there, or not in the state that a call needs. Wordings follow ECS's API reference; checked 2026-11.

import { PAGE } from "../pages";
import type { Rule } from "../rule";

/** Rules, the most specific first. */
export const SERVICE_STATE_RULES: readonly Rule[] = [
  {
    code: "MISSING",
    weight: "start",
    when: ({ text }) =>
      /arn:aws[\w-]*:ecs:\S{1,300}:missing|"missing"atleastonce|reason[:=]missing\W{1,4}arn/.test(text.compact),
    cause:
      "ECS has no such service, task or container instance in this cluster and Region; stopped tasks are kept for an hour",
    fix: "check the name, the cluster and the Region; pulumi refresh if it was deleted by hand",
    page: PAGE.failureReasons,
  },
  {
    code: "MISSING",
    weight: "start",
    says: ["referencedtaskwasnotfound"],
    cause: "ECS has no such task in this cluster and Region: it stopped more than an hour ago, or never started",
    fix: "check the task's id, the cluster and the Region (aws ecs list-tasks); for a clean-up it is as good as stopped",
    page: PAGE.failureReasons,
  },
  {
    code: "SERVICE_EXISTS",
    weight: "start",
    when: ({ text }) =>
      /notidempotent|servicealreadyexists|(?:aws::ecs::service|aws_ecs_\w{0,20}service).{0,300}alreadyexists|resourcealreadyexists.{0,300}aws_ecs_\w{0,20}service/.test(
        text.compact,
      ),
    cause: "a service of this name is there already, made with other settings",
    fix: "delete or rename the other service, or import it: pulumi import aws:ecs/service:Service NAME CLUSTER/SERVICE",
    page: PAGE.events,
  },
  {
    code: "SERVICE_DRAINING",
    weight: "start",
    says: ["servicenotactive", "servicewasnotactive", "inactiveservice"],
    cause: "the service[[ {service}]] is not active: it was deleted, or is being deleted",
    fix: "check the names of service and cluster, and the Region; wait until it is gone where it still drains, create it, and deploy again; pulumi refresh if it was deleted by hand",
    page: PAGE.events,
  },
  {
    code: "SERVICE_DRAINING",
    weight: "passing",
    says: ["stilldraining", "isdraining"],
    cause: "the service is being deleted, or was deleted",
    fix: "wait until it is gone and deploy again; pulumi refresh if it was deleted by hand",
    page: PAGE.events,
  },
  {
    code: "SERVICE_NOT_FOUND",
    weight: "start",
    says: ["servicenotfound", "noactiveecsservicefound", "servicedoesnotexist"],
    cause: "there is no such service[[ as {service}]] in the cluster[[ {cluster}]] of this Region and account",
    fix: "check the names of service and cluster, the Region and the account (aws ecs list-services --cluster CLUSTER); create the service first, or pulumi refresh if it was deleted by hand",
    page: PAGE.failureReasons,
  },
  {
    code: "CLUSTER_NOT_FOUND",
    weight: "start",
    says: ["clusternotfound", "clusterisinactive", "clusterwasinactive"],
    cause: "the cluster[[ {cluster}]] does not exist in this Region and account, or was deleted",
    fix: "check `cluster.arn`, the Region and the account (aws ecs list-clusters); pulumi refresh if it was deleted by hand",
    page: PAGE.events,
  },
  {
    code: "LONG_ARN_FORMAT",
    weight: "start",
    says: ["newarnandresourceidformatmustbeenabled", "longarnformatmustbe"],
    cause: "the account still uses ECS's old form of ARNs, with which services cannot have tags",
    fix: "opt in: aws ecs put-account-setting-default --name serviceLongArnFormat --value enabled; create a service anew that was made before, or leave its tags away",
    page: PAGE.quotas,
  },
];
