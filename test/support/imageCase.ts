// One question to a registry of the test's own, and the findings as lines.

import { strict as assert } from "node:assert";
import { parseImageReference } from "../../model/imageReference";
import { checkImage, type ImageReport, type ImageRequest } from "../../registry/checkImage";
import type { Credentials } from "../../registry/credentials";
import { Network } from "./network";
import { PASSWORD, RegistryServer, USERNAME } from "./registryServer";

/** What is asked, of a registry that has acme/web, acme/public and acme/hidden; and what is found. */
export interface ImageCase {
  readonly title: string;
  readonly style: "ghcr" | "gitlab";
  /** Without its host. */
  readonly image: string;
  /** @default LOGIN */
  readonly credentials?: Credentials | "none";
  /** @default "amd64" */
  readonly architecture?: ImageRequest["architecture"];
  readonly arrange?: (server: RegistryServer) => void;
  readonly requestTimeoutMs?: number;
  /** `CODE severity subject: wrong; fix` for each. */
  readonly findings: readonly string[];
}

export const LOGIN: Credentials = { username: USERNAME, password: PASSWORD };

/** A digest of nothing that is stored. */
export const ABSENT = `sha256:${"0".repeat(64)}`;

const HOST = { ghcr: "ghcr.io", gitlab: "registry.gitlab.com" };

/** Asks, and ends the registry. */
export async function checkCase(given: Omit<ImageCase, "title" | "findings">): Promise<ImageReport> {
  const server = await new RegistryServer(given.style).start();
  try {
    server.publicRepositories.add("acme/public");
    server.hiddenRepositories.add("acme/hidden");
    server.putIndex("acme/public", "main", ["linux/amd64"]);
    server.putIndex("acme/hidden", "main", ["linux/amd64"]);
    server.putIndex("acme/web", "main", ["linux/amd64", "linux/arm64/v8"]);
    server.putIndex("acme/web", "amd64-only", ["linux/amd64"]);
    server.tag("acme/web", "single", server.putImage("linux/arm64/v8").digest);
    given.arrange?.(server);
    const host = HOST[given.style];
    const network = new Network({ [`https://${host}`]: server.url, "https://gitlab.com": server.url }, given);
    const { image } = parseImageReference(`${host}/${given.image}`);
    assert.ok(image, given.image);
    const { credentials = LOGIN, architecture = "amd64" } = given;
    const request = { image, architecture, ...(credentials !== "none" && { credentials }) };
    return await checkImage(request, network.options);
  } finally {
    await server.stop();
  }
}

/** Defines one test for each case. */
export function itFinds(verb: string, cases: readonly ImageCase[]): void {
  for (const given of cases)
    it(`${verb} ${given.title}`, async () => {
      const { findings } = await checkCase(given);
      assert.deepEqual(findings.map(renderFinding), given.findings);
    });
}

export function renderFinding({ code, severity, subject, wrong, fix }: ImageReport["findings"][number]): string {
  return `${code} ${severity} ${subject}: ${wrong}; ${fix}`;
}
