// The size of a service's task: the smallest of Fargate that has what its container asks for.

import { FARGATE_SIZES } from "../../model/fargateSizes";
import { parseBytes, toMebibytes } from "../values";
import type { Values } from "./values";

/** Sizes with the names of AWS's API: CPU units and MiB. */
export interface Size {
  readonly cpu: number;
  readonly memory: number;
  readonly container: { readonly cpu?: number; readonly memory?: number; readonly memoryReservation?: number };
}

/** CPU units of one CPU. */
const UNITS = 1024;

/** Plans the size. */
export function sizeOf(service: Values): Size {
  const resources = service.below("deploy").below("resources");
  const [limits, reservations] = [resources.below("limits"), resources.below("reservations")];
  const cpus = limits.number("cpus") ?? service.number("cpus");
  const reservedCpus = reservations.number("cpus");
  const memory = memoryOf(limits, "memory") ?? memoryOf(service, "mem_limit");
  const reserved = memoryOf(reservations, "memory") ?? memoryOf(service, "mem_reservation");
  if (memory !== undefined && reserved !== undefined && memory < reserved)
    service.error("deploy", `the limit of ${memory} MiB is less than the reservation of ${reserved} MiB; raise it`);
  for (const key of ["pids"])
    if (limits.has(key)) limits.warn(key, "is dropped: ECS does not limit the number of processes");
  for (const key of ["generic_resources", "devices"])
    if (reservations.has(key))
      reservations.error(key, "are not possible on Fargate; remove them, or run this service on EC2");
  if (service.has("cpu_shares"))
    service.warn("cpu_shares", "is dropped: a task shares its CPU with no other; cpus sets how much it has");
  const containerCpus = reservedCpus ?? cpus;
  const container = {
    ...(containerCpus !== undefined && { cpu: Math.round(containerCpus * UNITS) }),
    ...(memory !== undefined && { memory }),
    ...(reserved !== undefined && { memoryReservation: reserved }),
  };
  const neededCpu = Math.ceil(Math.max(cpus ?? 0, reservedCpus ?? 0) * UNITS);
  const neededMemory = Math.max(memory ?? 0, reserved ?? 0);
  for (const row of FARGATE_SIZES) {
    const fits = row.memoryMiB.find((mebibytes) => mebibytes >= neededMemory);
    if (row.cpu >= neededCpu && fits !== undefined) return { cpu: row.cpu, memory: fits, container };
  }
  const largest = FARGATE_SIZES.at(-1);
  service.error(
    "deploy",
    `${neededCpu} CPU units and ${neededMemory} MiB are more than Fargate has: ${largest?.cpu ?? 0} and ${largest?.memoryMiB.at(-1) ?? 0} MiB`,
  );
  return { cpu: neededCpu, memory: neededMemory, container };
}

function memoryOf(values: Values, key: string): number | undefined {
  const text = values.text(key);
  if (text === undefined) return undefined;
  const bytes = parseBytes(text) ?? Number(text);
  if (Number.isNaN(bytes)) {
    values.error(key, `"${text}" is not a size; write "512m" or "2g"`);
    return undefined;
  }
  const mebibytes = toMebibytes(bytes);
  if (mebibytes < 6 && bytes > 0)
    values.error(key, `"${text}" is less than 6 MiB, the least that a container takes; is a unit missing?`);
  return mebibytes === 0 ? undefined : mebibytes;
}
