// Options that may be given more than once.

import { Option } from "commander";

/** An option that can be repeated; `parse` refuses a text. */
export function repeatable(flags: string, description: string, parse = (text: string): string => text): Option {
  return new Option(flags, `${description}; can be repeated`)
    .argParser((text: string, earlier: readonly string[]) => [...earlier, parse(text)])
    .default([], "none");
}
