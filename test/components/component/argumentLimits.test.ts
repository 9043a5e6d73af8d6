// AWS's limits that are known without AWS: each of these is one error before any child exists.
// Not proven here: that AWS refuses the same; each check names the page that it follows.

import assert from "node:assert/strict";
import { EXISTING, HTTP, HTTPS, numbered, sidecars } from "./limitsFixture";
import { problemsOf } from "./problemsOf";

type Row = readonly [title: string, args: object, problems: readonly string[], name?: string];

const REFUSED: Readonly<Record<string, readonly Row[]>> = {
  "the number of containers, lists and rules": [
    [
      "ten containers are the most",
      { sidecars: sidecars(20) },
      ["sidecars: has 20, which makes 21 containers, but a task definition takes 10; use 9 at the most"],
    ],
    [
      "the log router counts too",
      { logs: { fireLens: {}, driver: "awsfirelens", options: { Name: "cloudwatch" } }, sidecars: sidecars(9) },
      ["sidecars: has 9, which makes 11 containers, but a task definition takes 10; use 8 at the most"],
    ],
    [
      "a task definition has 64 KiB",
      { environment: { A: "x".repeat(70000) } },
      [
        "environment: makes the task definition 69 KiB long, of which it is 69, but ECS takes 64 KiB; put long values in a file of the image, in S3 or in secrets",
      ],
    ],
    [
      "the longest argument is named",
      {
        environment: { A: "ü".repeat(15000) },
        sidecars: [{ name: "p", image: "nginx:1.27", dockerLabels: { A: "x".repeat(40000) } }],
      },
      [
        "sidecars[0].dockerLabels: makes the task definition 69 KiB long, of which it is 40, but ECS takes 64 KiB; put long values in a file of the image, in S3 or in secrets",
      ],
    ],
    [
      "a service takes 5 security groups",
      { port: 80, network: { ...EXISTING, securityGroupIds: numbered(6, (i) => `sg-0123456789abcdef${i}`) } },
      ["network.securityGroupIds: has 6, but a service takes 5; combine their rules in fewer groups"],
    ],
    [
      "a security group is given once",
      { network: { ...EXISTING, securityGroupIds: ["sg-0a", "sg-0b", "sg-0a"] } },
      ['network.securityGroupIds[2]: "sg-0a" is given twice; keep one'],
    ],
    [
      "a service takes 16 subnets",
      { network: { ...EXISTING, subnetIds: numbered(17, (i) => `subnet-${i}`) } },
      ["network.subnetIds: has 17, but a service takes 16; remove some"],
    ],
    [
      "a subnet is given once",
      { network: { ...EXISTING, subnetIds: ["subnet-1", "subnet-1"] } },
      ['network.subnetIds: "subnet-1" is given twice; keep one'],
    ],
    [
      "a load balancer's subnet is given once",
      { port: 80, loadBalancer: { ...HTTP, subnetIds: ["subnet-1", "subnet-2", "subnet-2"] } },
      ['loadBalancer.subnetIds: "subnet-2" is given twice; keep one'],
    ],
    [
      "a security group takes 60 rules",
      { port: 80, network: { mode: "new", ingressCidrs: numbered(61, (i) => `10.${i}.0.0/16`) } },
      [
        "network.ingressCidrs: has 61, but a security group takes 60; use wider blocks, or groups of your own in network.securityGroupIds",
      ],
    ],
    [
      "rules of IPv6 count apart, and groups in both",
      {
        port: 80,
        network: {
          mode: "new",
          ingressCidrs: numbered(118, (i) => (i % 2 === 0 ? `10.${i}.0.0/16` : `2001:db8:${i}::/48`)),
          ingressSecurityGroupIds: ["sg-0a", "sg-0b"],
        },
      },
      [
        "network.ingressCidrs: has 61, but a security group takes 60; use wider blocks, or groups of your own in network.securityGroupIds",
      ],
    ],
    [
      "a load balancer with HTTPS has two rules for each block",
      { port: 80, loadBalancer: { ...HTTPS, ingressCidrs: numbered(31, (i) => `10.${i}.0.0/16`) } },
      [
        "loadBalancer.ingressCidrs: makes 62 rules, for ports 443 and 80, but a security group takes 60; use wider blocks, or a prefix list in loadBalancer.ingressPrefixListIds",
      ],
    ],
    [
      "outbound rules are 60 too",
      { network: { mode: "new", egress: numbered(61, (i) => ({ cidr: "0.0.0.0/0", port: 443 + i })) } },
      [
        "network.egress: has 61, but a security group takes 60; use wider blocks, or groups of your own in network.securityGroupIds",
      ],
    ],
    [
      "the same IPv6 block, written differently",
      { port: 80, network: { mode: "new", ingressCidrs: ["2001:DB8::/32", "2001:db8::/32", "2001:0db8:0:0::/32"] } },
      [
        'network.ingressCidrs[1]: "2001:db8::/32" is given twice; keep one',
        'network.ingressCidrs[2]: "2001:0db8:0:0::/32" is given twice; keep one',
      ],
    ],
    [
      "an IPv6 address for a block",
      { port: 80, network: { mode: "new", ingressCidrs: ["2001:DB8::1/32"] } },
      ['network.ingressCidrs[0]: "2001:DB8::1/32" has address bits behind its prefix; write "2001:db8::/32"'],
    ],
  ],
  tags: [
    [
      "a key has 128 characters",
      { tags: { ["k".repeat(129)]: "v" } },
      [
        'tags: "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk... has 129 characters; a key has 128 characters at the most',
      ],
    ],
    [
      "a value has 256, keys differ in more than case, and only some characters are taken",
      { tags: { a: "v".repeat(257), B: "1", b: "2", "x#": "1", "": "v" } },
      [
        'tags.a: "vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv... has 257 characters; a value has 256 characters at the most',
        'tags.b: differs from "B" in case only, which IAM takes for the same key; keep one',
        'tags["x#"]: "x#" has characters that AWS does not take; use letters, digits, spaces and _ . : / = + - @',
        "tags: has a tag without a key; give it a key",
      ],
    ],
    [
      "aws: is AWS's own",
      { tags: { "aws:x": "1" } },
      ['tags["aws:x"]: "aws:x" starts with "aws:", which AWS keeps for itself; use another key'],
    ],
    [
      "AWS takes 50, one of which keeps the tag of a pinned image",
      { tags: Object.fromEntries(numbered(50, (i) => [`k${i}`, "v"])) },
      ["tags: has 50, but AWS takes 50 and the component adds 1: at most 49; remove some"],
    ],
    [
      "all 50 are the user's where nothing is pinned",
      { registry: { pin: false }, tags: Object.fromEntries(numbered(51, (i) => [`k${i}`, "v"])) },
      ["tags: has 51, but AWS takes 50; remove some"],
    ],
  ],
  sizes: [
    [
      "a sidecar reserves no more CPU than the task has",
      { sidecars: [{ name: "proxy", image: "nginx:1.27", cpu: 512 }] },
      ["sidecars[0].cpu: 512 is more than the task's cpu, 256; lower it, or raise cpu"],
    ],
    [
      "nor more memory",
      {
        cpu: 1024,
        sidecars: [
          { name: "a", image: "nginx:1.27", memory: 128 },
          { name: "b", image: "nginx:1.27", memory: 4096 },
        ],
      },
      ["sidecars[1].memory: 4096 is more than the task's memory, 2048; lower it, or raise memory"],
    ],
    [
      "nor do they together",
      {
        sidecars: [
          { name: "a", image: "nginx:1.27", memory: 300 },
          { name: "b", image: "nginx:1.27", memory: 300 },
        ],
      },
      [
        "sidecars: reserve 600 MiB together, more than the task's memory, 512; lower the memory of sidecars, or raise memory",
      ],
    ],
    ["memory that no CPU size has", { memory: 300 }, ["memory: 300 MiB is not a memory size of Fargate; use 512"]],
    [
      "32 vCPU take three sizes of memory",
      { cpu: 32768, memory: 65536 },
      [
        "memory: 65536 MiB do not go with cpu: 32768; Fargate's nearest sizes are memory: 61440 or memory: 122880, or cpu: 16384 with memory: 65536",
      ],
    ],
    [
      "memory with its unit",
      { memory: "0.5GB" },
      ['memory: is "0.5GB", not a number; write it without quotes and units'],
    ],
    ["no number", { memory: NaN }, ["memory: is NaN; pass a number: what it was read from is not one"]],
  ],
  "dependencies of containers": [
    [
      "a circle",
      {
        dependsOn: [{ containerName: "proxy", condition: "START" }],
        sidecars: [{ name: "proxy", image: "nginx:1.27", dependsOn: [{ containerName: "app", condition: "START" }] }],
      },
      ["dependsOn: is a circle: app -> proxy -> app; let one of them wait for none"],
    ],
    [
      "a circle of sidecars, printed once",
      {
        sidecars: ["b", "c", "a"].map((containerName, i) => ({
          name: ["a", "b", "c"][i],
          image: "nginx:1.27",
          dependsOn: [{ containerName, condition: "START" }],
        })),
      },
      ["sidecars[0].dependsOn: is a circle: a -> b -> c -> a; let one of them wait for none"],
    ],
    [
      "the end of an essential sidecar",
      {
        dependsOn: [{ containerName: "init", condition: "SUCCESS" }],
        sidecars: [{ name: "init", image: "nginx:1.27" }],
      },
      [
        'dependsOn[0].condition: "SUCCESS", but "init" is essential: the task stops when it ends; set sidecars[0].essential: false, or use START or HEALTHY',
      ],
    ],
    [
      "the end of the service's own container",
      { sidecars: [{ name: "x", image: "nginx:1.27", dependsOn: [{ containerName: "app", condition: "COMPLETE" }] }] },
      [
        'sidecars[0].dependsOn[0].condition: "COMPLETE", but "app" is essential: the task stops when it ends; use START or HEALTHY',
      ],
    ],
    [
      "a container that is not there",
      { dependsOn: [{ containerName: "db", condition: "START" }] },
      ['dependsOn[0].containerName: "db" is not the name of another container of the task; add a sidecar named "db"'],
    ],
    [
      "a container on itself",
      { dependsOn: [{ containerName: "app", condition: "START" }], sidecars: sidecars(1) },
      ['dependsOn[0].containerName: "app" is not the name of another container of the task; use one of "s0"'],
    ],
  ],
};

for (const [subject, rows] of Object.entries(REFUSED))
  describe(subject, () => {
    for (const [title, args, problems, name] of rows)
      it(title, () => assert.deepEqual(problemsOf(args, name), problems));
  });
