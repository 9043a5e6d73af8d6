// The processors that Fargate offers.

/** The processor that the tasks run on. */
export const CpuArchitecture = {
  /** Intel and AMD: images for linux/amd64. */
  X86_64: "X86_64",
  /** Graviton, about a fifth cheaper: images for linux/arm64. */
  Arm64: "ARM64",
} as const;
export type CpuArchitecture = (typeof CpuArchitecture)[keyof typeof CpuArchitecture];
