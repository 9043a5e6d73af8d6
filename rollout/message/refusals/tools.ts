// What tools say of a deployment to ECS in their own words: GitHub's actions, CodePipeline, AWS CDK, AWS Copilot, Terraform. Wordings follow
// their sources and documentation; checked 2026-11.

import { PAGE } from "../pages";
import { refusals } from "../refusal";
import type { Rule } from "../rule";
import { CLOUDFORMATION_REFUSALS } from "./cloudFormation";
import { PROVIDER_REFUSALS } from "./providers";
import { RUNNER_REFUSALS } from "./runners";
import { WAIT_REFUSALS } from "./waits";

/** What GitHub's action says of a service that it cannot update. */
const SERVICE_STATUS: Rule = {
  code: "DEPLOY_TOOL",
  weight: "start",
  words: /Serviceis(?<status>MISSING|INACTIVE|DRAINING)(?![\w-])/d,
  cause: "the service that should be updated does not run in this cluster and Region: it is {status}",
  fix: "check the service, the cluster and the Region; create the service first, or wait until an old one of this name is gone",
  page: PAGE.failureReasons,
};

/** Rules, the most specific first. */
export const TOOL_REFUSALS: readonly Rule[] = [
  SERVICE_STATUS,
  ...refusals({ code: "SERVICE_NOT_FOUND", page: PAGE.failureReasons }, [
    [
      /service\/(?:[\w*-]{1,255}\/)?(?<name>[\w*-]{1,255}?) is MISSING|use 'create' command to create the service '(?<what>[\w-]{1,255}?)' first/,
      "there is no service {name|}{what|} in the cluster and Region that the tool was given",
      "check the names of service and cluster (default where none is given), the Region and the account: aws ecs list-services --cluster CLUSTER; create the service first",
    ],
  ]),
  ...refusals({ code: "DEPLOY_TOOL", page: PAGE.cloudTrail }, [
    [
      /creating ECS (?<what>Task ?Set|Service|Cluster|Task Definition)\W.{0,160}empty (?:output|result)/,
      "Terraform's provider got an empty answer for the {what}, and no reason: it may have been created, or AWS's answer is in the debug log alone",
      "look whether it is there (aws ecs describe-task-sets, describe-services), import or delete it, bring the provider up to date, and read AWS's answer with TF_LOG=debug",
    ],
  ]),
  ...refusals({ code: "DEPLOY_TOOL", page: PAGE.failureReasons }, [
    [
      /No container instances for found tasks/,
      "ecs-cli looks for the container instances of the tasks that it found: tasks on Fargate have none, and tasks that wait for a place have none yet",
      "look at the tasks with aws ecs describe-tasks or npx ghcr-fargate status; bring ecs-cli up to date, which then knows Fargate",
    ],
  ]),
  ...refusals({ code: "DEPLOY_TOOL", page: PAGE.action }, [
    [
      /Unsupported deployment controller: ?ECS(?!\w)/,
      "a fault of this version of the action amazon-ecs-deploy-task-definition: ECS's own controller is supported",
      "use a newer version of the action (@v2), then deploy again",
    ],
  ]),
  ...refusals({ code: "DEPLOY_TOOL", page: PAGE.taskDefinition }, [
    [
      /Invalid task definition: Could not find container definition with matching name/,
      "the task definition file has no container of the name that the action was given (container-name)",
      "give `container-name` as the container is called in the file, or correct the file",
    ],
    [
      /Invalid task definition format: containerDefinitions section is not present/,
      "the task definition file has no list containerDefinitions: it is often the whole answer of describe-task-definition",
      "save only the part below taskDefinition: aws ecs describe-task-definition --query taskDefinition",
    ],
    [
      /aws-actions\/amazon-ecs.{0,3000}Cannot read propert(?:y|ies) (?:of (?:null|undefined) \(reading )?'(?<name>\w{1,60}?)'/,
      "the action cannot read the task definition file: an entry that should have {name} is missing or empty in it",
      "give it a whole task definition (aws ecs describe-task-definition --query taskDefinition), with a list `containerDefinitions` whose entries have a name and an image; the container-name of the action has to be one of them",
    ],
    [
      /Task definition file does not exist:? ?(?<what>[\w./-]{1,200})?/,
      "the file of the task definition ({what|as named in the message}) is not in the workspace",
      "check the path in `task-definition`, and that the checkout or the step which writes it runs before",
    ],
    [
      /image definitions? file (?<what>[\w./-]{1,100}?) contents? (?:is )?invalid JSON/,
      "CodePipeline cannot read {what}: it is not the JSON list of containers that the deploy action expects",
      'write it as [{"name":"CONTAINER","imageUri":"IMAGE"}], with double quotes and all variables replaced (look at the printf of the buildspec), without anything before or after',
    ],
    [
      /Did not find the image definition file (?<what>[\w./-]{1,96}?\.json|[\w./-]{1,100})/,
      "the input artifact of the deploy action has no file {what}",
      "let the build write {what} and name it under artifacts in buildspec.yml, and give the deploy action that artifact",
    ],
    [
      /image definition file (?<what>[\w./-]{1,100}) contains invalid JSON/,
      "{what} is not the JSON that the deploy action takes",
      'write a list: [{"name": "CONTAINER", "imageUri": "IMAGE"}]',
    ],
    [
      /AWS ECS container '?(?<container>[\w./-]{1,255}?)'? does not exist/,
      "the image definitions of the pipeline name the container {container}, which the task definition does not have",
      "give `name` in imagedefinitions.json as the container is called in the task definition",
    ],
    [
      /(?:container name|image definition).{0,80}(?:not found in|does not (?:exist|match)).{0,40}task definition/,
      "the image definitions name a container that the task definition does not have",
      "give `name` in imagedefinitions.json as the container is called in the task definition",
    ],
    [
      /Exception while trying to read the (?<what>task definition|image definition|AppSpec) artifact file from(?: the artifact)?:? ?(?<name>[\w.-]{1,200})?/,
      "the deploy action cannot read the {what} file in the artifact {name|it was given}",
      "check the artifact and file name of the action, that the artifact is below 3 MB, and that the pipeline's role may read the artifact bucket and its KMS key",
    ],
    [
      /Exception while trying to read the image artifact file from(?: the artifact)?:? ?(?<name>[\w-]{1,200})?/,
      "the deploy action for blue/green deployments finds no file imageDetail.json in the artifact {name|it was given}",
      'let the build write imageDetail.json ({"ImageURI": "IMAGE"}) and name it under artifacts in buildspec.yml, or give the action the output of an Amazon ECR source; imagedefinitions.json is for the action "Amazon ECS" without blue/green',
    ],
    [
      /scheduled task, you must provide a rule name/,
      "the job that deploys a scheduled task was not told which rule of Amazon EventBridge starts it",
      "give it the rule's name (rule-name of the CircleCI orb; aws events list-rules)",
    ],
    [
      /jenkins\.plugins\.amazonecs.{0,300}Error in provisioning.{0,600}(?<name>NullPointer|IllegalState|ClassCast|NoSuchMethod|NoClassDefFound)(?:Exception|Error)/,
      "the Jenkins plugin amazon-ecs failed by itself ({name}), before or while it started the task of the agent",
      "bring the plugin and Jenkins up to date; check cluster, Region, credentials, template and number of executors of the cloud in Jenkins' settings, of which one may be empty, and save them anew; if the task ran, let its agent reach Jenkins (URL, tunnel, port of agents) before the time-out",
    ],
    [
      /(?:Timer task .{0,160}? failed|amazonecs\.ECSCloud provision).{0,40}(?<name>NullPointer|Illegal(?:State|Argument)|ClassCast|NoSuchMethod|NoClassDefFound)(?:Exception|Error).{0,900}jenkins\.plugins\.amazonecs/,
      "the Jenkins plugin amazon-ecs failed by itself ({name}), before it started a task",
      "set the number of executors of the cloud to 1 or more, and bring the plugin and Jenkins up to date; check cluster, Region, credentials and template in Jenkins' settings, of which one may be empty, and save them anew",
    ],
    [
      /createServerGroupDescription\.(?<name>[\w.]{2,80}?)\.(?:not\.|empty|missing|invalid|required)/,
      "the deploy stage of Spinnaker has no valid {name}",
      "set {name} in the stage: an image needs a trigger or a Find Image stage before it whose artifact the container is bound to",
    ],
    [
      /(?:Exactly|Only) one of \W{0,3}(?<name>containers?|taskDefinition\w{0,4})\W{1,6}or\W{1,6}(?<what>containers|taskDefinition\w{0,4})\W{0,3} (?:must|can|may|should) be/,
      "the component of awsx needs one of the two, {name} or {what}: it got both or neither",
      "give either {name} or {what}, of which the values are set (an output that is undefined counts as missing)",
    ],
    [
      /provided role does not have sufficient permissions to access (?:ECS|Amazon ECS)/,
      "the role of the pipeline may not deploy to ECS",
      "grant it ecs:DescribeServices, DescribeTaskDefinition, DescribeTasks, ListTasks, RegisterTaskDefinition, TagResource and UpdateService, and iam:PassRole for the task's roles",
    ],
    [
      /Container '(?<container>[\w./-]{1,255}?)' has no mapping for port (?<port>\d{1,5}|undefined)/,
      "the container {container} does not publish port {port}, to which the CDK's load balancer is to send",
      "call addPortMappings with containerPort {port} on it, or name another container and port in loadBalancerTarget",
    ],
    [
      /Port ?Mapping '(?<name>[\w-]{1,64}?)' does not exist on the task definition/,
      "Service Connect of the CDK's service names the port mapping {name}, and no container of the task definition has one of this name",
      "give the container's port mapping the name {name} (portMappings: name), or correct portMappingName",
    ],
    [
      /Cannot specify secret JSON field for a task using the FARGATE launch type/,
      "this old version of the CDK does not let a task on Fargate take one key of a secret, which Fargate has been able to since platform version 1.4.0",
      "bring the CDK (aws-cdk-lib) up to date, or give the whole secret and let the program read the key",
    ],
    [
      /Cluster for this service needs Ec2 capacity/,
      "the CDK's service runs on container instances, and its cluster has none",
      "call addCapacity or addAsgCapacityProvider on the cluster, or use FargateService",
    ],
    [
      /Supplied TaskDefinition is not configured for compatibility with Fargate/,
      "the CDK's FargateService got a task definition that is not made for Fargate",
      "make it with FargateTaskDefinition, or with Compatibility.FARGATE (or EC2_AND_FARGATE)",
    ],
    [
      /(?:task definition must have at least one (?:essential )?container|No containers? (?:was|were) (?:added|defined).{0,40}task ?definition)/,
      "the task definition has no (essential) container",
      "add one (addContainer of the CDK) before the service is made",
    ],
    [
      /(?:ServiceCreateTimeout|stack (?<name>[\w-]{1,128}?) is currently being updated and cannot be deployed to)(?!.{0,3000}circuit ?breaker)/,
      "another deployment of the stack {name|} is under way",
      "wait until it has ended, and deploy again; cancel it in the CloudFormation console if it hangs",
    ],
    [
      /ECR repository not found for service (?<name>[\w-]{1,100}?) in region (?<region>[\w-]{6,20}?) and account/,
      "Copilot finds no repository of Amazon ECR for {name} in {region}: the application's stack set, which makes it, was not brought up to date there, or the repository was deleted",
      "look at the stack set of the application in CloudFormation (operations that failed, stacks that drifted), then run copilot svc init (or job init) for {name} again, and deploy",
    ],
    [
      /(?:describe service|get service) ?(?<name>[\w-]{0,255}?):? no active ECS service found/,
      "the stack has no ECS service that runs: its first deployment failed and was rolled back, or it was deleted",
      "look at the events of its CloudFormation stack for the failure, mend it, and deploy the service again",
    ],
  ]),
  ...CLOUDFORMATION_REFUSALS,
  ...refusals({ code: "DEPLOY_TOOL", page: PAGE.failureReasons }, [
    [
      /Run task failed: ?\[null\]/,
      "the task that the action ran did not end well, and the action prints no reason",
      "read the task's stopped reason, exit code and log (aws ecs describe-tasks; npx ghcr-fargate logs --failed)",
    ],
  ]),
  ...RUNNER_REFUSALS,
  ...WAIT_REFUSALS,
  ...PROVIDER_REFUSALS,
];
