// How far a task or a deployment had come.

import type { Facts } from "./facts";
import type { MessageForm } from "./form";
import { isLogMentioned } from "./logs";
import { words, type MessageText } from "./text";

/** The stages of a task's start and life, and of a deployment. */
export type Stage =
  | "call"
  | "role"
  | "placement"
  | "quota"
  | "networkInterface"
  | "registryCredentials"
  | "secret"
  | "parameter"
  | "environmentFile"
  | "pull"
  | "logDriver"
  | "volume"
  | "start"
  | "containerHealth"
  | "targetHealth"
  | "serviceConnect"
  | "exit"
  | "interruption"
  | "deployment";

/** Phrases without white space, in lower case. The first stage that has one wins: what comes first in a start stands last. */
const PHRASES: readonly (readonly [Stage, readonly string[]])[] = [
  ["interruption", ["hostec2(instance", "hostec2terminated", "hostec2stopped"]],
  ["exit", ["outofmemoryerror:containerkilled"]],
  ["pull", ["descriptormatchingplatform"]],
  [
    "serviceConnect",
    words(`
      serviceconnectconfigvalidation appnetagent envoyreadiness serviceconnectproxy envoyproxy envoy_xds
      envoycontainer
    `),
  ],
  [
    "role",
    words(`
      unabletoassume assumetherole trustrelationship iam:passrole servicelinkedrole roleisnotvalid invalidrole
      failedtoassume notauthorizedtoperform:sts: assumerole
    `),
  ],
  [
    "quota",
    words(`
      reachedthelimit aboveyourlimit limitonthenumber concurrently servicequota vcpulimit servicelimitexceeded
      limitexceededexception quotaexceeded instancecountexceeded
    `),
  ],
  [
    "environmentFile",
    words(`
      downloadenv inenvironmentfile environmentfilearn envfiles: parsebucketandkey
    `),
  ],
  [
    "networkInterface",
    words(`
      containernetworkingerror containernetworking cniplugin configureeni regulareni brancheni netplugin
      enoughfreeaddresses freeaddresses eniprovisioning assignpublicip invalidsubnet thesubnetid securitygroupsg-
      securitygroup'sg- securitygroupinformation invalidgroup notinthesamevpc enilimitexceeded privateipaddress
      pausecontainernamespace vethpair trunkeni initializetasknetwork configuretasknetwork networknamespace enimac
      taskeni networkinterfaceprovisioning createnetworkinterface createanetworkinterface attachnetworkinterface
      thenetworkinterface: tagthenetworkinterface networkinterfacelimit unexpectedec2error networkinterfacecould
      networkinterfacefail eniattachment preparingnetworkinterface
    `),
  ],
  [
    "targetHealth",
    words(`
      elbhealthcheck isunhealthydueto(reason isunhealthy(reason unhealthyin(elb unhealthythreshold unhealthyintarget
      nothealthyintarget unhealthyin(target healthyinthetarget registertarget healthchecksfailedwiththesecodes
      (reasonhealthchecksfailed target.failedhealthchecks target.responsecodemismatch target.timeout
      deregistertarget describetargethealth
    `),
  ],
  [
    "containerHealth",
    words(`
      duetoanunhealthystatus failedhealthcheck containerdidnotbecomehealthy failedcontainerhealthcheck
      passthecontainerhealthcheck passcontainerhealthcheck containerhealthchecksfail containerhealthcheckfail
    `),
  ],
  [
    "registryCredentials",
    words(`
      registryauthfromasm registryauthfromaws registryauthfromsecrets asmfetching
    `),
  ],
  [
    "parameter",
    words(`
      fromssm ssmsecretresource ssmparameter: invalidssmparameters arn:aws:ssm: ssm:getparameter parameternotfound operationerrorssm
      taskandawssystemsmanager fromawssystemsmanager inparameterstore
    `),
  ],
  [
    "logDriver",
    words(`
      loggerargs loggingdriver loggroup logdriver logstream awslogs logs:create logs:put cloudwatchlog
      amazoncloudwatch createlogger
    `),
  ],
  [
    "volume",
    words(`
      efsutils efsdns efsmount .efs. mountefs forefs mount.nfs mounttarget filesystemid elasticfilesystem
      failedtomount cannotcreatevolume amazon-ecs-volume-plugin volumedriver volumeattachment
      ephemeralstorageprovisioning infrastructurerole setuptheebsvolume attachebsvolume attachtheebsvolume
      ebsvolumeattach createebsvolume createtheebsvolume ebsvolumecould ebsvolumefail ebsvolumeconfiguration
    `),
  ],
  [
    "secret",
    words(`
      containjsonkey asmsecretresource asmresource asm-authresource retrievesecretwithvalue missingsecretvalue credentialsparameter
      secretfromasm secretsfromasm secretsfromaws fetchsecret retrievesecret secretdata getsecretvalue
      unexpectedarnformat pullsecretsorregistryauth:accessdenied onsecretsmanager secretsmanagercan't
      fromsecretsmanager operationerrorsecretsmanager taskandawssecretsmanager
    `),
  ],
  [
    "pull",
    words(`
      cannotpull resolveref refpull pullimage inspectimage ecrregistryauth imagereference referenceformat
      operationerrorecr ecr: pullcommand can'tpulltheimage cannotpulltheimage dockerauth ecrauth fromecr api.ecr.
      whilepullingimage manifestfor pullregistryauth getregistryauth toomanyrequests: amazonecr normalizeimage
      descriptormatching extractlayer pullaccessdenied getimageblob pullingcontainer transition:pull
    `),
  ],
  [
    "secret",
    words(`
      pullsecrets fetchsecret doesnotexistorhasnovalue
    `),
  ],
  [
    "interruption",
    words(`
      spottaskwasinterrupted spotinterruption terminationnotice hostec2 scheduledforretirement performingmaintenance
      scheduledretirement platformmaintenance maintenanceonthe
    `),
  ],
  [
    "start",
    words(`
      cannotstart cannotcreate ociruntime runccreate runcrun runcinit runcdid runc: containerruntimeerror containerruntimetimeout
      containerruntimetask
      startingcontainerprocess execformaterror standard_init transitiontorunning transitiontoinspect
      transitiontocreated dockertimeout dockerstate failedtostartbefore executablefilenotfound getcontainerstatus
      cannotinspect cannotdescribe cgroup hostconfigerror dockerclientconfig containervanished impossiblestate
      nocommandspecified docker.sock:connect connecttodockerdaemon linktoanonrunningcontainer orderingdependency taskdependency dependenciesfailed transitioningcontainer[
    `),
  ],
  [
    "exit",
    words(`
      essentialcontainer taskstateerror exitedwith outofmemory memoryusage cannotstop transitiontostopped
    `),
  ],
  [
    "placement",
    words(`
      task_placement_failure task_start_impaired task_configuration_failure unabletoplace failedtolaunch capacity
      containerinstance unabletoconsistentlystart placement
    `),
  ],
  [
    "deployment",
    words(`
      deploymentfailed rollingback rolledback circuitbreaker servicesstable throttled deployment steadystate
      servicestable taskset stabiliz alarm
    `),
  ],
];

