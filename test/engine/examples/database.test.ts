import assert from "node:assert/strict";
import { texts } from "../support/emulator";
import { describeLife, edited, editsOf, type Edit } from "../support/life";
import { hostedZone } from "../support/seeds";

const { newImage, newPort, newToken, moreTasks, newEnvironment } = editsOf("api");
const EC2 = ["ec2", "DescribeSecurityGroups", "2016-11-15"] as const;

/** That a group of no task is of no use: neither that of the database to others, nor the VPC's own. */
const reachedByTasksOnly: Edit["check"] = async (_, { emulator, stack }) => {
  const { deployment } = (await stack.exportStack()) as unknown as {
    deployment: { resources: { type: string; urn: string; outputs?: Record<string, string> }[] };
  };
  const outputsOf = (name: string, type: string) =>
    deployment.resources.find((each) => each.type === type && each.urn.endsWith(`::${name}`))?.outputs ?? {};
  const group = "aws:ec2/securityGroup:SecurityGroup";
  const sourcesOf = async (filters: Record<string, string>) => {
    const described = await emulator.query(...EC2, filters);
    const permissions = /<ipPermissions>([^]*?)<\/ipPermissions>/.exec(described)?.[1] ?? "";
    return [...texts(permissions, "groupId"), ...texts(permissions, "cidrIp")];
  };
  const database = outputsOf("database", group).id ?? "";
  assert.deepEqual(await sourcesOf({ "GroupId.1": database }), [outputsOf("api-security-group", group).id]);
  const { id = "" } = outputsOf("site-default-security-group", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup");
  assert.deepEqual(await sourcesOf({ "GroupId.1": id }), []);
  assert.doesNotMatch(await emulator.query(...EC2, { "GroupId.1": id }), /<cidrIp>/);
};

describeLife({
  example: "database",
  seed: hostedZone,
  edits: [
    { ...newImage("api:2.0.1", "api:2.1.0"), check: reachedByTasksOnly },
    newPort(3000, "ingress-lb"),
    newToken("ghcr"),
    moreTasks(edited("port: 3001,", "port: 3001, desiredCount: 2,")),
    newEnvironment("environment: { ", 'environment: { STAGE: "test", '),
  ],
});
