// Tags of a component's children, within AWS's limits.

import { checkTagKey, checkTagValue, MAX_TAGS } from "../../model/tags";
import { quote } from "../../model/problems";
import { entryPath, type ArgumentChecks } from "./argumentChecks";
import type { Tags } from "./childContext";

/** Checks tags; `own` are those that the component adds. Use the returned tags in place of the given ones. */
export function planTags(checks: ArgumentChecks, given: Tags | undefined, own = 0): Tags | undefined {
  if (given === undefined) return undefined;
  const entries = Object.entries(given);
  checks.atMost("tags", entries.length, {
    max: MAX_TAGS - own,
    of: own === 0 ? "AWS takes" : `AWS takes ${MAX_TAGS} and the component adds ${own}: at most`,
    fix: "remove some",
  });
  const keys = new Map<string, string>();
  return Object.fromEntries(
    entries.map(([key, value]) => {
      checks.shape(key === "" || key.length > 128 ? "tags" : entryPath("tags", key), key, checkTagKey);
      const same = keys.get(key.toLowerCase());
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules_creating
      if (same !== undefined)
        checks.add(
          entryPath("tags", key),
          `differs from ${quote(same)} in case only, which IAM takes for the same key`,
          "keep one",
        );
      keys.set(key.toLowerCase(), key);
      return [key, checks.value(entryPath("tags", key), value, checkTagValue)];
    }),
  );
}
