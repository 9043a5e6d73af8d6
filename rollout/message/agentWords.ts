// What the agents of ECS say: that of a task on Fargate, and that of container instances with what starts it.

import { either } from "./either";

/** What only the agent of a task says: it quotes the errors of its own calls. */
export const AGENT_CALL = new RegExp(
  either([
    /executionresourceretrieval/,
    /fetchingsecretdata/,
    /secrets?fromasm/,
    /secrets?fromssm/,
    /ecrregistryauth/,
    /(?:servicecall|imagemanifest|refpull|inspectimage)hasbeenretried/,
    /loggerargs/,
    /initializeloggingdriver/,
    /efsutils/,
    /downloadenvfiles/,
    /envoy_xds/,
  ]),
);

/** What ecs-init, systemd and Windows say of an agent that ended. */
export const AGENT_STOPPED = new RegExp(
  either([
    /agentexitedwithcode-?[1-9](?<=(?:ecs|elasticcontainerservice).{0,90})/,
    /agentexitedwithcode-?[1-9].{0,200}ecs-?agent/,
    /ecsagentfailedtostart/,
    /(?:couldnot|failedto|cannot)start(?:the)?(?:amazon)?ecsagent/,
    /terminalexitcodereceivedfromagent/,
    /failedtostartservice.{0,12}amazonecs/,
    /failedtostartamazonelasticcontainerservice/,
    /\becs\.service:(?:mainprocessexited|failedwithresult|startrequestrepeated)/,
  ]),
);

/** How the agent of container instances names what it was doing. */
export const AGENT_SUBJECT = new RegExp(
  either([
    /(?:dependencygraph|dockergoclient|(?:asm|ssm|environmentfile|credentialspec|fsxwindowsfileserver|cgroup|firelens)(?:-auth)?(?:secret)?resource|(?:docker|ecr)auth|enimacaddress|containerresourceprovisioning|tas?kcgroupoverride|taskmemoryspecbuilder|startcontainer|taskvolume|volume\[[\w-]+\]):/,
    /executionrolecredentials/,
    /containerorderingdependency/,
    /(?:download|parse|initialize)\w{0,30}env ?files?/,
    /specifiedinenvironmentfile/,
    /inhostgpus/,
    /nvidiagpumanager:/,
    /identitydocumentsignature(?:was|were|is)(?:not|in)valid/,
    /\binactivitytimeexceeded/,
    /credentialsparameter,only/,
    /retrievesecretwithvalue/,
    /missingsecretvalue/,
    /arnformatfortheawssecretsmanagersecret/,
    /providedssmparameter/,
    /resolvevolumemounts/,
    /serviceconnectconfigvalidation/,
    /connectingto[at]cs/,
    /unabletoregisterasacontainerinstance/,
    /couldnotregister:\w{0,40}(?:exception|error)/,
    /instanceregistrationattempt/,
    /errorregisteringattributes/,
    /unabletodiscoverpollendpoint/,
    /module="?[at]cshandler/,
    AGENT_STOPPED,
    /doesnotmatchconfiguredcluster/,
    /instancewithawsssm\.invalidactivation(?<=ecs-?anywhere.{0,1000})/,
    /pausecontainernamespace/,
    /eniattachment(?:has)?(?:already)?(?:timeout|timedout|expired)/,
    /amazon-ecs-volume-plugin/,
    /containerlistfromecs/,
    /(?:retrieve|get|fetch)taskmetadata(?<=(?:ecs|fargate).{0,220})/,
    /nocommandspecified(?<=(?:ecs|fargate).{0,100})/,
    /error(?:transitioning|creating|starting)container\[/,
    /errorgettingvalidcredentials/,
    /unabletodialecs-|(?<!https:.{0,200})lookupecs(?:-\w{1,2})?\.[\w-]{1,40}\.amazonaws\.com/,
    /169\.254\.170\.2\b/,
    /(?:^|\W)taskstoppedat:\d{4}-.{0,200}(?:error|fail|cannot|unable|denied)/,
    /downloadfirelens/,
    /(?:^|:)\W*failedcontainerhealthchecks\W*$|["'`]failedcontainerhealthchecks["'`]/,
    /volumedriver\.\w{3,10}:.{0,300}(?:mount\.nfs|efs|ecs-\w)/, // ECS's own driver, or its names for volumes
  ]),
);
