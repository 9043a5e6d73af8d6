// A site and an API behind one load balancer, in a new VPC, and a PostgreSQL database there that only the API's tasks reach.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { GhcrFargateService, RegistryCredentials } from "ghcr-fargate";

const config = new pulumi.Config();
const domainName = config.require("domainName");
const registry = new RegistryCredentials("ghcr", {
  username: config.require("username"),
  token: config.requireSecret("token"),
});
const credentials = { secretArn: registry.secretArn, keyArn: registry.keyArn };

// Has the VPC, the load balancer and the cluster.
const site = new GhcrFargateService("site", {
  image: "ghcr.io/octocat/site:1.4.2",
  credentials,
  port: 8080,
  network: { mode: "new", natGateways: "single" },
  loadBalancer: { domainName, hostedZoneName: domainName, ingressCidrs: ["0.0.0.0/0"] },
});
const { vpcId, subnetIds, listenerArn, clusterArn } = site;

const databaseGroup = new aws.ec2.SecurityGroup("database", { vpcId, description: "The database" });
const database = new aws.rds.Instance("database", {
  engine: "postgres",
  engineVersion: "17",
  instanceClass: "db.t4g.micro",
  allocatedStorage: 20,
  storageType: "gp3",
  storageEncrypted: true,
  dbName: "app",
  username: "app",
  manageMasterUserPassword: true, // RDS makes the password, keeps it in Secrets Manager and rotates it
  dbSubnetGroupName: new aws.rds.SubnetGroup("database", { subnetIds }).name,
  vpcSecurityGroupIds: [databaseGroup.id],
  skipFinalSnapshot: true, // for data that you want to keep, leave this out and set finalSnapshotIdentifier
});
const passwordArn = database.masterUserSecrets.apply(([secret]) => secret?.secretArn ?? "");

const api = new GhcrFargateService("api", {
  image: "ghcr.io/octocat/api:2.0.1",
  credentials,
  port: 3000,
  cluster: { arn: clusterArn },
  network: { mode: "existing", vpcId, subnetIds },
  loadBalancer: { listenerArn, hosts: [domainName], paths: ["/api/*"], healthCheck: { path: "/api/health" } },
  environment: { PGHOST: database.address, PGDATABASE: "app", PGUSER: "app", PGSSLMODE: "require" },
  secrets: { PGPASSWORD: pulumi.interpolate`${passwordArn}:password::` },
});

new aws.vpc.SecurityGroupIngressRule("database-from-api", {
  securityGroupId: databaseGroup.id,
  referencedSecurityGroupId: api.securityGroupId.apply((id) => id ?? ""),
  ipProtocol: "tcp",
  fromPort: 5432,
  toPort: 5432,
  description: "Tasks of the API",
});

export const urls = [site.url, api.url];
