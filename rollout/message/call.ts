// An error of a call to AWS, whichever tool wrapped it: the AWS CLI and boto3, the SDKs for Go, Java and JavaScript, CloudFormation,
// Terraform, Pulumi, or a tool that checks the parameters before it calls.

import { either } from "./either";
import { positionInLine, type MessageText } from "./text";

/** What a refused call says. */
export interface CallError {
  /** The AWS service as the wrapper names it: `ECS`, `AmazonECS`, `EKS`. */
  readonly service?: string;
  /** `CreateService`. */
  readonly operation?: string;
  /** `InvalidParameterException`. */
  readonly code?: string;
  readonly status?: number;
  /** What AWS says against the call, without the wrapper. */
  readonly message?: string;
}

// All patterns are for texts without white space: a terminal may have wrapped them anywhere.

/** `An error occurred (CODE) when calling the OPERATION operation: ...`. */
const PYTHON = /\((\w{3,60})\)whencallingthe(\w{1,60})operation(?:\(reachedmaxretries:\d{1,4}\))?:?/;
/** `operation error SERVICE: OPERATION, https response error StatusCode: 400, RequestID: ..., CODE: ...`. */
const GO =
  /operationerror(\w{2,40}):(\w{2,60}),(?:exceededmaximumnumberofattempts,?\d{0,3},)?(?:httpsresponseerrorStatusCode:(\d{1,3}),RequestID:[^,]{0,80},)?(?:apierror)?(?:([A-Z]\w{2,60}(?:Exception|Error|Fault|Denied|NotFound)):)?/;
