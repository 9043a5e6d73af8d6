// In the program's process: required secrets that are not set are stood in for, and the keys read as secrets are noted.

import type * as Pulumi from "@pulumi/pulumi";
import { missingSecretMessage, shortKey, standInSecret } from "./missingConfig";
import type { RunReport } from "./runReport";

/** What stands in for a required secret, by the method that reads it. */
const STAND_INS = {
  requireSecret: standInSecret,
  requireSecretNumber: () => 0,
  requireSecretBoolean: () => false,
  requireSecretObject: () => ({}),
} as const;

const OPTIONAL = ["getSecret", "getSecretNumber", "getSecretBoolean", "getSecretObject"] as const;

type Reader = (this: Pulumi.Config, key: string, ...rest: unknown[]) => unknown;

/** Watches the program's reading of secrets; returns the full keys that it read, a set that grows. */
export function watchSecretConfig(pulumi: typeof Pulumi, project: string, report: RunReport): ReadonlySet<string> {
  const read = new Set<string>();
  const told = new Set<string>();
  const prototype = pulumi.Config.prototype as unknown as Record<string, Reader>;
  const wrap = (method: string, around: (original: Reader) => Reader) => {
    const original = prototype[method];
    if (original) prototype[method] = around(original);
  };
  for (const method of OPTIONAL)
    wrap(
      method,
      (original) =>
        function (key, ...rest) {
          read.add(`${this.name}:${key}`);
          return original.call(this, key, ...rest);
        },
    );
  for (const [method, standIn] of Object.entries(STAND_INS))
    wrap(
      method,
      (original) =>
        function (key, ...rest) {
          const full = `${this.name}:${key}`;
          read.add(full);
          const value = this.get(key);
          if (value !== undefined && value !== standInSecret(full)) return original.call(this, key, ...rest);
          if (value === undefined && !told.has(full))
            report.tell({ severity: "warning", message: missingSecretMessage(shortKey(project, full)) });
          told.add(full);
          if (method === "requireSecret") pulumi.runtime.setConfig(full, standInSecret(full));
          return pulumi.secret(standIn(full));
        },
    );
  return read;
}
