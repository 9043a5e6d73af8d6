// `ghcr-fargate open`: the service in the browser.

import { spawn } from "node:child_process";
import { readStatus } from "../operations/status";
import { EXIT, onService, withServiceOptions, type ServiceOptions } from "./serviceCommand";
import type { AddCommand } from "./terminal";

/** What opens an address on each system. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, string>>> = { darwin: "open", win32: "explorer" };

/** Adds `open`. */
export const addOpen: AddCommand = (program, terminal) => {
  withServiceOptions(program.command("open").description("open the service's address in the browser"), {
    permissions: "those of ghcr-fargate status.",
    examples: ["open", "open --print"],
  })
    .option("--print", "only print the address")
    .action((options: ServiceOptions & { readonly print?: true }) =>
      onService(options, terminal, async ({ aws, ref, deployed }) => {
        const url = deployed?.url ?? (await readStatus(aws, ref)).tasks.find((task) => task.url !== undefined)?.url;
        if (url === undefined) {
          terminal.writeError("The service has no public address; reach it with ghcr-fargate port-forward.\n");
          return EXIT.failed;
        }
        terminal.write(`${url}\n`);
        if (options.print) return EXIT.ok;
        const opener = spawn(OPENERS[process.platform] ?? "xdg-open", [url], { stdio: "ignore", detached: true });
        opener.once("error", () => {
          terminal.writeError("No browser could be started; open the address by hand.\n");
        });
        opener.unref();
        return EXIT.ok;
      }),
    );
};
