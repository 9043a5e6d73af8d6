// Names and types of arguments, as people get them wrong, at any depth. Each must be one error before any child exists.

import assert from "node:assert/strict";
import * as fc from "fast-check";
import * as pulumi from "@pulumi/pulumi";
import { ARGUMENT_SHAPES } from "../../../components/component/argumentShapes";
import { BASE, problemsOfAll as problemsOf } from "./problemsOf";

const CASES: readonly (readonly [args: object, problems: readonly string[]])[] = [
  [{ memoryMiB: 4096 }, ["memoryMiB: is not an argument; did you mean memory"]],
  [{ containerPort: 8080 }, ["containerPort: is not an argument; did you mean port"]],
  [
    { port: 80, network: { mode: "new", ingressCidr: ["0.0.0.0/0"] } },
    ["network.ingressCidr: is not an argument; did you mean ingressCidrs"],
  ],
  [
    { sidecars: [{ name: "proxy", image: "nginx:1.27", envs: { A: "1" } }] },
    ["sidecars[0].envs: is not an argument; did you mean environment"],
  ],
  [
    { port: 80, loadBalancer: { protocol: "HTTP", ingressCidrs: [], healthCheck: { hostname: "app", path: "/h" } } },
    [
      "loadBalancer.healthCheck.hostname: is not an argument; remove it; the names here are path, port, statusCodes, intervalSeconds, timeoutSeconds, healthyThreshold, unhealthyThreshold, gracePeriodSeconds",
    ],
  ],
  [{ enableExecuteCommand: true }, ["enableExecuteCommand: is not an argument; did you mean executeCommand: {}"]],
  [{ gpu: 1 }, ["gpu: is not an argument; remove it: Fargate has no GPU"]],
  [
    { credentials: { username: "octocat", password: "ghp_a" } },
    ["credentials.password: is not an argument; did you mean token"],
  ],
  [
    { capacityProviders: [{ provider: "FARGATE_SPOT", weight: 1 }] },
    ["capacityProviders[0].provider: is not an argument; did you mean capacityProvider"],
  ],
  [{ autoscaling: { min: 1, maximum: 3 } }, ["autoscaling.maximum: is not an argument; did you mean max"]],
  [{ autoscaling: { cpuPercent: 60 } }, ["autoscaling.max: is missing; set it"]],
  [{ sidecars: [{ image: "nginx:1.27" }] }, ["sidecars[0].name: is missing; set it"]],
  [
    { taskRole: { statements: [{ actions: ["s3:GetObject"] }] } },
    ["taskRole.statements[0].resources: is missing; set it"],
  ],
  [
    { port: 80, network: { mode: "new", ingressCidrs: "0.0.0.0/0" } },
    ['network.ingressCidrs: is "0.0.0.0/0", not a list; write ["0.0.0.0/0"]'],
  ],
  [
    { port: 80, network: { mode: "new", ingressCidrs: [null] } },
    ["network.ingressCidrs[0]: is null; give it a value, or remove it from the list"],
  ],
  [
    { sidecars: { name: "proxy", image: "nginx:1.27" } },
    ["sidecars: is an object, not a list; write a list of objects: [{ ... }]"],
  ],
  [
    { alarms: { emails: "ops@example.com" } },
    ['alarms.emails: is "ops@example.com", not a list; write ["ops@example.com"]'],
  ],
  [
    { command: "npm start" },
    ['command: is "npm start", not a list; write ["npm", "start"], or ["sh", "-c", "npm start"] for a shell'],
  ],
  [
    { environment: [{ name: "A", value: "1" }] },
    ['environment: is a list, not an object; write { NAME: "value" }, not the list of names and values that ECS has'],
  ],
  [
    { capacityProviders: ["FARGATE_SPOT"] },
    ['capacityProviders[0]: is "FARGATE_SPOT", not an object; write { capacityProvider: "FARGATE_SPOT" }'],
  ],
  [
    { port: 80, loadBalancer: { protocol: "HTTP", ingressCidrs: [], healthCheck: "/health" } },
    ['loadBalancer.healthCheck: is "/health", not an object; write { path: "/health" }'],
  ],
  [{ healthCheck: true }, ["healthCheck: is true, not an object; write { command: [...] }"]],
  [{ executeCommand: true }, ["executeCommand: is true, not an object; write executeCommand: {}"]],
  [
    {
      port: 80,
      network: {
        mode: "existing",
        vpcId: "vpc-0123456789abcdef0",
        assignPublicIp: true,
        checkRoutes: false,
        subnetIds: "subnet-0123456789abcdef0",
      },
    },
    ['network.subnetIds: is "subnet-0123456789abcdef0", not a list; write ["subnet-0123456789abcdef0"]'],
  ],
  [{ environment: { PORT: 8080 } }, ['environment.PORT: is a number, not a string; write it in quotes: "..."']],
  [
    { environment: { A: { b: 1 } } },
    ["environment.A: is an object, not a string; pass a string; JSON.stringify makes one"],
  ],
  [{ tags: { cost: 5 } }, ['tags.cost: is 5, not a string; write it in quotes: "5"']],
  [
    { readonlyRootFilesystem: "true" },
    ['readonlyRootFilesystem: is "true", not true or false; write it without quotes'],
  ],
  [{ rollout: { wait: "false" } }, ['rollout.wait: is "false", not true or false; write it without quotes']],
  [
    { network: { mode: "new", assignPublicIp: "true" } },
    ['network.assignPublicIp: is "true", not true or false; write it without quotes'],
  ],
  [{ port: NaN }, ["port: is NaN; pass a number: what it was read from is not one"]],
  [{ environment: { A: null } }, ["environment.A: is null; give it a string, or leave it out"]],
  [{ cpu: null }, ["cpu: is null; give it a value, or leave it out for the default"]],
];

