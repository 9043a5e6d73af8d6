import { strict as assert } from "node:assert";
import { isAttestation, parseManifest } from "../../registry/manifest";
import { runsOn } from "../../registry/platforms";
import { checkCase } from "../support/imageCase";
import { CONFIG_TYPE, IMAGE_TYPE, INDEX_TYPE } from "../support/registryServer";

const DIGEST = `sha256:${"1".repeat(64)}`;
const CONFIG = { mediaType: CONFIG_TYPE, digest: DIGEST, size: 2 };
const DOCKER_CONFIG = { ...CONFIG, mediaType: "application/vnd.docker.container.image.v1+json" };
const ENTRY = { mediaType: IMAGE_TYPE, digest: DIGEST, size: 2 };

const parse = (value: unknown): unknown => parseManifest(Buffer.from(JSON.stringify(value)));

describe("parseManifest", () => {
  it("reads an image of either kind", () => {
    for (const config of [CONFIG, DOCKER_CONFIG])
      assert.deepEqual(parse({ schemaVersion: 2, config, layers: [ENTRY] }), {
        kind: "image",
        config: { ...config, annotations: {} },
        layers: [{ ...ENTRY, annotations: {} }],
      });
  });

  it("reads an index with the platforms and annotations of its entries", () => {
    const entry = {
      ...ENTRY,
      platform: { os: "linux", architecture: "arm64", variant: "v8" },
      annotations: { a: "b" },
    };
    assert.deepEqual(parse({ schemaVersion: 2, manifests: [{ ...entry, urls: [] }] }), {
      kind: "index",
      manifests: [entry],
    });
  });

  const MALFORMED: readonly [title: string, value: unknown][] = [
    ["a list", []],
    ["null", null],
    ["no schema version", { config: CONFIG, layers: [] }],
    ["an image without a config", { schemaVersion: 2, layers: [] }],
    ["an image without layers", { schemaVersion: 2, config: CONFIG }],
    ["an entry without a size", { schemaVersion: 2, manifests: [{ ...ENTRY, size: undefined }] }],
    ["an entry that is a text", { schemaVersion: 2, manifests: ["x"] }],
    ["a path for a digest", { schemaVersion: 2, manifests: [{ ...ENTRY, digest: "../../../token" }] }],
  ];
  for (const [title, value] of MALFORMED)
    it(`refuses ${title}`, () => {
      assert.equal(parse(value), undefined);
    });
});

describe("isAttestation", () => {
  const linux = { os: "linux", architecture: "amd64" };
  const unknown = { os: "unknown", architecture: "unknown" };
  const ENTRIES = [
    { title: "an image", entry: { platform: linux, annotations: {} }, expected: false },
    { title: "an entry that names no platform", entry: { annotations: {} }, expected: false },
    { title: "an unknown platform", entry: { platform: unknown, annotations: {} }, expected: true },
    {
      title: "an entry that refers to another",
      entry: { platform: linux, annotations: { "vnd.docker.reference.type": "attestation-manifest" } },
      expected: true,
    },
  ];
  for (const { title, entry, expected } of ENTRIES)
    it(`says ${expected ? "yes" : "no"} to ${title}`, () => {
      assert.equal(isAttestation({ ...ENTRY, ...entry }), expected);
    });
});

describe("runsOn", () => {
  it("goes by Linux and the architecture, whatever the variant", () => {
    assert.equal(runsOn([{ os: "linux", architecture: "arm64", variant: "v8" }], "arm64"), true);
    assert.equal(runsOn([{ os: "windows", architecture: "amd64" }], "amd64"), false);
    assert.equal(runsOn([{ os: "linux", architecture: "arm", variant: "v7" }], "arm64"), false);
  });
});

describe("listPlatforms", () => {
  it("looks at no more than 50 entries, each of which could cost requests", async () => {
    const { platforms } = await checkCase({
      style: "ghcr",
      image: "acme/web:endless",
      arrange: (server) => {
        const entry = { mediaType: IMAGE_TYPE, ...server.putImage("linux/amd64") };
        const manifests = Array.from({ length: 60 }, () => entry);
        server.tag("acme/web", "endless", server.put(INDEX_TYPE, { schemaVersion: 2, manifests }).digest);
      },
    });
    assert.equal(platforms.length, 50);
  });
});
