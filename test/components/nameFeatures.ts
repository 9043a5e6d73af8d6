// The names that a user gives to what is created, as data.

import type { Feature } from "./features";

/** Fixed names, each of which the user can give alone. */
export const FIXED_NAMES: readonly Feature[] = [
  { name: "a family of its own", args: { family: "acme-web" } },
  { name: "a fixed name of the service", args: { serviceName: "acme-web" } },
  { name: "a fixed name of the log group", args: { logs: { groupName: "/acme/web" } } },
  { name: "a fixed name of the cluster", args: { cluster: { name: "acme" } }, not: ["an existing cluster"] },
  {
    name: "a fixed name of the execution role",
    args: { executionRole: { name: "acme-web-execution" } },
    not: ["a given execution role"],
  },
  {
    name: "a fixed name of the task role",
    args: { taskRole: { name: "acme-web-task" } },
    not: ["a given task role"],
  },
];
