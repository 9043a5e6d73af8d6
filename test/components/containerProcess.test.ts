// The process of a container: its limits, capabilities, kernel parameters and restarts.

import { deepStrictEqual, strictEqual } from "node:assert";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { containerIn, deployService, PUBLIC, refusal } from "./serviceFixture";

const PROCESS = {
  workingDirectory: "/srv",
  dockerLabels: { team: "a", app: "web" },
  ulimits: [{ name: "nofile", softLimit: 1024, hardLimit: 4096 }],
  systemControls: [{ namespace: "net.core.somaxconn", value: "1024" }],
  allowPtrace: true,
  dropCapabilities: ["NET_RAW"],
  interactive: true,
  pseudoTerminal: true,
  restartPolicy: { ignoredExitCodes: [0], restartAttemptPeriodSeconds: 60 },
  versionConsistency: "disabled",
  startTimeoutSeconds: 30,
} as const;

const settings = {
  ...PROCESS,
  ulimits: [...PROCESS.ulimits],
  systemControls: [...PROCESS.systemControls],
  dropCapabilities: [...PROCESS.dropCapabilities],
  restartPolicy: { ...PROCESS.restartPolicy, ignoredExitCodes: [0] },
};

const EXPECTED = {
  workingDirectory: "/srv",
  dockerLabels: { app: "web", team: "a" },
  ulimits: [{ name: "nofile", softLimit: 1024, hardLimit: 4096 }],
  systemControls: [{ namespace: "net.core.somaxconn", value: "1024" }],
  interactive: true,
  pseudoTerminal: true,
  restartPolicy: { enabled: true, ignoredExitCodes: [0], restartAttemptPeriod: 60 },
  versionConsistency: "disabled",
  startTimeout: 30,
  linuxParameters: { capabilities: { add: ["SYS_PTRACE"], drop: ["NET_RAW"] } },
};

describe("the process of a container", () => {
  it("is defined as given, of the service's own container and of a sidecar", async () => {
    const sidecars = [{ name: "proxy", image: "nginx:1.29", ...settings }];
    const deployment = await deployService({ ...PUBLIC, ...settings, sidecars });
    for (const name of ["app", "proxy"]) {
      const definition = containerIn(deployment, name);
      deepStrictEqual(Object.fromEntries(Object.keys(EXPECTED).map((key) => [key, definition[key]])), EXPECTED);
    }
  });

  it("leaves no trace where nothing is given, and keeps an init process beside capabilities", async () => {
    const plain = containerIn(await deployService(PUBLIC));
    deepStrictEqual(
      Object.keys(EXPECTED).filter((key) => key in plain),
      [],
    );
    const init = containerIn(await deployService({ ...PUBLIC, initProcessEnabled: true, dropCapabilities: ["ALL"] }));
    deepStrictEqual(init.linuxParameters, { initProcessEnabled: true, capabilities: { drop: ["ALL"] } });
  });

  it("is warned of where restarts could hide that it does not work", async () => {
    const healthCheck = { command: ["CMD", "/probe"] };
    const warned = async (args: GhcrFargateServiceArgs) =>
      (await deployService(args)).warnings.filter((text) => text.includes("restartPolicy"));
    deepStrictEqual(await warned({ ...PUBLIC, restartPolicy: {} }), [
      "restartPolicy: without healthCheck, a container that restarts again and again looks like one that runs: the deployment " +
        "succeeds and no alarm goes off; set healthCheck",
    ]);
    deepStrictEqual(await warned({ ...PUBLIC, restartPolicy: {}, healthCheck }), []);
  });

  for (const [what, given, message] of [
    [
      "a limit that Fargate lacks",
      { ulimits: [{ name: "nproc", softLimit: 1, hardLimit: 1 }] },
      'ulimits[0].name: "nproc" cannot be set on Fargate; use "nofile", or leave it out',
    ],
    [
      "a soft limit above the hard one",
      { ulimits: [{ name: "nofile", softLimit: 2, hardLimit: 1 }] },
      "ulimits[0].softLimit: 2 is above hardLimit, 1; lower it, or raise hardLimit",
    ],
    [
      "a kernel parameter that is none",
      { systemControls: [{ namespace: "somaxconn", value: "1" }] },
      'systemControls[0].namespace: "somaxconn" is not a valid kernel parameter; use a name like net.core.somaxconn',
    ],
    [
      "a capability with its prefix",
      { dropCapabilities: ["CAP_NET_RAW"] },
      'dropCapabilities[0]: "CAP_NET_RAW" is not a valid capability; use a name like "NET_RAW", without CAP_, or "ALL"',
    ],
    [
      "a restart period that ECS lacks",
      { restartPolicy: { restartAttemptPeriodSeconds: 59 } },
      "restartPolicy.restartAttemptPeriodSeconds: 59 is not valid; must be a whole number from 60 to 1800 (seconds)",
    ],
    [
      "a start time-out of a second",
      { startTimeoutSeconds: 1 },
      "startTimeoutSeconds: 1 is not valid; must be a whole number from 2 to 120 (seconds)",
    ],
    [
      "a stop time-out of a second",
      { stopTimeoutSeconds: 1 },
      "stopTimeoutSeconds: 1 is not valid; must be a whole number from 2 to 120 (seconds)",
    ],
  ] as const)
    it(`is refused with ${what}`, async () => {
      strictEqual(
        await refusal({ ...PUBLIC, ...(given as Partial<GhcrFargateServiceArgs>) }),
        `GhcrFargateService "web": ${message}`,
      );
    });
});
