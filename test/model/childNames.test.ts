import { strictEqual } from "node:assert";
import { checkComponentName, childName, childNameOf } from "../../model/childNames";

describe("the names of children", () => {
  it("start with the component's", () => {
    strictEqual(childName("web", "executionRole"), "web-execution-role");
    strictEqual(childNameOf("web", "ingress", "10.0.0.0/8"), "web-ingress-10.0.0.0-8");
    strictEqual(childNameOf("web", "egress", "2001:db8::/32", 443), "web-egress-2001-db8-32-443");
  });

  it("fit into what AWS allows, with Pulumi's suffix of 8 characters", () => {
    const longest = "w".repeat(41);
    strictEqual(checkComponentName(longest, ["executionRole", "service"]), undefined);
    strictEqual(`${childName(longest, "executionRole")}-1234567`.length, 64);
    strictEqual(checkComponentName(`${longest}w`, ["executionRole"])?.fix, "use 41 at the most");
    strictEqual(checkComponentName(`${longest}w`, ["service", "logGroup"]), undefined);
  });
});
