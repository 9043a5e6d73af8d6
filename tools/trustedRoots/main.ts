// `npm run trusted-roots`: gets the trusted roots of Sigstore's public instance and of GitHub's own from their TUF repositories, whose
// signatures are checked from the roots of trust in `@sigstore/tuf` and in githubTufRoot.json, and writes registry/attestation/bundledRoots.json.
// Run it before a release, and where GitHub announces new certificates: about twice a year. `gh attestation trusted-root` prints the same.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { initTUF } from "@sigstore/tuf";

const GITHUB = { mirrorURL: "https://tuf-repo.github.com", rootPath: join(__dirname, "githubTufRoot.json") };
const TARGET = "trusted_root.json";

async function main(): Promise<void> {
  const cachePath = mkdtempSync(join(tmpdir(), "trusted-roots-"));
  try {
    const publicGood = await (await initTUF({ cachePath })).getTarget(TARGET);
    const github = await (await initTUF({ cachePath, ...GITHUB })).getTarget(TARGET);
    const roots = { publicGood: JSON.parse(publicGood) as unknown, github: JSON.parse(github) as unknown };
    writeFileSync(
      join(__dirname, "../../registry/attestation/bundledRoots.json"),
      `${JSON.stringify(roots, null, 2)}\n`,
    );
  } finally {
    rmSync(cachePath, { recursive: true });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`trusted-roots: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
