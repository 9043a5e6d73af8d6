// How AWS bills what is not in the price table: what runs by the hour decides what a program costs, what is used may cost nothing.

/** How a type that has no price here is billed. */
export type Billing = "hour" | "use" | "unknown";

/** Modules and types that are billed for each hour that they exist, by their size. */
const BY_THE_HOUR = new Set(
  [
    "apprunner appstream batch cloudhsmv2 directoryservice dms docdb ec2clientvpn ec2transitgateway eks elasticache",
    "elasticbeanstalk elasticsearch emr emrcontainers emrserverless fsx gamelift globalaccelerator kendra lightsail memorydb mq",
    "msk mwaa neptune networkfirewall opensearch rds redshift redshiftserverless sagemaker timestreaminfluxdb transfer workspaces",
    "autoscaling:Group ec2:CapacityReservation ec2:DedicatedHost ec2:Fleet ec2:Instance ec2:SpotFleetRequest",
    "ec2:SpotInstanceRequest ec2:TransitGateway ec2:Volume ec2:VpnConnection elb:LoadBalancer alb:LoadBalancer",
    "kinesis:Stream acmpca:CertificateAuthority route53:ResolverEndpoint vpclattice:Service",
  ]
    .join(" ")
    .split(" "),
);

/** Modules and types that are billed by requests, events or bytes. */
const BY_USE = new Set(
  [
    "amplify apigateway apigatewayv2 appconfig appsync athena bedrock cloudfront cloudtrail codebuild codecommit codedeploy",
    "codepipeline cognito dynamodb ecrpublic glue guardduty iot kinesisfirehose pipes securityhub ses sesv2 sfn synthetics wafv2",
    "lambda:Function lambda:ProvisionedConcurrencyConfig cloudwatch:EventBus cfg:Recorder inspector2:Enabler xray:SamplingRule",
    "s3:BucketObject s3:BucketObjectv2 ssm:Parameter backup:Vault",
  ]
    .join(" ")
    .split(" "),
);

/** Components whose resources are not known here, and that are billed by use alone. */
const COMPONENTS_BY_USE = ["aws-apigateway:index:RestAPI", "synced-folder:index:S3BucketFolder"];

/** How a type is billed that is neither priced nor free. */
export function billingOf(type: string): Billing {
  if (COMPONENTS_BY_USE.includes(type)) return "use";
  const [provider = "", module = "", name = ""] = type.split(":");
  if (provider === "eks") return "hour";
  if (provider !== "aws") return "unknown";
  const has = (table: ReadonlySet<string>) => table.has(`${module}:${name}`) || table.has(module);
  if (has(BY_THE_HOUR)) return "hour";
  return has(BY_USE) ? "use" : "unknown";
}

const FREE_PROVIDERS = [
  "pulumi pulumi-nodejs random tls command time null archive docker docker-build local kubernetes",
]
  .join(" ")
  .split(" ");

const FREE_MODULES =
  "acm iam identitystore ssoadmin vpc appautoscaling ecs lb organizations ram resourcegroups servicequotas".split(" ");

/** By module, the types that cost nothing by themselves. */
const FREE_TYPES: Readonly<Record<string, string>> = {
  alb: "Listener ListenerCertificate ListenerRule TargetGroup TargetGroupAttachment",
  apigateway:
    "Account ApiKey Authorizer BasePathMapping Deployment DomainName GatewayResponse Integration IntegrationResponse Method MethodResponse MethodSettings Model RequestValidator Resource Response RestApiPolicy UsagePlan UsagePlanKey VpcLink",
  apigatewayv2:
    "ApiMapping Authorizer Deployment DomainName Integration IntegrationResponse Model Route RouteResponse Stage",
  appsync: "ApiKey DataSource DomainName DomainNameApiAssociation Function Resolver Type",
  autoscaling: "Attachment LaunchConfiguration LifecycleHook Notification Policy Schedule Tag",
  cloudfront:
    "CachePolicy KeyGroup OriginAccessControl OriginAccessIdentity OriginRequestPolicy PublicKey ResponseHeadersPolicy",
  cloudwatch: "EventPermission EventRule EventTarget LogResourcePolicy LogStream LogSubscriptionFilter QueryDefinition",
  cognito:
    "IdentityPool IdentityPoolRoleAttachment IdentityProvider ResourceServer User UserGroup UserPoolClient UserPoolDomain",
  docdb: "ClusterParameterGroup SubnetGroup",
  ec2: "CustomerGateway DefaultNetworkAcl DefaultRouteTable DefaultSecurityGroup DefaultSubnet DefaultVpc EgressOnlyInternetGateway EipAssociation InternetGateway InternetGatewayAttachment KeyPair LaunchConfiguration LaunchTemplate MainRouteTableAssociation ManagedPrefixList NetworkAcl NetworkAclAssociation NetworkAclRule NetworkInterface PlacementGroup Route RouteTable RouteTableAssociation SecurityGroup SecurityGroupRule Subnet VolumeAttachment Vpc VpcDhcpOptions VpcDhcpOptionsAssociation VpcEndpointRouteTableAssociation VpcEndpointSubnetAssociation VpcEndpointSecurityGroupAssociation VpcPeeringConnection VpnGateway",
  ecr: "AccountSetting LifecyclePolicy PullThroughCacheRule RegistryPolicy ReplicationConfiguration RepositoryPolicy",
  efs: "AccessPoint FileSystemPolicy MountTarget",
  eks: "AccessEntry AccessPolicyAssociation Addon IdentityProviderConfig PodIdentityAssociation",
  elasticache: "ParameterGroup SubnetGroup User UserGroup",
  kms: "Alias KeyPolicy",
  lambda:
    "Alias EventSourceMapping FunctionEventInvokeConfig FunctionUrl LayerVersion LayerVersionPermission Permission",
  memorydb: "Acl ParameterGroup SubnetGroup User",
  neptune: "ClusterParameterGroup ParameterGroup SubnetGroup",
  rds: "ClusterParameterGroup ClusterRoleAssociation EventSubscription OptionGroup ParameterGroup ProxyDefaultTargetGroup ProxyTarget RoleAssociation SubnetGroup",
  redshift: "ParameterGroup SubnetGroup",
  route53: "Record DelegationSet",
  s3: "AccountPublicAccessBlock BucketAcl BucketAclV2 BucketCorsConfiguration BucketCorsConfigurationV2 BucketLifecycleConfiguration BucketLifecycleConfigurationV2 BucketLogging BucketLoggingV2 BucketNotification BucketOwnershipControls BucketPolicy BucketPublicAccessBlock BucketServerSideEncryptionConfiguration BucketServerSideEncryptionConfigurationV2 BucketVersioning BucketVersioningV2 BucketWebsiteConfiguration BucketWebsiteConfigurationV2",
  scheduler: "ScheduleGroup",
  secretsmanager: "SecretPolicy SecretRotation SecretVersion",
  servicediscovery: "HttpNamespace",
  sns: "TopicPolicy",
  sqs: "QueuePolicy RedrivePolicy",
  ssm: "Association Document MaintenanceWindow MaintenanceWindowTarget MaintenanceWindowTask PatchBaseline PatchGroup",
};

/** Whether a type costs nothing by itself. */
export function isFree(type: string): boolean {
  const [provider = "", module = "", name = ""] = type.split(":");
  if (FREE_PROVIDERS.includes(provider)) return true;
  if (provider !== "aws") return false;
  return FREE_MODULES.includes(module) || (FREE_TYPES[module]?.split(" ").includes(name) ?? false);
}
