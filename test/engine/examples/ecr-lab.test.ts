import { describeLife, edited } from "../support/life";

describeLife({
  example: "ecr-lab",
  edits: [
    {
      name: "one repository more",
      program: edited('["web", "worker"]', '["web", "worker", "admin"]'),
      changes: ["create ecr:LifecyclePolicy shop-lifecycle-admin", "create ecr:Repository shop-repository-admin"],
    },
  ],
});
