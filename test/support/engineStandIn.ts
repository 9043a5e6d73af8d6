// An engine for programs under mocks: the runtime finds one attached, and its log lines are kept.

import * as runtimeState from "@pulumi/pulumi/runtime/state";
import { SEVERITIES, type LogLine } from "./capture";

// Internal to the SDK, and the only way to attach an engine to mocks.
const { getStore, withLocalStorage } = runtimeState as unknown as {
  readonly getStore: () => { settings: { engine?: unknown } };
  readonly withLocalStorage: <T>(act: () => Promise<T>) => Promise<T>;
};

interface LogRequest {
  readonly getSeverity: () => number;
  readonly getMessage: () => string;
}

/** An engine to attach once the mocks are set, which detach any; `lines` are what it was told to log. */
export interface EngineStandIn {
  readonly attach: () => void;
  readonly lines: readonly LogLine[];
}

/** Runs in a runtime of its own with an engine that keeps log lines, the SDK's debug lines left out. */
export function withEngine<T>(act: (engine: EngineStandIn) => Promise<T>): Promise<T> {
  const lines: LogLine[] = [];
  const engine = {
    setRootResource: (_request: unknown, done: () => void) => done(),
    log: (request: LogRequest, done: () => void) => {
      const severity = SEVERITIES[request.getSeverity()] ?? "";
      if (severity !== "debug") lines.push({ severity, message: request.getMessage() });
      done();
    },
  };
  const attach = (): void => void (getStore().settings.engine = engine);
  return withLocalStorage(() => act({ attach, lines }));
}
