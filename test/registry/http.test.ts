// Retries, waits and limits of one request.

import { strict as assert } from "node:assert";
import type { ServerResponse } from "node:http";
import { HttpClient } from "../../registry/http";
import { Network } from "../support/network";
import { RegistryServer } from "../support/registryServer";

const REQUEST = { method: "GET", url: new URL("https://ghcr.io/v2/"), accept: "*/*" } as const;

describe("HttpClient", () => {
  let server: RegistryServer;
  let network: Network;

  beforeEach(async () => {
    server = await new RegistryServer("open").start();
    network = new Network({ "https://ghcr.io": server.url });
  });
  afterEach(() => server.stop());

  const cut = (_: unknown, response: ServerResponse): void => void response.destroy();
  const cutMidBody = (_: unknown, response: ServerResponse): void => {
    response.writeHead(200, { "content-length": "1000" }).write("half of");
    setTimeout(() => response.destroy(), 5);
  };
  const status =
    (code: number, retryAfter?: string) =>
    (_: unknown, response: ServerResponse): void =>
      void response.writeHead(code, retryAfter === undefined ? {} : { "retry-after": retryAfter }).end();

  const RECOVERED = [
    { title: "500 once", handle: status(500), times: 1, slept: [500] },
    { title: "503 three times, waiting longer each time", handle: status(503), times: 3, slept: [500, 1000, 2000] },
    { title: "429 with Retry-After in seconds", handle: status(429, "7"), times: 1, slept: [7000] },
    {
      title: "429 with Retry-After as a date",
      handle: status(429, "Sun, 22 Nov 2026 12:00:09 GMT"),
      times: 1,
      slept: [9000],
    },
    { title: "429 with a Retry-After that nobody can read", handle: status(429, "880.092µs"), times: 1, slept: [500] },
    { title: "a connection cut before the answer", handle: cut, times: 1, slept: [500] },
    { title: "a connection cut mid-body", handle: cutMidBody, times: 2, slept: [500, 1000] },
  ];
  for (const { title, handle, times, slept } of RECOVERED)
    it(`recovers from ${title}`, async () => {
      server.fail(/./, handle, times);
      server.fail(/./, (_, response) => response.end("here"), 1);
      const { body } = await new HttpClient(network.options).send(REQUEST);
      assert.equal(body.toString(), "here");
      assert.deepEqual(network.clock.slept, slept);
    });

  it("leaves out up to half of a wait at random", async () => {
    server.fail(/./, status(500), 1);
    await new HttpClient({ ...network.options, random: () => 0.5 }).send(REQUEST);
    assert.deepEqual(network.clock.slept, [375]);
  });

  const FINAL = [
    { title: "a fourth 500", handle: status(500), code: "SERVER_FAILED", status: 500, requests: 4 },
    { title: "a fourth 429", handle: status(429), code: "RATE_LIMITED", status: 429, requests: 4 },
    { title: "a fourth cut", handle: cut, code: "CUT", status: undefined, requests: 4 },
    {
      title: "a Retry-After beyond the total limit, at once",
      handle: status(429, "3600"),
      code: "RATE_LIMITED",
      status: 429,
      requests: 1,
    },
  ];
  for (const { title, handle, requests, ...expected } of FINAL)
    it(`gives up after ${title}`, async () => {
      server.fail(/./, handle);
      await assert.rejects(new HttpClient(network.options).send(REQUEST), expected);
      assert.equal(server.seen.length, requests);
    });

  it("does not try again what was answered", async () => {
    server.fail(/./, status(404));
    assert.equal((await new HttpClient(network.options).send(REQUEST)).status, 404);
    assert.equal(server.seen.length, 1);
  });

  it("sends nothing once its work is cancelled", async () => {
    const client = new HttpClient({ ...network.options, signal: AbortSignal.abort(new Error("interrupted")) });
    await assert.rejects(client.send({ ...REQUEST, method: "PUT" }), { message: "interrupted" });
    assert.deepEqual(network.sent, []);
  });

  it("gives a request no more time than the total limit leaves", async () => {
    server.fail(/./, () => undefined);
    const http = new HttpClient({ ...network.options, totalTimeoutMs: 1_000 });
    network.clock.advance(950);
    await assert.rejects(http.send(REQUEST), {
      code: "TIMED_OUT",
      message: "GET https://ghcr.io/v2/: ghcr.io gave no answer within 0.05 seconds",
    });
  });
});