describe("names and types of arguments", () => {
  for (const [args, problems] of CASES)
    it(`${JSON.stringify(args, (_, value: unknown) => (typeof value === "number" && Number.isNaN(value) ? "NaN" : value)).slice(0, 90)}: ${problems[0]?.slice(0, 60) ?? "fine"}`, () =>
      assert.deepEqual(problemsOf({ ...BASE, ...args }), problems));

  it("are all missing where no arguments are given", () =>
    assert.deepEqual(problemsOf(undefined), ['image: is missing; pass { image: "ghcr.io/owner/image:tag" }']));

  it("are reported together", () =>
    assert.deepEqual(problemsOf({ imag: "x", cpu: "256", network: { mode: 1 } }), [
      "imag: is not an argument; did you mean image",
      'cpu: is "256", not a number; write it without quotes and units',
      'network.mode: is 1, not a string; write it in quotes: "1"',
    ]));

  it("are plain where they decide what is created", () =>
    assert.deepEqual(problemsOf({ ...BASE, port: pulumi.output(80) }), [
      "port: is an Output, but decides what is created; pass a plain value; the fields of objects may be Outputs",
    ]));

  it("do not include what all objects inherit", () =>
    assert.deepEqual(problemsOf({ ...BASE, constructor: 1, toString: "x" }), [
      "constructor: is not an argument; remove it; there is no argument like it",
      "toString: is not an argument; remove it; there is no argument like it",
    ]));

  it("never show what may be secret", () => {
    const shown = problemsOf({
      ...BASE,
      credentials: "ghp_secret",
      environment: { A: 12345 },
      secrets: { B: ["ghp_secret"] },
    }).join();
    assert.deepEqual([shown.includes("ghp_secret"), shown.includes("12345")], [false, false]);
  });

  const CYCLE: Record<string, unknown> = {};
  CYCLE.self = CYCLE;
  class Own {
    readonly name = "x";
  }
  const NASTY: readonly unknown[] = [
    -Infinity,
    Number.MAX_SAFE_INTEGER,
    1e-7,
    10n,
    Symbol("s"),
    new Date(NaN),
    new Map([["a", 1]]),
    new Own(),
    Object.create(null),
    CYCLE,
    [[CYCLE]],
    () => "x",
    /x/g,
    Buffer.from("x"),
    "x".repeat(1e6),
    "\u0000\ud800\n",
    "__proto__",
    JSON.parse('{"__proto__": {"image": 1}, "constructor": 1}'),
    new Promise(() => undefined),
    pulumi.output(new Promise<string>(() => undefined)),
    [pulumi.output(new Promise<string>(() => undefined))],
    { A: pulumi.secret(new Promise<string>(() => undefined)) },
  ];

  it("may be nasty in each place: accepted or refused by one ArgumentError", () => {
    for (const name of Object.keys(ARGUMENT_SHAPES.GhcrFargateService ?? {}))
      for (const nasty of NASTY)
        for (const value of [
          nasty,
          [nasty],
          { [name]: nasty, name: nasty, arn: nasty, mode: nasty },
          [{ name: nasty }],
        ])
          problemsOf({ ...BASE, [name]: value });
  });

  it("are no number where they are NaN or infinite", () => {
    const numbers = Object.entries(ARGUMENT_SHAPES.GhcrFargateService ?? {}).filter(([, type]) =>
      /^!?=?number$/.test(type),
    );
    for (const [name] of numbers)
      for (const value of [NaN, Infinity, -Infinity])
        assert.ok(
          problemsOf({ ...BASE, [name]: value }).some(
            (problem) => problem.startsWith(`${name}: ${String(value)}`) || problem.startsWith(`${name}: is NaN`),
          ),
          `${name}: ${value}`,
        );
    assert.ok(numbers.length > 5);
  });

  it("may be anything: each value is accepted or refused by one ArgumentError, in no time", () => {
    const names = Object.keys(ARGUMENT_SHAPES.GhcrFargateService ?? {});
    const inner = [...new Set(Object.values(ARGUMENT_SHAPES).flatMap((shape) => Object.keys(shape)))];
    const value = fc.letrec<{ any: unknown }>((tie) => ({
      any: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        fc.constantFrom<unknown>(
          null,
          undefined,
          true,
          "",
          "new",
          "existing",
          "0.0.0.0/0",
          -1,
          0,
          80,
          256,
          512,
          1e9,
          NaN,
          Infinity,
          "arn:aws:iam::123456789012:role/x",
          ...NASTY,
        ),
        fc.string(),
        fc.double(),
        fc.array(tie("any"), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...inner), tie("any"), { maxKeys: 4 }),
      ),
    })).any;
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 6 }), fc.boolean(), (args, base) => {
        problemsOf(base ? { ...BASE, ...args } : args);
      }),
      { numRuns: 1500, seed: 20261128 },
    );
  });
});
