// In the program's process: outputs of other stacks, which only the user knows offline.

import type * as Pulumi from "@pulumi/pulumi";
import { standIn } from "./missingConfig";
import { positionIn } from "./programError";
import type { RunReport } from "./runReport";

/** What other stacks' outputs are answered from. */
export interface StackReferences {
  readonly pulumi: typeof Pulumi;
  readonly directory: string;
  /** By `STACK.KEY`; text, or JSON. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly report: RunReport;
}

type Name = Pulumi.Input<string>;
type AsOutput = (this: Pulumi.StackReference, name: Name) => Pulumi.Output<unknown>;
type AsValue = (this: Pulumi.StackReference, name: Name) => Promise<unknown>;

/** Answers references to other stacks: what is not given is unknown as an Output, and missing as a plain value. */
export function answerStackReferences({ pulumi, directory, outputs, report }: StackReferences): void {
  const prototype = pulumi.StackReference.prototype as unknown as Record<string, AsOutput | AsValue>;
  const isGiven = (stack: string, key: string) => Object.hasOwn(outputs, `${stack}.${key}`);
  const given = (stack: string, key: string) => parsed(outputs[`${stack}.${key}`] ?? "");
  // Of a stack whose own name is made up nothing can be given.
  const isMadeUp = (stack: string) => stack.startsWith(standIn(""));
  const place = () => {
    const source = positionIn(new Error().stack ?? "", directory);
    return source && { source };
  };

  for (const method of ["getOutput", "requireOutput"]) {
    const original = prototype[method] as AsOutput | undefined;
    if (original === undefined) continue;
    prototype[method] = function (name) {
      const source = place();
      return pulumi.all([this.name, name]).apply(([stack, key]) => {
        if (isGiven(stack, key)) return given(stack, key);
        const message = `outputs of stack ${stack} are not known offline; pass them with: --stack-output ${stack}.KEY=VALUE`;
        if (!isMadeUp(stack)) report.tell({ severity: "info", message, ...source });
        return original.call(this, name);
      });
    };
  }
  const asValue = (wrap: (value: unknown) => unknown): AsValue =>
    async function (name) {
      const source = place();
      const [stack, key] = await resolved(pulumi.all([this.name, name]));
      if (isGiven(stack, key)) return wrap(given(stack, key));
      if (!isMadeUp(stack)) report.miss({ kind: "stackOutput", name: `${stack}.${key}`, ...source });
      return wrap(standIn(key));
    };
  prototype.getOutputDetails = asValue((value) => ({ value }));
  prototype.getOutputValue = asValue((value) => value);
  prototype.requireOutputValue = asValue((value) => value);
}

/** The runtime's own way to wait for an output; not in its public types. */
function resolved<Value>(output: Pulumi.Output<Value>): Promise<Value> {
  return (output as unknown as { promise: () => Promise<Value> }).promise();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // not JSON: the text itself
  }
}
