// `ghcr-fargate open`: the service in the browser.

import { spawn } from "node:child_process";
import type { Aws } from "../operations/aws";
import type { ServiceRef } from "../operations/service";
import { readStatus } from "../operations/status";
import { EXIT, onService, withServiceOptions, type ServiceOptions } from "./serviceCommand";
import type { AddCommand } from "./terminal";

/** What opens an address on each system. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, string>>> = { darwin: "open", win32: "explorer" };

/** Adds `open`. */
export const addOpen: AddCommand = (program, terminal) => {
  withServiceOptions(program.command("open").description("open the service's address in the browser"), {
    failed: "no public address was found",
    permissions: "those of ghcr-fargate status.",
    examples: ["open", "open --print"],
  })
    .option("--print", "only print the address")
    .option("--json", "print the address as JSON, and open nothing")
    .action((options: ServiceOptions & { readonly print?: true; readonly json?: true }) =>
      onService(options, terminal, async ({ aws, ref, deployed }) => {
        const { url, notes } = await findUrl(aws, ref, deployed?.url);
        if (url === undefined) {
          terminal.writeError("No public address was found; reach the service with ghcr-fargate port-forward.\n");
          terminal.writeError(notes.map((note) => `note: ${note}\n`).join(""));
          return EXIT.failed;
        }
        terminal.write(options.json ? `${JSON.stringify({ url })}\n` : `${url}\n`);
        if (options.print || options.json) return EXIT.ok;
        const opener = spawn(OPENERS[process.platform] ?? "xdg-open", [url], { stdio: "ignore", detached: true });
        opener.once("error", () => {
          terminal.writeError("No browser could be started; open the address by hand.\n");
        });
        opener.unref();
        return EXIT.ok;
      }),
    );
};

/** The service's own address, else that of its first task. */
async function findUrl(aws: Aws, ref: ServiceRef, known: string | undefined) {
  if (known !== undefined) return { url: known, notes: [] };
  const { tasks, notes } = await readStatus(aws, ref);
  return { url: tasks.find((task) => task.url !== undefined)?.url, notes };
}
