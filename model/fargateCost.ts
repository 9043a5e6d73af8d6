// What the tasks of one Fargate service are billed for (https://aws.amazon.com/fargate/pricing/).

import type { BilledItem, CostItem } from "./monthlyCost";

/** The size of the tasks of one service. */
export interface FargateTasks {
  /** The service's name. */
  readonly resource: string;
  readonly region: string;
  /** How many run all month. */
  readonly tasks: number;
  /** Those of them that run on Fargate Spot. @default 0 */
  readonly spotTasks?: number;
  readonly vcpu: number;
  readonly memoryGb: number;
  /** @default X86_64 */
  readonly cpuArchitecture?: "X86_64" | "ARM64";
  /** GiB of ephemeral storage of a task; 20 are free. @default 20 */
  readonly ephemeralStorageGib?: number;
  /** Whether each task gets a public IPv4 address. @default false */
  readonly assignPublicIp?: boolean;
  /** What a reader must know of the number of tasks. */
  readonly note?: string;
}

const FREE_STORAGE_GIB = 20;
const SPOT_NOTE = "Spot: at most this; the Spot price varies, up to 70 % less";

/** The billed items of a service's tasks: processor, memory, storage over 20 GiB, public addresses. */
export function fargateCostItems(service: FargateTasks): CostItem[] {
  const { resource, region, tasks, spotTasks = 0, vcpu, memoryGb, note } = service;
  const arm = service.cpuArchitecture === "ARM64";
  const items: CostItem[] = [];
  const add = (price: CostItem["price"], quantity: number, remark = note) => {
    if (quantity > 0) items.push({ resource, region, price, quantity, ...(remark && { note: remark }) });
  };
  const addCompute = (count: number, remark?: string) => {
    add(arm ? "fargateVcpuArm" : "fargateVcpuX86", count * vcpu, remark);
    add(arm ? "fargateMemoryArm" : "fargateMemoryX86", count * memoryGb, remark);
  };
  addCompute(tasks - spotTasks);
  addCompute(spotTasks, SPOT_NOTE);
  add("fargateStorage", tasks * Math.max(0, (service.ephemeralStorageGib ?? FREE_STORAGE_GIB) - FREE_STORAGE_GIB));
  if (service.assignPublicIp === true) add("publicIpv4", tasks);
  return items;
}

/** The billed items of tasks that run and end: how long they take nobody knows before. */
export function fargateRunItems(resource: string, cpuArchitecture: "X86_64" | "ARM64"): BilledItem[] {
  return cpuArchitecture === "ARM64"
    ? [
        { resource, price: "fargateRunVcpuArm" },
        { resource, price: "fargateRunMemoryArm" },
      ]
    : [
        { resource, price: "fargateRunVcpuX86" },
        { resource, price: "fargateRunMemoryX86" },
      ];
}

/** One entry of a capacity provider strategy. */
export interface CapacityShare {
  readonly capacityProvider: string;
  readonly base?: number;
  readonly weight?: number;
}

/** How many of the tasks a capacity provider strategy puts on Fargate Spot: the base first, the rest by weight. */
export function spotTasksOf(tasks: number, strategy: readonly CapacityShare[]): number {
  const isSpot = (share: CapacityShare) => share.capacityProvider === "FARGATE_SPOT";
  const base = strategy.find((share) => (share.base ?? 0) > 0);
  const onBase = Math.min(tasks, base?.base ?? 0);
  const weights = strategy.reduce((sum, { weight = 0 }) => sum + weight, 0);
  const spotWeight = strategy.filter(isSpot).reduce((sum, { weight = 0 }) => sum + weight, 0);
  const byWeight = weights === 0 ? 0 : Math.round(((tasks - onBase) * spotWeight) / weights);
  return byWeight + (base && isSpot(base) ? onBase : 0);
}
