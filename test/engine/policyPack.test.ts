// The policy pack of docs/policy.md, asked by Pulumi's engine. Skipped where a stand-in for Pulumi's language host runs no packs;
// test/policy/policyPack.test.ts asks the pack there as the engine would.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { blocksOf } from "../package/blocks";
import { ROOT } from "../package/installed";
import { serviceProject } from "./support/programs";
import { EngineStack, succeeds } from "./support/stack";

describe("a policy pack", function () {
  this.timeout(300_000);

  it("refuses a service that the whole internet reaches, and takes it once its rule is allowed", async function () {
    const image = `ghcr.io/octocat/web@sha256:${"0".repeat(64)}`;
    const args = `{ image: "${image}", port: 8080, network: { ingressCidrs: ["0.0.0.0/0"] } }`;
    const stack = await EngineStack.create(serviceProject("guarded", args));
    const pack = join(stack.directory, "guard-rails");
    const page = readFileSync(join(ROOT, "docs/policy.md"), "utf8");
    const [program = ""] = blocksOf("docs/policy.md", page).flatMap((block) =>
      block.language === "ts" ? block.code : [],
    );
    const write = (text: string) => writeFileSync(join(pack, "index.ts"), text);
    mkdirSync(pack);
    writeFileSync(join(pack, "PulumiPolicy.yaml"), "runtime: nodejs\n");
    writeFileSync(join(pack, "package.json"), '{ "name": "guard-rails", "version": "1.0.0", "main": "index.ts" }');
    write(program);
    const refused = await stack.preview({ policyPacks: [pack] });
    if (/does not run policy packs/.test(refused.printed)) {
      console.log("      skipped: this language host does not run policy packs");
      this.skip();
    }
    assert.ok(refused.failed, refused.printed);
    assert.match(refused.printed, /no-public-ingress/);
    assert.match(refused.printed, /web-ingress-0\.0\.0\.0-0/);
    write(program.replace("web-lb-ingress-443-0.0.0.0-0", "web-ingress-0.0.0.0-0"));
    await succeeds(stack.preview({ policyPacks: [pack] }));
  });
});
