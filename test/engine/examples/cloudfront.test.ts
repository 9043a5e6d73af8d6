// The emulator forgets most of a distribution's settings, so its life is shorter than that of the other examples.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../package/installed";
import { assertNothingLeft, inventory } from "../support/inventory";
import { createExample } from "../support/life";
import { hostedZone } from "../support/seeds";
import { succeeds } from "../support/stack";

describe("examples/cloudfront", function () {
  this.timeout(300_000);

  it("is deployed, changes nothing but what the emulator forgets, and is destroyed", async () => {
    const program = readFileSync(join(ROOT, "examples/cloudfront/index.ts"), "utf8");
    const stack = await createExample("cloudfront", program);
    await hostedZone(stack.emulator);
    const before = await inventory(stack.emulator);
    const { outputs } = await succeeds(stack.up());
    assert.match(String(outputs.url), /^https:\/\/\w+\.cloudfront\.net$/);
    assert.deepEqual((await succeeds(stack.up())).changes, ["update cloudfront:Distribution web"]);
    await succeeds(stack.destroy());
    await assertNothingLeft(stack.emulator, before);
  });
});
