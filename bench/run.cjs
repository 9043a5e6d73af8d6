// One measurement, in a process of its own: `node bench/run.cjs PROGRAM COUNT` runs a program under Pulumi's mocks and prints
// JSON: the time and memory of the whole process, and what it registered.
"use strict";

const pulumi = require("@pulumi/pulumi");
const { ACCOUNT, REGION } = require("./programs/shared.cjs");

const [program, count] = process.argv.slice(2);

/** Type to its number and the names of all properties that its resources were given. */
const registered = {};

const ANSWERS = {
  "aws:index/getRegion:getRegion": { region: REGION },
  "aws:index/getCallerIdentity:getCallerIdentity": {
    accountId: ACCOUNT,
    arn: `arn:aws:iam::${ACCOUNT}:user/deployer`,
  },
  "aws:index/getPartition:getPartition": { partition: "aws", dnsSuffix: "amazonaws.com" },
};

function newResource({ type, name, inputs, custom }) {
  if (!custom) return { id: undefined, state: {} };
  registered[type] ??= { count: 0, properties: {} };
  registered[type].count += 1;
  for (const property of Object.keys(inputs)) registered[type].properties[property] = true;
  return { id: `${name}-id`, state: { name, ...inputs, arn: `arn:aws:mock:${REGION}:${ACCOUNT}:${name}` } };
}

function call({ token }) {
  const answer = ANSWERS[token];
  if (!answer) throw Object.assign(new Error(token), { details: `no answer to ${token}` });
  return answer;
}

process.on("unhandledRejection", (error) => {
  throw error;
});

void pulumi.runtime.setMocks({ newResource, call }, "bench", "dev");
pulumi.runtime
  .runInPulumiStack(async () => require(`./programs/${program}.cjs`)(Number(count)))
  .then(() => pulumi.runtime.disconnect())
  .then(() => {
    const { user, system } = process.cpuUsage();
    const memoryMiB = process.resourceUsage().maxRSS / 1024;
    process.stdout.write(JSON.stringify({ ms: (user + system) / 1000, memoryMiB, registered }));
  });
