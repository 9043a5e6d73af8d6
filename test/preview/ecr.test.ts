// What a preview says of ECR: which images go and when, and what costs money.

import { deepStrictEqual } from "node:assert";
import { resourceCosts } from "../../preview/resourceCosts";
import { drawTree } from "../../preview/resourceTree";
import { lifecyclePolicyJson } from "../../model/ecrLifecycle";
import { resource } from "./capturedResource";

const POLICY = lifecyclePolicyJson({ untaggedDays: 14, protectTags: ["v*"], keepImages: 20 });
const RULES =
  "Keep images tagged v*; Keep the newest 20 of the other tagged images, delete older ones; Delete untagged images 14 days after their push";

describe("the preview of a registry", () => {
  it("says which images are deleted, by the rules of each policy", () => {
    const lines = drawTree(
      [
        resource("aws:ecr/lifecyclePolicy:LifecyclePolicy", "web", { policy: POLICY }),
        resource("aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate", "shop", { lifecyclePolicy: POLICY }),
        resource("aws:ecr/lifecyclePolicy:LifecyclePolicy", "other", { policy: "not known" }),
      ],
      "app",
      "dev",
    );
    deepStrictEqual(
      lines.filter(({ name }) => ["web", "shop", "other"].includes(name)).map(({ about }) => about),
      [`deletes old images: ${RULES}`, `settings of repositories that a push creates: ${RULES}`, "deletes old images"],
    );
  });

  it("prices storage and enhanced scanning, and names rights and basic scanning as free", () => {
    const costs = resourceCosts([
      resource("aws:ecr/repository:Repository", "web", {}),
      resource("aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate", "shop", {}),
      resource("aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration", "basic", { scanType: "BASIC" }),
      resource("aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration", "more", { scanType: "ENHANCED" }),
      resource("aws:ssoadmin/permissionSet:PermissionSet", "set", {}),
      resource("aws:identitystore/group:Group", "group", {}),
      resource("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "github", {}),
    ]);
    deepStrictEqual(
      costs.items.map((item) => [item.resource, item.price]),
      [
        ["web", "ecrStorage"],
        ["shop", "ecrStorage"],
        ["more", "inspectorImage"],
        ["more", "inspectorRescan"],
      ],
    );
    deepStrictEqual(costs.unpriced, []);
  });
});
