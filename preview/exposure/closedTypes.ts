// Types that open nothing to the internet by themselves: what they hold is reached through others, which are examined.

/** Providers whose resources are not on a network of AWS. */
const PROVIDERS = ["pulumi", "random", "tls", "command", "time", "null", "archive", "docker", "docker-build", "local"];

/** Modules of AWS without an endpoint for the public: management, permissions, keys, logs, what runs inside a VPC. */
const MODULES = [
  "account acm acmpca appautoscaling appconfig applicationinsights athena autoscaling backup batch bedrock budgets cfg",
  "cloudformation cloudtrail cloudwatch codebuild codecommit codedeploy codepipeline costexplorer devicefarm dlm docdb",
  "dynamodb ebs ecs efs elasticache emr fsx glue guardduty iam identitystore imagebuilder inspector2 kinesis kms",
  "lakeformation lb memorydb msk networkfirewall organizations pipes ram rdsdata resourcegroups route53 route53domains",
  "scheduler schemas secretsmanager securityhub servicecatalog servicediscovery servicequotas sesv2 ses sfn shield",
  "signer sns sqs ssm ssoadmin synthetics vpc vpclattice waf wafregional wafv2 xray",
]
  .join(" ")
  .split(" ");

/** By module, the types that open nothing where others of the module may. */
const TYPES: Readonly<Record<string, string>> = {
  alb: "Listener ListenerCertificate ListenerRule TargetGroup TargetGroupAttachment",
  apigateway:
    "Account ApiKey Authorizer BasePathMapping Deployment DocumentationPart DomainName GatewayResponse Integration IntegrationResponse Method MethodResponse MethodSettings Model RequestValidator Resource Response RestApiPolicy Stage UsagePlan UsagePlanKey VpcLink",
  apigatewayv2:
    "ApiMapping Authorizer Deployment DomainName Integration IntegrationResponse Model Route RouteResponse Stage VpcLink",
  appsync: "ApiCache ApiKey DataSource DomainName DomainNameApiAssociation Function Resolver Type",
  cloudfront:
    "CachePolicy Function KeyGroup MonitoringSubscription OriginAccessControl OriginAccessIdentity OriginRequestPolicy PublicKey RealtimeLogConfig ResponseHeadersPolicy",
  cognito:
    "IdentityPool IdentityPoolRoleAttachment IdentityProvider ResourceServer UserGroup UserPool UserPoolClient User",
  dms: "Certificate Endpoint ReplicationSubnetGroup ReplicationTask",
  ec2: "CustomerGateway DefaultNetworkAcl DefaultRouteTable DefaultSubnet DefaultVpc DefaultVpcDhcpOptions EbsEncryptionByDefault EgressOnlyInternetGateway EipAssociation FlowLog InternetGateway InternetGatewayAttachment KeyPair MainRouteTableAssociation ManagedPrefixList NatGateway NetworkAcl NetworkAclAssociation NetworkAclRule NetworkInterface NetworkInterfaceAttachment PlacementGroup Route RouteTable RouteTableAssociation Snapshot Subnet TransitGateway VolumeAttachment Volume Vpc VpcDhcpOptions VpcDhcpOptionsAssociation VpcEndpoint VpcEndpointRouteTableAssociation VpcEndpointSubnetAssociation VpcEndpointSecurityGroupAssociation VpcPeeringConnection VpcPeeringConnectionAccepter VpnConnection VpnGateway",
  ecr: "AccountSetting LifecyclePolicy PullThroughCacheRule RegistryPolicy RegistryScanningConfiguration ReplicationConfiguration Repository RepositoryCreationTemplate",
  ec2transitgateway:
    "Route RouteTable RouteTableAssociation RouteTablePropagation TransitGateway VpcAttachment VpcAttachmentAccepter",
  eks: "AccessEntry AccessPolicyAssociation Addon FargateProfile IdentityProviderConfig NodeGroup PodIdentityAssociation",
  elasticbeanstalk: "Application ApplicationVersion ConfigurationTemplate",
  lambda:
    "Alias CodeSigningConfig EventSourceMapping Function FunctionEventInvokeConfig Invocation LayerVersion LayerVersionPermission ProvisionedConcurrencyConfig",
  neptune: "Cluster ClusterParameterGroup ParameterGroup SubnetGroup",
  opensearch: "DomainPolicy",
  rds: "Cluster ClusterParameterGroup ClusterRoleAssociation EventSubscription OptionGroup ParameterGroup Proxy ProxyDefaultTargetGroup ProxyTarget RoleAssociation SecurityGroup Snapshot SubnetGroup",
  redshift: "ParameterGroup SubnetGroup",
  s3: "BucketAccelerateConfiguration BucketCorsConfiguration BucketCorsConfigurationV2 BucketIntelligentTieringConfiguration BucketLifecycleConfiguration BucketLifecycleConfigurationV2 BucketLogging BucketLoggingV2 BucketNotification BucketOwnershipControls BucketPublicAccessBlock BucketRequestPaymentConfiguration BucketServerSideEncryptionConfiguration BucketServerSideEncryptionConfigurationV2 BucketVersioning BucketVersioningV2 AccountPublicAccessBlock",
};

/** Whether a type is known to open nothing. */
export function opensNothing(type: string): boolean {
  const [provider = "", module = "", name = ""] = type.split(":");
  if (PROVIDERS.includes(provider)) return true;
  if (provider === "kubernetes") return !/^(helm|yaml|apiextensions)/.test(module);
  if (provider !== "aws") return false;
  return MODULES.includes(module) || (TYPES[module]?.split(" ").includes(name) ?? false);
}