/** What a refused call can be about. It never comes to a task: its words on health checks or secrets are about settings. */
const OF_CALLS: ReadonlySet<Stage> = new Set(["role", "quota", "networkInterface", "logDriver"]);
/** What ECS calls for a task. */
const TASK_ACTION = /^(?:ecr|secretsmanager|ssm|kms|logs|s3|elasticfilesystem):/;
const DEPLOYMENT_REFUSED =
  /deploymentcircuitbreaker|servicedeploymentrolledback|deploymentecs-svc|deploymentfailed|rolledback|rollingback/;

/** The program itself did not start, which says more than that its container ended. */
const EXEC_FAILED =
  /(?:^|[\s|"'`:])exec(?: user process caused| \S{1,200}):? "?(?:exec format error|no such file|permission denied|operation not permitted|not found|input\/output error|is a directory)/i;

/** How CloudFormation tells of a failed deployment, whatever a tool lists beside it. */
const BREAKER = /duringoperation\W{0,3}ecsdeploymentcircuitbreaker/;

/** What the container runtime says before a program runs. */
const OF_RUNTIME =
  /ociruntime|runc(?:create|run|init|did|:)|startcontainerprocess|startingcontainerprocess|execformaterror|shimtask/;

/** Whose health check failed, where a text does not use ECS's own words for it. */
const OF_CONTAINER = /containers?healthcheck|containerdidnotbecome|unhealthystatus/;
const OF_BALANCER = /target-?groupport|target-?grouphealth|(?:load-?balancer|\balb)(?:'s)?healthcheck/;

/** Finds the stage. */
export function stageOf(
  { compact, line }: MessageText,
  form: MessageForm,
  { exitCode, action, image, program }: Facts,
): Stage | undefined {
  if (
    form === "apiError" &&
    action !== undefined &&
    /^(?:ecs|elasticloadbalancing|ec2|iam:Create|application-autoscaling|servicediscovery|cloudformation):?/i.test(
      action,
    )
  )
    return action.toLowerCase() === "iam:passrole" ? "role" : "call";
  if (form === "apiError" && BREAKER.test(compact)) return "deployment";
  if (form !== "apiError" && EXEC_FAILED.test(line)) return "start";
  if (form === "containerExit" && exitCode !== undefined && !OF_RUNTIME.test(compact)) return "exit";
  const found = PHRASES.find(
    ([stage, phrases]) =>
      !(stage === "logDriver" && isLogMentioned(compact)) &&
      (form !== "apiError" || OF_CALLS.has(stage) || TASK_ACTION.test(action ?? "")) &&
      phrases.some((phrase) => compact.includes(phrase)),
  )?.[0];
  if (found === "containerHealth" && !OF_CONTAINER.test(compact) && OF_BALANCER.test(compact)) return "targetHealth";
  if (found !== undefined) return found;
  if (form === "apiError") return DEPLOYMENT_REFUSED.test(compact) ? "deployment" : "call";
  if (exitCode !== undefined) return "exit";
  if (image !== undefined) return "pull";
  if (form === "containerExit" && program !== undefined) return "exit";
  return undefined;
}
