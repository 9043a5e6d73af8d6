import { throws } from "node:assert";
import { requireAws } from "../../components/component/requiredPackages";

describe("a program's @pulumi/aws", () => {
  it("is taken if it is of major version 7", () => {
    requireAws();
    requireAws("7.0.0");
  });

  it("is refused in one line if it is of another", () =>
    throws(() => requireAws("6.83.0"), {
      message: "ghcr-fargate needs @pulumi/aws 7.x; here is 6.83.0; run npm install @pulumi/aws@7",
    }));
});
