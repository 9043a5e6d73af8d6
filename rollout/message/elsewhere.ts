// What other systems say that run containers too.

import { either } from "./either";

/** Words of other systems that pull images, run containers and check health too. */
export const ELSEWHERE = new RegExp(
  "\\b" +
    either([
      /kubelet/,
      /default-scheduler/,
      /FailedScheduling/,
      /CrashLoopBackOff/,
      /ImagePullBackOff/,
      /ErrImagePull/,
      /OOMKilled/,
      /BackOff restarting/,
      /FailedMount/,
      /FailedCreatePodSandBox/,
      /in pod \S+/,
      /pod sandbox/,
      /pod\/[\w-]+/,
      /last state: +(?:terminated|waiting)/,
      /reason: +(?:StartError|ContainerCannotRun|Error\b)/,
      /failed to create containerd task/,
      /failed to create container\(\w+\) on containerd/,
      /rpc error: code =/,
      /failed to solve/,
      /execing command in container/,
      /failed to exec in container/,
      /buildkit/,
      /RUN \/bin\/sh/,
      /returned a non-zero code/,
      /failed to build/,
      /aws ssm start-session(?! (?:--\S{2,20}(?: (?!ecs:)\S{1,60})? )?--target ["']?ecs:)/,
      /npm ERR!/,
      /docker-compose(?<!\becs-cli\b.{0,400})(?!.{0,400}\becs-cli\b)/,
      /kubectl/,
      /helm upgrade/,
      /nomad/,
      /pod=[\w-]+/,
      /systemd\[/,
      /docker-modem/,
      /azurerm/,
      /OCI runtime exec failed(?=.{0,200}\/__e\/)/, // of runners of GitHub Actions
      /google_cloud_run/,
      /heroku\[/,
    ]),
  "i",
);

/** What runs containers of its own on AWS, with the codes and sentences of ECS: SageMaker, App Runner, and EKS with its pods on Fargate. */
export const OTHER_SERVICE = new RegExp(
  either([
    /\bdocker run <image> serve\b/,
    /\bsagemaker endpoint\b|\bml\.[a-z]\d\w{0,4}\.\d{0,2}x?large\b/,
    /\[AppRunner\]/,
    /\bApp Runner service\b/,
    /\bService status is set to [A-Z_]+/,
    /\bapprunner\.ya?ml\b/,
    /\b(?:kubelet|(?:default|fargate)-scheduler|FailedScheduling|FailedCreatePodSandBox)\b/,
    /^(?!.*\bECS\b).*(?:\bFargate EKS\b|\bEKS (?:on )?Fargate\b)/,
    /\bkarpenter\b|\bnomad\[\d|^(?!.*\bECS\b).*\bkubectl\b/,
    /\bipamd\b|\baws-node\b|\bENIConfig\b|\bIP\/Prefix addresses\b|\bIP pool stats\b|\bFailed to CreateNetworkInterface\b/,
    /\bcontroller\.provisioner\b/,
    /\bProcess \w+ has been unhealthy for\b/, // of Elastic Beanstalk
    /not authorized to perform: ?ecr:(?:InitiateLayerUpload|UploadLayerPart|CompleteLayerUpload|PutImage)\b/, // of who pushes
    /^(?!.*\b(?:ECS|Fargate|[Tt]asks?)\b).*\b(?:EB environment|Elastic Beanstalk)\b/,
    /^docker: (?:Error response from daemon|unknown|open|invalid)/,
    /^(?!.*\becs-).*\bHandler for (?:POST|GET) \/v1\.\d{2}\/containers/,
    /^(?!.*\b(?:ECS|Fargate)\b).*\blightsail\b/,
    /\bBUILD_CONTAINER_UNABLE_TO_PULL_IMAGE\b(?!.*\btoomanyrequests\b)/, // of CodeBuild, with its own role
    /\b(?:aliyun|aliyuncs|alicloud|alibaba)\b/,
    /^\W{0,4}[\d.:a-f]{7,39} \S{1,60} \S{1,60} \[\S{10,40}(?: [+-]\d{4})?\] "[A-Z]{3,7} \//, // of a web server
    /\bibmcloud\b|\bgcloud[. ]run\b|\bCloud Run service\b|\baz container\b|\bflyctl\b/,
    /^(?!.*\b(?:ECS|Fargate)\b).*\b(?:in|on|to) (?:kubernetes|k8s|minikube|openshift)\b/,
    /^(?!.*\bAWS::ECS::).*\bAWS::(?:AppRunner|EKS|SageMaker)::/,
  ]),
  "i",
);

/** The same words on a terminal, of a container that somebody runs at home. */
export const LOCAL_DOCKER = new RegExp(
  either([
    /^\W{0,4}(?:docker|podman|nerdctl|ctr|colima): /,
    /^\W{0,4}(?:docker|podman|nerdctl|pouch|finch) (?:run|start|exec|pull) (?!.{0,1000}(?:\bECS\b|fargate))/,
    /^\W{0,4}error response from daemon/,
    /^\W{0,4}error: for \S{1,80} +cannot (?:start|create) (?:service|container)/,
    /(?<![\w-])(?:docker|podman): error response from daemon/,
  ]),
  "i",
);

/** Whether a text speaks of another system or service, or of a container at home. */
export function isElsewhere(line: string): boolean {
  return [ELSEWHERE, OTHER_SERVICE, LOCAL_DOCKER].some((words) => words.test(line));
}
