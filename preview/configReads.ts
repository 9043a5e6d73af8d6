// In the program's process: listens to what the program reads of its config. What is required and not set gets a made-up value, so
// that the program goes on and all that is missing can be told at once.

import type * as Pulumi from "@pulumi/pulumi";
import { missingSecretMessage, shortKey, standIn } from "./missingConfig";
import { positionIn } from "./programError";
import type { RunReport } from "./runReport";

/** What stands in for a required value, by the type that it is read as. */
const STAND_INS = {
  "": standIn,
  Number: () => 0,
  Boolean: () => false,
  Object: () => ({}),
} as const;

type Reader = (this: Pulumi.Config, key: string, ...rest: unknown[]) => unknown;

/** Where a program's config is read. */
export interface ConfigReads {
  readonly pulumi: typeof Pulumi;
  readonly project: string;
  readonly directory: string;
  readonly report: RunReport;
}

/** Listens to the program's reading of config; the report learns which keys are secrets, which are missing, and of the region. */
export function watchConfig({ pulumi, project, directory, report }: ConfigReads): void {
  const secretKeys = new Set<string>();
  report.secretKeysRead = secretKeys;
  const prototype = pulumi.Config.prototype as unknown as Record<string, Reader>;
  const get = prototype.get as (this: Pulumi.Config, key: string) => string | undefined;
  const wrap = (method: string, around: (original: Reader) => Reader) => {
    const original = prototype[method];
    if (original) prototype[method] = around(original);
  };
  const noteRegion = (config: Pulumi.Config, key: string) => {
    if (config.name === "aws" && key === "region") report.regionRead = true;
  };
  const miss = (key: string, secret: { readonly secret?: true }) => {
    const source = positionIn(new Error().stack ?? "", directory);
    report.miss({ kind: "config", name: shortKey(project, key), ...secret, ...(source && { source }) });
  };
  wrap(
    "get",
    (original) =>
      function (key, ...rest) {
        noteRegion(this, key);
        return original.call(this, key, ...rest);
      },
  );
  for (const [type, madeUp] of Object.entries(STAND_INS)) {
    wrap(
      `getSecret${type}`,
      (original) =>
        function (key, ...rest) {
          secretKeys.add(`${this.name}:${key}`);
          return original.call(this, key, ...rest);
        },
    );
    wrap(
      `require${type}`,
      (original) =>
        function (key, ...rest) {
          noteRegion(this, key);
          if (get.call(this, key) !== undefined) return original.call(this, key, ...rest);
          miss(`${this.name}:${key}`, {});
          return madeUp(key);
        },
    );
    wrap(
      `requireSecret${type}`,
      (original) =>
        function (key, ...rest) {
          const full = `${this.name}:${key}`;
          secretKeys.add(full);
          const value = get.call(this, key);
          if (value !== undefined && value !== standIn(full)) return original.call(this, key, ...rest);
          if (value === undefined) {
            miss(full, { secret: true });
            report.tell({ severity: "warning", message: missingSecretMessage(shortKey(project, full)) });
          }
          if (type === "") pulumi.runtime.setConfig(full, standIn(full));
          return pulumi.secret(madeUp(full));
        },
    );
  }
}
