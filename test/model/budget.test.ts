// What a limit of cost says where there are no prices of the Region.

import { deepStrictEqual, match, strictEqual } from "node:assert";
import { checkBudget } from "../../model/budget";
import { monthlyCost } from "../../model/monthlyCost";

const plan = (region: string) => monthlyCost([{ resource: "web", region, price: "fargateVcpuX86", quantity: 1 }]);

describe("a limit of cost", () => {
  it("is kept where the plan costs less at the Region's prices", () =>
    strictEqual(checkBudget(50, plan("eu-central-1")), undefined));

  it("is refused in a Region without prices, also where another Region's would fit", () =>
    deepStrictEqual(checkBudget(50, plan("sa-east-1")), {
      wrong: "50 USD cannot be compared with the plan: the price table does not have all prices of sa-east-1",
      fix: "leave it unset there, or deploy to one of us-east-1, eu-central-1; at us-east-1's prices the plan costs 29.55 USD a month",
    }));

  it("says whose prices were used where they are over it", () =>
    match(
      checkBudget(10, plan("sa-east-1"))?.fix ?? "",
      /no prices for sa-east-1 in the table .*: us-east-1's were used/,
    ));
});
