import { deepStrictEqual, strictEqual } from "node:assert";
import {
  checkFargateCpu,
  checkFargateMemory,
  checkMemorySize,
  FARGATE_SIZES,
  leastCpuFor,
  leastMemoryFor,
} from "../../model/fargateSizes";

describe("Fargate's sizes", () => {
  it("are AWS's table", () => {
    const edges = FARGATE_SIZES.map(({ cpu, memoryMiB }) => [cpu, memoryMiB.length, memoryMiB[0], memoryMiB.at(-1)]);
    deepStrictEqual(edges, [
      [256, 3, 512, 2048],
      [512, 4, 1024, 4096],
      [1024, 7, 2048, 8192],
      [2048, 13, 4096, 16384],
      [4096, 23, 8192, 30720],
      [8192, 12, 16384, 61440],
      [16384, 12, 32768, 122880],
      [32768, 3, 61440, 249856],
    ]);
  });

  it("are all accepted, and no other", () => {
    for (const { cpu, memoryMiB } of FARGATE_SIZES) {
      strictEqual(checkFargateCpu(cpu), undefined);
      for (const memory of memoryMiB) {
        strictEqual(checkFargateMemory([cpu, memory]), undefined);
        strictEqual(checkFargateMemory([cpu, memory + 1]) === undefined, false);
      }
    }
  });

  it("have exactly three sizes of memory with 32 vCPU", () => {
    deepStrictEqual(
      [61440, 122880, 249856, 245760, 65536].map((memory) => checkFargateMemory([32768, memory]) === undefined),
      [true, true, true, false, false],
    );
  });

  it("are the least that go with a given CPU or memory", () => {
    deepStrictEqual([256, 512, 4096, 32768].map(leastMemoryFor), [512, 1024, 8192, 61440]);
    deepStrictEqual([512, 4096, 8192, 61440, 65536, 249856].map(leastCpuFor), [256, 512, 1024, 8192, 16384, 32768]);
  });

  it("are named next to a memory size that none has", () => {
    deepStrictEqual(checkMemorySize(4096), undefined);
    deepStrictEqual(checkMemorySize(300), { wrong: "300 MiB is not a memory size of Fargate", fix: "use 512" });
    deepStrictEqual(checkMemorySize(1500), {
      wrong: "1500 MiB is not a memory size of Fargate",
      fix: "use 1024 or 2048",
    });
    deepStrictEqual(checkMemorySize(Infinity)?.fix, "use 249856");
  });

  const NEAREST = [
    [256, 3072, "Fargate's nearest sizes are memory: 2048, or cpu: 512 with memory: 3072"],
    [256, 1536, "Fargate's nearest sizes are memory: 1024 or memory: 2048"],
    [8192, 18432, "Fargate's nearest sizes are memory: 16384 or memory: 20480, or cpu: 4096 with memory: 18432"],
    [16384, 512, "Fargate's nearest sizes are memory: 32768, or cpu: 256 with memory: 512"],
    [16384, 200000, "Fargate's nearest sizes are memory: 122880"],
    [16384, 249856, "Fargate's nearest sizes are memory: 122880, or cpu: 32768 with memory: 249856"],
  ] as const;
  for (const [cpu, memory, fix] of NEAREST)
    it(`next to ${cpu} units with ${memory} MiB are named`, () =>
      strictEqual(checkFargateMemory([cpu, memory])?.fix, fix));

  it("say nothing of memory while the CPU size is wrong: that is its own problem", () => {
    strictEqual(checkFargateMemory([300, 512]), undefined);
  });
});
