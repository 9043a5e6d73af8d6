// Services of AWS that have an endpoint on the internet of their own.

import { textOf, type CapturedResource, type Properties, type Value } from "../captured";
import type { Openings } from "./openings";

const database = ({ inputs }: CapturedResource): string[] =>
  inputs.publiclyAccessible === true ? ["publicly accessible database"] : [];

const always = (phrase: string) => (): string[] => [phrase];

/** A domain is in a VPC, or on the internet. */
const searchDomain = ({ inputs }: CapturedResource): string[] =>
  inputs.vpcOptions === undefined ? ["search domain outside a VPC"] : [];

/** An API with any endpoint that is not private. */
const restApi = ({ inputs }: CapturedResource): string[] =>
  textOf(record(inputs.endpointConfiguration).types) === "PRIVATE" ||
  JSON.stringify(record(inputs.endpointConfiguration).types ?? "") === '["PRIVATE"]'
    ? []
    : ["REST API"];

const cannedAcl = ({ inputs }: CapturedResource): string[] =>
  textOf(inputs.acl).startsWith("public-") ? [`access for everybody (${textOf(inputs.acl)})`] : [];

/** A bucket as it was set before its parts became resources of their own. */
const bucket = (resource: CapturedResource): string[] => [
  ...(resource.inputs.website === undefined ? [] : ["website"]),
  ...cannedAcl(resource),
];

/** By type. */
export const serviceOpenings: Openings = {
  "aws:amplify:App": always("website"),
  "aws:apigateway:RestApi": restApi,
  "aws:apigatewayv2:Api": ({ inputs }) => [`${textOf(inputs.protocolType) || "HTTP"} API`],
  "aws-apigateway:index:RestAPI": always("REST API"),
  "aws:apprunner:Service": ({ inputs }) =>
    record(record(inputs.networkConfiguration).ingressConfiguration).isPubliclyAccessible === false
      ? []
      : ["public service"],
  "aws:appsync:GraphQLApi": ({ inputs }) => (inputs.visibility === "PRIVATE" ? [] : ["GraphQL API"]),
  "aws:cloudfront:Distribution": ({ inputs }) => (inputs.enabled === false ? [] : ["CloudFront distribution"]),
  "aws:cognito:UserPoolDomain": always("pages to sign in"),
  "aws:dms:ReplicationInstance": database,
  "aws:ecrpublic:Repository": always("public image repository"),
  "aws:eks:Cluster": ({ inputs }) => kubernetesEndpoint(record(inputs.vpcConfig)),
  "eks:index:Cluster": ({ inputs }) => kubernetesEndpoint(inputs),
  "aws:elasticbeanstalk:Environment": always("public endpoint"),
  "aws:elasticsearch:Domain": searchDomain,
  "aws:lambda:FunctionUrl": ({ inputs }) =>
    inputs.authorizationType === "NONE" ? ["URL of a function, without authorization"] : [],
  "aws:lambda:Permission": ({ inputs }) =>
    textOf(inputs.principal) === "*" ? ["everybody may call the function"] : [],
  "aws:lightsail:Instance": always("public IPv4 address"),
  "aws:mq:Broker": ({ inputs }) => (inputs.publiclyAccessible === true ? ["publicly accessible broker"] : []),
  "aws:mwaa:Environment": ({ inputs }) =>
    inputs.webserverAccessMode === "PUBLIC_ONLY" ? ["web server of Airflow"] : [],
  "aws:neptune:ClusterInstance": database,
  "aws:opensearch:Domain": searchDomain,
  "aws:rds:ClusterInstance": database,
  "aws:rds:Instance": database,
  "aws:redshift:Cluster": database,
  "aws:redshiftserverless:Workgroup": database,
  "aws:s3:Bucket": bucket,
  "aws:s3:BucketV2": bucket,
  "aws:s3:BucketAcl": cannedAcl,
  "aws:s3:BucketAclV2": cannedAcl,
  "aws:s3:BucketObject": cannedAcl,
  "aws:s3:BucketObjectv2": cannedAcl,
  "aws:s3:BucketWebsiteConfiguration": always("website"),
  "aws:s3:BucketWebsiteConfigurationV2": always("website"),
  "aws:transfer:Server": ({ inputs }) => (textOf(inputs.endpointType).startsWith("VPC") ? [] : ["file server"]),
};

/** The API of a Kubernetes cluster is public unless that is switched off. */
function kubernetesEndpoint({ endpointPublicAccess, publicAccessCidrs }: Properties): string[] {
  if (endpointPublicAccess === false) return [];
  const ranges = Array.isArray(publicAccessCidrs) ? publicAccessCidrs.map((range) => textOf(range as Value)) : [];
  if (ranges.length > 0 && !ranges.includes("0.0.0.0/0")) return [];
  return ["endpoint of the cluster's API"];
}

function record(value: unknown): Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Properties) : {};
}
