import { describeLife, edited } from "../support/life";

describeLife({
  example: "ecr-service",
  edits: [
    {
      name: "a rule that keeps fewer images",
      program: edited("keepImages: 20", "keepImages: 10"),
      changes: [
        "replace ecr:LifecyclePolicy shop-lifecycle-web",
        "update ecr:RepositoryCreationTemplate shop-creation-template",
      ],
    },
    {
      name: "a repository more",
      program: edited('repositories: ["web"]', 'repositories: ["web", "worker"]'),
      changes: ["create ecr:LifecyclePolicy shop-lifecycle-worker", "create ecr:Repository shop-repository-worker"],
    },
  ],
});
