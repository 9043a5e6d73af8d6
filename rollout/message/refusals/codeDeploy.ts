// What CodeDeploy says of deployments to ECS. Wordings follow "Troubleshoot Amazon ECS deployment issues" of its user guide; checked 2026-11.

import { PAGE } from "../pages";
import { refusals } from "../refusal";
import type { Rule } from "../rule";

/** Rules, the most specific first. */
export const CODE_DEPLOY_REFUSALS: readonly Rule[] = refusals(
  { code: "CODE_DEPLOY", page: PAGE.codeDeploy, weight: "passing" },
  [
    [
      /AppSpec file is required, but could not be found in the revision/,
      "CodeDeploy finds no AppSpec file in the revision: it is missing, has another name, or lies in a folder of the artifact",
      "put appspec.yaml (or appspec.yml, .json) at the top of the artifact, or name its path in the deploy action",
    ],
    [
      /timed out while waiting for the replacement task ?set to become healthy(?:\. This time ?out period is (?<minutes>\d{1,4}) minutes)?/,
      "the tasks of the new version did not become healthy within {minutes|60} minutes: they did not start, ended, or failed the load balancer's health check",
      "find out what they failed for: the service's events and stopped tasks (npx ghcr-fargate diagnose); then check the image, its port and the target group's health check",
    ],
    [
      /not in the state deployment ?Successful|Waiter DeploymentSuccessful failed|max wait time for DeploymentSuccessful waiter/,
      "the deployment of CodeDeploy failed or was stopped, or did not end in the time that the tool waits: shifting the traffic and the time until the old tasks are ended count too",
      "see how it stands: aws deploy get-deployment --deployment-id ID; let the tool wait longer (wait-for-minutes of the GitHub action), or shorten the traffic shift and the time until the old tasks are ended; if it failed, read the service's events and stopped tasks: npx ghcr-fargate diagnose",
    ],
    [
      /Transform AWS::CodeDeployBlueGreen failed|AWS::CodeDeploy::BlueGreen Hook matches the expected schema/,
      "CloudFormation cannot read the section Hooks of the template, with which CodeDeploy was to deploy blue/green",
      "write the hook as AWS's page has it: Type AWS::CodeDeploy::BlueGreen, and under Properties ServiceRole, Applications (Target, and ECSAttributes with TaskDefinitions, TaskSets and TrafficRouting), with names of resources and no functions",
    ],
    [
      /timed out while waiting for a notification to continue/,
      "nobody let the deployment shift its traffic within the wait time of the deployment group",
      "continue it in time (aws deploy continue-deployment --deployment-wait-type READY_WAIT), raise the wait time, or reroute traffic immediately",
    ],
    [
      /timed out while waiting for a status callback/,
      "the Lambda function of a hook did not tell CodeDeploy within an hour how it ended",
      "let the function call PutLifecycleEventHookExecutionStatus, and grant its role codedeploy:PutLifecycleEventHookExecutionStatus",
    ],
    [
      /one or more of the lifecycle event validation functions failed/,
      "the Lambda function of a hook in the AppSpec file told CodeDeploy that its test failed",
      "read the log of the function for the test that failed",
    ],
    [
      /Primary ?task ?set target ?group must be behind listener(?: (?<arn>arn:aws[\w-]*:elasticloadbalancing:[\w:/.-]{1,199}[\w/-]))?/,
      "the listener {arn|} (of production or test traffic) does not forward to the target group that the running version uses",
      "let the production and the test listener of the deployment group forward to the target group of the service's primary task set (aws ecs describe-services: taskSets); a listener that Terraform or CloudFormation set back is the usual cause",
    ],
    [
      /Task ?Set <?(?<name>[\w./-]{1,80}?)>? is behind (?<what>prod|test|production)\w{0,6} listener(?: (?<arn>arn:aws[\w-]*:elasticloadbalancing:[\w:/-]{1,200}))?/,
      "CodeDeploy does not find the target group of the task set {name} behind the {what} listener {arn|}: somebody or something changed its rules during or after a deployment",
      "let the listener's rules forward to the target group of the service's primary task set (aws ecs describe-services: taskSets; aws elbv2 describe-rules), one rule for each that the deployment group is to move, and keep Terraform or CloudFormation from setting them back (ignore_changes)",
    ],
    [
      /Revision ?Location must be specified(?<=(?:ecs|task ?def|app ?spec).{0,300})/,
      "the call creates a deployment without saying what to deploy: it has no revision",
      "give the AppSpec file: --revision with revisionType AppSpecContent (or S3), or use aws ecs deploy --codedeploy-appspec, which registers the task definition too",
    ],
    [
      /(?:IAM role|service role) (?<role>arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,128}?|[\w+=,.@/:-]{1,160}?) does not (?:give you permission|have permission).{0,60}AWS service: ?(?:Amazon|AWS)?(?<what>\w{2,40})/,
      "the service role {role} of CodeDeploy may not call {what}",
      "attach AWSCodeDeployRoleForECS to the role {role}, and iam:PassRole for the task's roles",
    ],
    [
      /Should not specify ECS services? parameter for (?<what>\w{2,20}) deployment group|(?:compute ?platform).{0,60}(?:does not match|different from|not valid|invalid)/,
      "the application of the deployment group is not of CodeDeploy's compute platform ECS[[ but {what}]]",
      'create the application anew with the compute platform ECS (--compute-platform ECS; Terraform: compute_platform = "ECS"), and its deployment configuration likewise (CodeDeployDefault.ECSAllAtOnce)',
    ],
    [
      /Only ALB supports gradual traffic routing/,
      "a Network Load Balancer shifts all its traffic at once, and the deployment configuration shifts it bit by bit",
      "use CodeDeployDefault.ECSAllAtOnce, or an Application Load Balancer",
    ],
    [
      /ECS service must be configured for a CODE_DEPLOY deployment controller/,
      "the ECS service of the deployment group has another deployment controller than CODE_DEPLOY",
      "create the service anew with the deployment controller CODE_DEPLOY, or deploy without CodeDeploy (ECS has blue/green deployments too: `deployment.strategy`)",
    ],
    [
      /ECS compute platform must contain a valid pair of target groups/,
      "the deployment group does not name two target groups of one load balancer, which a blue/green deployment needs",
      "give the deployment group a pair of target groups (targetGroupPairInfoList) and the production listener",
    ],
    [
      /deploymentOption value is set to WITH_TRAFFIC_CONTROL, but either no load balancer/,
      "the deployment group has traffic control and no load balancer, or its application is not of the compute platform ECS",
      "create the application with --compute-platform ECS, and give targetGroupPairInfoList",
    ],
    [
      /TaskDefinition logical Id \[(?<name>\w{1,255})\] is the same between initial and final template/,
      "the CloudFormation hook for blue/green deployments finds the same logical id {name} before and after, so it has no green task definition",
      "change what makes the id (the task definition or task set of the hook's template), or deploy with ECS's own blue/green strategy",
    ],
    [
      /INVALID_ECS_SERVICE|ECS service (?:\w{0,100} )?(?:is not|isn't) (?:in an? )?ACTIVE/,
      "the ECS service of the deployment group does not exist, is not ACTIVE, or has another deployment controller than CODE_DEPLOY",
      "check cluster and service of the deployment group, and the service's status and deploymentController: aws ecs describe-services",
    ],
    [
      /Active deployment '?(?<id>d-\w{6,12})'? is already in progress/,
      "the deployment {id} of this deployment group is still under way",
      "wait until it has ended, or stop it: aws deploy stop-deployment --deployment-id {id}",
    ],
    [
      /ECS service cannot be updated due to an unexpected error: ?(?!TaskDefinition is inactive)(?<problem>.{4,200}?)(?=\(Service:|$|Check your ECS)/,
      "CodeDeploy could not update the ECS service: {problem}",
      "correct what ECS names there, in the task definition or the AppSpec file, and deploy again",
    ],
    [
      /(?:replacement|primary|original) ?task ?set.{0,80}(?:fail|not found|could not|cannot|unable|does not exist|timed out|not healthy|unhealthy|inactive)|(?:fail|could not|cannot|unable).{0,60}(?:replacement|primary) ?task ?set/,
      "CodeDeploy could not bring up or exchange the service's task sets",
      "look at the service's task sets, events and stopped tasks (aws ecs describe-services; npx ghcr-fargate diagnose); remove a task set that an aborted deployment left, and deploy again",
    ],
    [
      /AWS::CodeDeploy::BlueGreen failed.{0,200}reference chain.{0,1500}\["(?<name>\w{2,60})"\]/,
      "the hook with which CodeDeploy deploys blue/green cannot read {name} of the template: it does not know all that CloudFormation does",
      "take {name} out, or write it without functions and conditions; or deploy without the hook: `deployment.strategy` has ECS's own blue/green, which needs none",
    ],
    [
      /AWS::CodeDeploy::BlueGreen failed(?: with message)?:? ?(?<problem>.{3,160}?)?(?=END)/,
      "the hook with which CodeDeploy deploys the stack's service blue/green failed, and does not say more than[[ {problem}]]",
      "deploy the stack with a role that CodeDeploy's hook needs (codedeploy:Get*, codedeploy:CreateCloudFormationDeployment), give each target group of the listener's ForwardConfig a Weight, change nothing but the task definition and the task set in one update, and look in CloudTrail for the call that failed",
    ],
  ],
);
