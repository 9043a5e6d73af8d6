// One measurement, in a process of its own: `node bench/run.cjs PROGRAM COUNT [REGISTRY]` runs a program under Pulumi's mocks and
// prints JSON: the time and memory of the whole process, and what it registered. With a registry (`HOST:PORT`) it is a preview
// with an engine attached, in which the component asks that registry.
"use strict";

const { createHook } = require("node:async_hooks");
const promises = countPromises();

const pulumi = require("@pulumi/pulumi");
const { ACCOUNT, REGION } = require("./programs/shared.cjs");

const [program, count, registry] = process.argv.slice(2);

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

/** Counts all promises, which slows the program down: with COUNT_PROMISES=1 alone. */
function countPromises() {
  const count = { made: 0 };
  if (process.env.COUNT_PROMISES !== "1") return count;
  createHook({ init: (_id, type) => void (count.made += type === "PROMISE" ? 1 : 0) }).enable();
  return count;
}

process.on("unhandledRejection", (error) => {
  throw error;
});

async function run() {
  void pulumi.runtime.setMocks({ newResource, call }, "bench", "dev", registry !== undefined);
  if (registry !== undefined) getStore().settings.engine = ENGINE;
  await pulumi.runtime.runInPulumiStack(async () => require(`./programs/${program}.cjs`)(Number(count), registry));
  await pulumi.runtime.disconnect();
}

// Internal to the SDK: only a runtime of its own can have an engine attached to mocks.
const { getStore, withLocalStorage } = require("@pulumi/pulumi/runtime/state");
const ENGINE = { setRootResource: (_request, done) => done(), log: (_request, done) => done() };

(registry === undefined ? run() : withLocalStorage(run)).then(() => {
  const { user, system } = process.cpuUsage();
  const times = { ms: (user + system) / 1000, wallMs: performance.now() };
  const memoryMiB = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(JSON.stringify({ ...times, memoryMiB, registered, promises: promises.made }));
});
