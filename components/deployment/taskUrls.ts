// Where the tasks of a service without a load balancer are reached: at their public addresses, which last as long as they do.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { firstLineOf } from "../../model/problems";

/** The tasks that clients may reach: in a security group of their own, on a port. */
export interface ReachableTasks {
  readonly securityGroupId: pulumi.Input<string>;
  readonly port: number;
}

/** Prints the URL of each running task. Called once the rollout has succeeded. */
export async function printTaskUrls(
  { securityGroupId, port }: { readonly securityGroupId: string; readonly port: number },
  parent: pulumi.Resource,
): Promise<void> {
  const urls = await findAddresses(securityGroupId, parent);
  if (urls.length === 0) return;
  const addresses = urls.map((address) => `http://${address}:${port}`);
  await pulumi.log.info(
    `running at ${addresses.join(", ")} (${urls.length === 1 ? "the address changes when the task is" : "addresses change when tasks are"} replaced)`,
    parent,
  );
}

/** The public addresses of the network interfaces in a group that only tasks are in. */
async function findAddresses(securityGroupId: string, parent: pulumi.Resource): Promise<string[]> {
  try {
    const filters = [{ name: "group-id", values: [securityGroupId] }];
    const { ids } = await aws.ec2.getNetworkInterfaces({ filters }, { parent });
    const found = await Promise.all(ids.map((id) => aws.ec2.getNetworkInterface({ id }, { parent })));
    return found
      .flatMap(({ associations }) => associations.map(({ publicIp }) => publicIp))
      .filter(Boolean)
      .sort();
  } catch (error) {
    await pulumi.log.info(
      `the public addresses of the tasks could not be read (${firstLineOf(error)}); allow ec2:DescribeNetworkInterfaces`,
      parent,
    );
    return [];
  }
}
