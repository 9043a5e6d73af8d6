// The task sizes that Fargate offers
// (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html, Linux, checked 2026-11-28).

import { quote, type Fault } from "./problems";

/** One row of the table: a CPU size and the memory sizes that go with it. */
interface FargateSize {
  readonly cpu: number;
  readonly memoryMiB: readonly number[];
}

const upTo = (first: number, last: number, step: number): number[] =>
  Array.from({ length: (last - first) / step + 1 }, (_, i) => first + i * step);

/** CPU in units (1024 = 1 vCPU), memory in MiB. */
export const FARGATE_SIZES: readonly FargateSize[] = [
  { cpu: 256, memoryMiB: [512, 1024, 2048] },
  { cpu: 512, memoryMiB: upTo(1024, 4096, 1024) },
  { cpu: 1024, memoryMiB: upTo(2048, 8192, 1024) },
  { cpu: 2048, memoryMiB: upTo(4096, 16384, 1024) },
  { cpu: 4096, memoryMiB: upTo(8192, 30720, 1024) },
  { cpu: 8192, memoryMiB: upTo(16384, 61440, 4096) },
  { cpu: 16384, memoryMiB: upTo(32768, 122880, 8192) },
  { cpu: 32768, memoryMiB: [61440, 122880, 249856] },
];

/** The largest task: more than this no container can have. */
export const MAX_CPU = 32768;
export const MAX_MEMORY_MIB = 249856;

/** The smallest task, and the default. */
export const SMALLEST_SIZE = { cpu: 256, memoryMiB: 512 } as const;

/** The smallest memory that goes with a CPU size. */
export function leastMemoryFor(cpu: number): number {
  return FARGATE_SIZES.find((size) => size.cpu === cpu)?.memoryMiB[0] ?? SMALLEST_SIZE.memoryMiB;
}

/** The smallest CPU size that goes with a memory size. */
export function leastCpuFor(memoryMiB: number): number {
  return FARGATE_SIZES.find((size) => size.memoryMiB.includes(memoryMiB))?.cpu ?? SMALLEST_SIZE.cpu;
}

/** Says what is wrong with a memory size that Fargate offers with no CPU size, and names the nearest ones. */
export function checkMemorySize(memoryMiB: number): Fault | undefined {
  const offered = [...new Set(FARGATE_SIZES.flatMap((size) => size.memoryMiB))].sort((a, b) => a - b);
  if (offered.includes(memoryMiB)) return undefined;
  const nearest = nearestOf(offered, memoryMiB);
  return { wrong: `${quote(memoryMiB)} MiB is not a memory size of Fargate`, fix: `use ${nearest.join(" or ")}` };
}

/** Says what is wrong with a CPU size that Fargate lacks. */
export function checkFargateCpu(cpu: number): Fault | undefined {
  if (FARGATE_SIZES.some((size) => size.cpu === cpu)) return undefined;
  const offered = FARGATE_SIZES.map((size) => size.cpu).join(", ");
  return {
    wrong: `${quote(cpu)} is not a CPU size of Fargate`,
    fix: `use one of ${offered} (1024 units are one vCPU)`,
  };
}

/** Says what is wrong with a memory size that Fargate does not offer for this CPU size, and names the nearest pairs. */
export function checkFargateMemory([cpu, memoryMiB]: readonly [number, number]): Fault | undefined {
  const size = FARGATE_SIZES.find((row) => row.cpu === cpu);
  if (size === undefined || size.memoryMiB.includes(memoryMiB)) return undefined; // a wrong CPU size is its own problem
  const nearest = nearestOf(size.memoryMiB, memoryMiB).map((memory) => `memory: ${memory}`);
  const otherCpu = FARGATE_SIZES.filter((row) => row.memoryMiB.includes(memoryMiB)).map((row) => row.cpu);
  const cpuForIt =
    otherCpu.length === 0 ? "" : `, or cpu: ${nearestOf(otherCpu, cpu)[0] ?? cpu} with memory: ${memoryMiB}`;
  return {
    wrong: `${quote(memoryMiB)} MiB do not go with cpu: ${cpu}`,
    fix: `Fargate's nearest sizes are ${nearest.join(" or ")}${cpuForIt}`,
  };
}

/** The largest value below and the smallest above, as far as they exist. */
function nearestOf(sorted: readonly number[], wanted: number): number[] {
  const below = sorted.filter((value) => value < wanted).at(-1);
  const above = sorted.find((value) => value > wanted);
  return [below, above].filter((value) => value !== undefined);
}
