import { deepStrictEqual, strictEqual } from "node:assert";
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

  it("fit into the 32 characters of a load balancer and a target group", () => {
    const longest = "w".repeat(20);
    strictEqual(`${childName(longest, "alternateTargetGroup")}-1234567`.length, 32);
    strictEqual(checkComponentName(longest, ["loadBalancer", "targetGroup", "alternateTargetGroup"]), undefined);
    strictEqual(checkComponentName(`${longest}w`, ["alternateTargetGroup"])?.fix, "use 20 at the most");
    strictEqual(checkComponentName(`${longest}w`, ["targetGroup", "loadBalancer"]), undefined);
  });

  it("have no underscore, and do not start with internal, where Elastic Load Balancing names something", () => {
    deepStrictEqual(checkComponentName("my__web", ["service", "targetGroup"]), {
      wrong: '"my__web" has an underscore, which the name of a load balancer cannot have',
      fix: 'use dashes: "my-web"',
    });
    for (const name of ["internal", "internal-web", "Internal-web"])
      deepStrictEqual(checkComponentName(name, ["service", "targetGroup"]), {
        wrong: `"${name}" starts with "internal", which the name of a load balancer cannot`,
        fix: "use another name",
      });
    strictEqual(checkComponentName("my_web", ["service"]), undefined);
    strictEqual(checkComponentName("internals", ["targetGroup"]), undefined);
  });
});
