// What asking the registry adds to a preview: 50 services with ten images, checked and pinned against left as they are, with a
// registry on the loopback in this process. Each image is to be asked about once, and all at the same time. The limit is on CPU
// time, as in main.mjs; the time on the clock is printed beside it.

import { createRequire } from "node:module";
import { inTurn, measure, median } from "./measure.mjs";
import shared from "./programs/shared.cjs";

const { IMAGES, TAG } = shared;
const SERVICES = 50;
const RUNS = 7;
const MAX_RATIO = 1.15;
const SIDES = ["unasked", "asked"];

const require = createRequire(import.meta.url);

/** Prints the measurement; returns what is over a limit. */
export async function compareRegistry() {
  require("ts-node/register/transpile-only");
  const { RegistryServer, USERNAME, PASSWORD } = require("../test/support/registryServer.ts");
  const server = await new RegistryServer("ghcr").start();
  try {
    server.realm = `${server.url}/token`;
    for (const image of IMAGES) server.putIndex(image, TAG, ["linux/amd64", "linux/arm64"], image);
    const preview = async (side, services = SERVICES) => {
      server.seen.length = 0;
      const result = await measure(["images", services, server.host], {
        REGISTRY_USERNAME: USERNAME,
        REGISTRY_TOKEN: PASSWORD,
        GHCR_FARGATE_OFFLINE: side === "asked" ? "" : "1",
      });
      return { ...result, requests: server.seen.map(imageIn) };
    };
    const round = (await preview("asked", 1)).requests.length;
    return report(round, await inTurn(SIDES, RUNS, (side) => preview(side)));
  } finally {
    await server.stop();
  }
}

/** The repository that a request is about. */
function imageIn({ path }) {
  const image = IMAGES.find((name) => path.includes(`/${name}/`) || path.includes(encodeURIComponent(`:${name}:`)));
  if (!image) throw new Error(`a request about none of the images: ${path}`);
  return image;
}

function report(round, { unasked, asked }) {
  const ratio = (key) => median(asked.map((run) => run[key])) / median(unasked.map((run) => run[key]));
  const [cpu, wall] = [ratio("ms"), ratio("wallMs")];
  const requests = Math.max(...asked.map((run) => run.requests.length));
  const expected = round * IMAGES.length;
  console.log(
    `registry: ${SERVICES} services with ${IMAGES.length} images: ${cpu.toFixed(2)} times the CPU time, ` +
      `${wall.toFixed(2)} times the time on the clock of a preview that asks nothing; ${requests} requests, ${round} for each image`,
  );
  return [
    ...(cpu > MAX_RATIO ? [`asking the registry takes over ${MAX_RATIO} times the CPU time`] : []),
    ...(round === 0 || requests > expected ? [`${requests} requests, more than ${round} for each image`] : []),
    ...(unasked.some((run) => run.requests.length > 0) ? ["the registry is asked though it is not to be"] : []),
    ...(asked.every((run) => isParallel(run.requests)) ? [] : ["the images are not asked about at the same time"]),
  ];
}

/** Whether the questions about every image had begun before those about any image had ended. */
function isParallel(requests) {
  const begun = Math.max(...IMAGES.map((image) => requests.indexOf(image)));
  const ended = Math.min(...IMAGES.map((image) => requests.lastIndexOf(image)));
  return begun < ended;
}
