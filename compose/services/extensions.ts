// The x-aws-* keys of Docker's former ECS integration that say what compose files have no keys for.

/** The keys that are read. */
export const EXTENSIONS: Readonly<Record<"service" | "top", readonly string[]>> = {
  service: ["x-aws-pull_credentials", "x-aws-policies", "x-aws-role"],
  top: ["x-aws-cluster", "x-aws-logs_retention"],
};
