// The public IP addresses of tasks' network interfaces.

import type { Aws } from "./aws";
import { queryAws } from "./signedRequest";

interface Answer {
  readonly networkInterfaceSet?: {
    readonly item?: readonly {
      readonly networkInterfaceId?: string;
      readonly association?: { readonly publicIp?: string };
    }[];
  };
}

/** The public IP address of each network interface that has one. Permission: ec2:DescribeNetworkInterfaces. */
export async function publicAddresses(aws: Aws, networkInterfaceIds: readonly string[]): Promise<Map<string, string>> {
  if (networkInterfaceIds.length === 0) return new Map();
  const ids = networkInterfaceIds.map((id, i) => [`NetworkInterfaceId.${i + 1}`, id] as const);
  const answer: Answer = await queryAws(aws, "ec2:DescribeNetworkInterfaces", Object.fromEntries(ids));
  return new Map(
    (answer.networkInterfaceSet?.item ?? []).flatMap(({ networkInterfaceId, association }) =>
      networkInterfaceId === undefined || association?.publicIp === undefined
        ? []
        : [[networkInterfaceId, association.publicIp] as const],
    ),
  );
}