/** `... (Service: AmazonECS; Status Code: 400; Error Code: CODE; ...)`. */
const JAVA = /\(Service:(?:Aws|Amazon)?(\w{2,40})[;,]StatusCode:(\d{1,3})(?:[;,]ErrorCode:(\w{3,60}))?/;
/** `Service:AmazonECS, Code:CODE, Message:...`, of Elastic Beanstalk and CloudFormation. */
const LISTED = /Service:(?:Aws|Amazon)?(\w{2,40}),Code:(\w{3,60}),Message:/;
/** `CODE: ...`, of Terraform and the SDK for JavaScript. */
const BARE =
  /([A-Z][a-z]\w{1,60}(?:Exception|NotFound|Fault)|AccessDenied|Throttling|ServerError|InvalidClientTokenId|ExpiredToken):|(SerializationException)/;
/** Exceptions that programs throw, and other services. */
const OF_PROGRAMS =
  /^(?:Elastic[Ss]earch|Open[Ss]earch|Sql|SQL|Mongo|Redis|Kafka|Runtime|NullPointer|Illegal\w+|IO|Http\w*|Socket\w*|Timeout|Bean\w*|Class\w*|Json\w*|NoSuch\w+|InvalidOperation|Argument\w*)Exception$/;
/** The same, where a tool names the operation in its own words. */
const CALLING = /(?:calling|invoking|in|during)(?:the)?(?:ecs[:.]?)?([A-Z][a-z]+[A-Z]\w{3,40}?)(?=operation|\(|:|,|$)/;
/** Of the GitHub action, which leaves the code out. */
const ACTION = /Failedtoregistertaskdefinition(?:inECS)?:(?!Unexpectedkey)/;
/** Of CloudFormation, where what follows AWS's words was not copied. */
const HANDLER =
  /Invalidrequestprovided:(?:(?:Create|Update|Delete)(?:TaskDefinition|Service|Cluster|CapacityProvider)(?:error|InvalidRequest)?:)?/;
/** What a client finds before it calls. */
const CLIENT = new RegExp(
  either([
    /Unknownparameterin/,
    /Missingrequiredparameterin/,
    /missingrequiredfield,(?:\w{0,40}(?:Task|Service|Cluster|CapacityProvider)\w{0,40})Input\./,
    /Invalid(?:type|length|range)forparameter/,
    /Unexpectedkey'/,
    /Missingrequiredkey'/,
    /UnexpectedParameter/,
    /Unrecognizedcollectiontype/,
  ]),
);

/** Reads the error of a call; undefined where nothing looks like one. */
export function readCall(text: MessageText): CallError | undefined {
  const after = (found: RegExpExecArray) => said(text, found.index + found[0].length);
  const python = PYTHON.exec(text.dense);
  if (python !== null) return { code: python[1], operation: python[2], ...after(python) };
  const go = GO.exec(text.dense);
  if (go !== null)
    return { service: go[1], operation: go[2], ...status(go[3]), ...(go[4] && { code: go[4] }), ...after(go) };
  const java = JAVA.exec(text.dense);
  if (java !== null) {
    const end = positionInLine(text, java.index);
    return {
      service: java[1],
      ...status(java[2]),
      ...(java[3] && { code: java[3] }),
      ...clean(lastSentence(text.line.slice(Math.max(0, end - 400), end))),
    };
  }
  const listed = LISTED.exec(text.dense);
  if (listed !== null) return { service: listed[1], code: listed[2], ...after(listed) };
  const action = ACTION.exec(text.dense);
  if (action !== null) return { operation: "RegisterTaskDefinition", ...after(action) };
  const client = CLIENT.exec(text.dense);
  if (client !== null) {
    const operation = /,(\w{3,60})Input\.$/.exec(client[0])?.[1];
    return { code: "ParamValidationError", ...(operation && { operation }), ...said(text, client.index) };
  }
  const bare = BARE.exec(text.dense);
  if (bare !== null && !OF_PROGRAMS.test(bare[1] ?? "")) {
    const operation = CALLING.exec(text.dense)?.[1];
    return { code: bare[1] ?? bare[2], ...(isEcsOperation(operation) && { operation }), ...after(bare) };
  }
  const handler = HANDLER.exec(text.dense);
  return handler === null ? undefined : after(handler);
}

/** Operations of ECS's API, as far as no other service that deploys containers has the same. */
const ECS_OPERATION = new RegExp(
  "^" +
    either([
      /(?:Create|Update|Delete|Describe|List)(?:Service(?:s|Revisions|Deployments)?|TaskSets?|Tasks?|CapacityProviders?|Clusters|TaskDefinitions?)/,
      /(?:Register|Deregister|Describe)TaskDefinition/,
      /(?:Deregister|List|Describe|Update)ContainerInstances?(?:State)?/,
      /(?:Create|Update|Delete|Describe)ExpressGatewayService/,
      /(?:Update|Get)TaskProtection/,
      /DeleteTaskDefinitions/,
      /UpdateContainerAgent/,
      /UpdateClusterSettings/,
      /RunTask/,
      /StartTask/,
      /StopTask/,
      /ExecuteCommand/,
      /StopServiceDeployment/,
      /ContinueServiceDeployment/,
      /PutClusterCapacityProviders/,
      /PutAccountSetting\w*/,
      /UpdateServicePrimaryTaskSet/,
    ]) +
    "$",
);
/** Whether it is an operation of ECS's API. */
export function isEcsOperation(operation: string | undefined): boolean {
  return operation !== undefined && ECS_OPERATION.test(operation);
}

/** Codes that only ECS has. */
const ECS_CODE = new RegExp(
  "^" +
    either([
      /Platform\w+Exception/,
      /Service(?:NotActive|NotFound)Exception/,
      /ClusterNotFoundException/,
      /ClusterContains\w+Exception/,
      /TargetNot(?:Connected|Found)Exception/,
      /TaskSetNotFoundException/,
      /UnsupportedFeatureException/,
      /BlockedException/,
      /NamespaceNotFoundException/,
      /ServiceDeploymentNotFoundException/,
    ]) +
    "$",
);
/** Of App Runner, which has operations of the same names. */
const OF_APP_RUNNER = "InvalidRequestException";
/** Codes that others have too: other services of AWS, and clients of any server. */
const OF_MANY = /^(?:InvalidParameter|Client)Exception$/;
/** Services that take part in a deployment: their errors count where ECS is named too. */
const BESIDE_ECS =
  /^(?:ElasticLoadBalancing(?:v2)?|EC2|IAM|STS|ECR|SSM|SecretsManager|KMS|CloudWatchLogs|Logs|EFS|S3|(?:AWS)?ServiceDiscovery|ApplicationAutoScaling)$/i;
const ECS_SERVICE = /^(?:ecs|elasticcontainerservice)$/i;
const ECS_CONTEXT =
  /ECS(?![A-Z])|CodeDeployDefault\.ECS|(?<![a-z])ecs[:/._A-Z-]|[Ff]argate|AWS::ECS::|[Tt]ask[- _]?[Dd]efinition|containerDefinitions|awsvpcConfiguration|capacityProviderStrategy/;
/** What messages of ECS speak of. Other services have clusters and subnets too, and name themselves. */
const ECS_WORDS = new RegExp(
  either(`
    service task container fargate launchtype capacityprovider targetgroup loadbalancer awsvpc networkmode
    networkconfiguration platformversion logdriver cluster revisionnumber
  `),
  "i",
);

/** A refusal of EKS, whose codes and words are the same. */
const OF_KUBERNETES = /[Kk]ubernetes|(?<![A-Z])EKS(?![A-Z])|(?<![a-z])eks[:./-]/;

/** The log group of another service, whatever its name tells of ECS. */
const OTHER_LOG_GROUP =
  /(?<![\w-])\/aws\/(?:rds|lambda|eks|apigateway|api-gateway|codebuild|vendedlogs|sagemaker|batch|glue)\//;

/** A denial of what neither ECS nor a deployment to it calls. */
const OTHER_ACTION = new RegExp(
  "perform:" +
    either(`
      eks: batch: lambda: rds: macie2: dynamodb: sqs: sns: states: cloudfront: glue: athena: bedrock: ses: codebuild: codepipeline:
    `),
  "i",
);

/** Whether a text tells of a denied call that has nothing to do with ECS. */
export function deniesOther({ dense }: MessageText): boolean {
  return OTHER_ACTION.test(dense);
}

/** Whether a refused call is one that ECS, or a deployment to it, makes. */
export function isOfEcs({ service, operation, code, message = "" }: CallError, text: MessageText): boolean {
  const { dense } = text;
  if (service !== undefined) {
    if (ECS_SERVICE.test(service)) return true;
    if (OTHER_LOG_GROUP.test(dense)) return false;
    return BESIDE_ECS.test(service) && (ECS_CONTEXT.test(dense) || /\(service\/[\w-]{1,255}\/[\w-]/.test(dense));
  }
  if (/apprunner/i.test(dense) || code === OF_APP_RUNNER || OTHER_LOG_GROUP.test(dense)) return false;
  if (operation !== undefined && ECS_OPERATION.test(operation)) return true;
  if (deniesOther(text)) return false;
  if (operation !== undefined) return ECS_CONTEXT.test(dense);
  if (code !== undefined && ECS_CODE.test(code)) return true;
  return (
    ECS_CONTEXT.test(dense) ||
    (OF_MANY.test(code ?? "") && !OF_KUBERNETES.test(dense) && ECS_WORDS.test(message.replace(/ /g, "")))
  );
}

/** Whether a text speaks of ECS, its tasks or their roles. */
export function namesEcs({ dense }: MessageText): boolean {
  return (
    ECS_CONTEXT.test(dense) || /(?:ecs|[Tt]ask)-?(?:[Ee]xecution|[Tt]ask)?-?[Rr]ole|[Ee]xecution-?[Rr]ole/.test(dense)
  );
}

/** What follows an index of the text without white space. */
function said(text: MessageText, index: number): { readonly message?: string } {
  const from = positionInLine(text, index);
  return clean(text.line.slice(from, from + 300));
}

function clean(message: string): { readonly message?: string } {
  const sentence = message
    .replace(
      /(?:, must be one of: | ?\.?status code: ?\d| ?\(Service: |" \w{1,30}=| with (?:module\.|aws_)| on [\w./-]{1,100}\.tf line \d|,? ?request id|, Class:com|\\n|"\)? ?\(RequestToken| ?Error: | +[│╷╵]).*$/i,
      "",
    )
    .replace(/^(?:api error )?(?:\w{3,60}Exception: )/, "")
    .replace(/^[:\s]+|\s+$/g, "");
  // A quote at one end alone, or one around the whole, is the wrapper's.
  const [, quoted] = /^["']+([^"']*)["']*$|^[^"']*$/.exec(sentence) ?? [];
  const bare = quoted ?? (/^[^"']*["']+$/.test(sentence) ? sentence.replace(/["']+$/, "") : sentence);
  return bare.length < 4 ? {} : { message: bare };
}

function status(code: string | undefined): { readonly status?: number } {
  return code === undefined || Number(code) === 0 ? {} : { status: Number(code) };
}

/** What stands last before the wrapper's brackets. */
function lastSentence(before: string): string {
  const from = Math.max(
    ...["message: ", "SDK error: ", "error: ", "Exception: ", "provided: ", "Request: "].map((mark) => {
      const at = before.lastIndexOf(mark);
      return at < 0 ? 0 : at + mark.length;
    }),
  );
  return before.slice(from);
}
