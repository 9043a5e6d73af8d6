// Environment files in S3, and file systems in memory.
// Not proven here: that ECS reads the files; and that Fargate mounts the file systems, which AWS's API documentation no longer denies.

import { deepStrictEqual, strictEqual } from "node:assert";
import { containerIn, deployService, PUBLIC, refusal } from "./serviceFixture";

const FILE = "arn:aws:s3:::acme-config/web.env";
const COMMON = "arn:aws:s3:::acme-config/common.env";
const TMPFS = [{ containerPath: "/tmp", sizeMib: 64, mountOptions: ["noexec"] }];

describe("the files of a container", () => {
  it("are defined as given, of the service's own container and of a sidecar", async () => {
    const files = { environmentFiles: [FILE, COMMON], tmpfs: TMPFS };
    const sidecars = [{ name: "proxy", image: "nginx:1.29", ...files }];
    const deployment = await deployService({ ...PUBLIC, ...files, sidecars });
    for (const name of ["app", "proxy"]) {
      const { environmentFiles, linuxParameters } = containerIn(deployment, name);
      deepStrictEqual(environmentFiles, [
        { value: FILE, type: "s3" },
        { value: COMMON, type: "s3" },
      ]);
      deepStrictEqual(linuxParameters, {
        tmpfs: [{ containerPath: "/tmp", size: 64, mountOptions: ["noexec"] }],
      });
    }
  });

  it("let the execution role read these files alone", async () => {
    const sidecars = [{ name: "proxy", image: "nginx:1.29", environmentFiles: [FILE] }];
    const deployment = await deployService({ ...PUBLIC, environmentFiles: [FILE, COMMON], sidecars });
    const policy = deployment.find("web-execution-role-policy").inputs.policy as string;
    deepStrictEqual((JSON.parse(policy) as { Statement: unknown }).Statement, [
      { Sid: "ReadEnvironmentFiles", Effect: "Allow", Action: "s3:GetObject", Resource: [FILE, COMMON] },
      {
        Sid: "LocateEnvironmentFiles",
        Effect: "Allow",
        Action: "s3:GetBucketLocation",
        Resource: ["arn:aws:s3:::acme-config"],
      },
    ]);
  });

  for (const [what, given, message] of [
    [
      "the address of an object",
      { environmentFiles: ["s3://acme-config/web.env"] },
      'environmentFiles[0]: "s3://acme-config/web.env" is not the ARN of an object in S3 whose name ends in ".env"; write "arn:aws:s3:::acme-config/web.env"',
    ],
    [
      "a file of another kind",
      { environmentFiles: ["arn:aws:s3:::acme-config/web.txt"] },
      'environmentFiles[0]: "arn:aws:s3:::acme-config/web.txt" is not the ARN of an object in S3 whose name ends in ".env"; pass an ARN like arn:aws:s3:::BUCKET/NAME.env',
    ],
    [
      "eleven files",
      { environmentFiles: Array.from({ length: 11 }, (_, i) => `arn:aws:s3:::acme-config/${i}.env`) },
      "environmentFiles: has 11, but a container takes 10; join some of them",
    ],
    [
      "a file system at the root",
      { tmpfs: [{ containerPath: "/", sizeMib: 64 }] },
      'tmpfs[0].containerPath: "/" is not the absolute path of a directory below the root; use one such as "/tmp"',
    ],
    [
      "a file system of no size",
      { tmpfs: [{ containerPath: "/tmp", sizeMib: 0 }] },
      "tmpfs[0].sizeMib: 0 is not valid; must be a whole number from 1 to 249856 (MiB)",
    ],
    [
      "two at one path",
      { tmpfs: [TMPFS[0], TMPFS[0]] },
      'tmpfs[1].containerPath: "/tmp" is another mount\'s path; mount each at a path of its own',
    ],
    [
      "an unknown option",
      { tmpfs: [{ containerPath: "/tmp", sizeMib: 1, mountOptions: ["readonly"] }] },
      'tmpfs[0].mountOptions[0]: "readonly" is not an option of a mount; use options such as "ro", "noexec" or "nosuid"',
    ],
  ] as const)
    it(`are refused: ${what}`, async () => {
      strictEqual(await refusal({ ...PUBLIC, ...given } as never), `GhcrFargateService "web": ${message}`);
    });
});
