// Who built an image: with a registry and a Sigstore instance of the test's own, and with real bundles and the roots of this package.
// The bundles are public records: the provenance of the npm package sigstore 2.0.0 by the public instance, and the attestation of the
// release jdx/communique v0.1.9 by GitHub's own. Not proven here: that a real attestation of a container image is found in ghcr.io.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { RequiredAttestation } from "../../../registry/attestation/checkAttestation";
import { checkSigner } from "../../../registry/attestation/identity";
import { bundledRoots, parseTrustedRoots } from "../../../registry/attestation/trustedRoots";
import { verifySignature } from "../../../registry/attestation/verifySignature";
import { checkImage } from "../../../registry/checkImage";
import { newAuthority } from "../../support/sigstore/certificates";
import { type Attested, Sigstore, type SigstoreBundle } from "../../support/sigstore/sigstore";
import { RegistryServer } from "../../support/registryServer";

const BUNDLE_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";
const COSIGN_TYPE = "application/vnd.dev.cosign.simplesigning.v1+json";
const OTHER = `sha256:${"b".repeat(64)}`;
const RELEASE = "https://github.com/acme/web/.github/workflows/release.yml@refs/heads/main";
const ATTEST =
  "let the workflow that pushes the image attest it: actions/attest-build-provenance with push-to-registry: true, or cosign sign";
const AGAIN = "attest the image again; if it was sound before, find out who changed it";
const UPDATE =
  "attest the image in GitHub Actions; where GitHub or Sigstore have new certificates, update ghcr-fargate or set trustedRoot";

describe("the attestation of an image", () => {
  const sigstore = new Sigstore();
  const trustedRoots = parseTrustedRoots(sigstore.trustedRoot) ?? [];
  let server: RegistryServer;
  let digest: string;

  beforeEach(async () => {
    server = await new RegistryServer("open").start();
    digest = server.putIndex("acme/web", "main", ["linux/amd64"]);
  });
  afterEach(() => server.stop());

  const store = (bundle: unknown) =>
    server.describe("acme/web", digest, { type: BUNDLE_TYPE, content: JSON.stringify(bundle) });
  const attest = (attested: Partial<Attested> = {}) => sigstore.attest({ digest, ...attested });
  const check = async (required: Partial<RequiredAttestation> = {}) => {
    const image = { registry: server.host, repository: "acme/web", tag: "main" };
    const attestation = { repository: "acme/web", trustedRoots, ...required };
    const { findings, attestedBy } = await checkImage({ image, architecture: "amd64", attestation });
    return attestedBy ?? findings.map(({ code, wrong, fix, field }) => [code, field, `${wrong}; ${fix}`]);
  };
  const image = () => `acme/web@${digest}`;

  it("is found by the tag that clients keep where the registry lists nothing, as ghcr.io", async () => {
    store(attest());
    assert.equal(await check(), RELEASE);
  });

  it("is found in the registry's own list", async () => {
    server.listsReferrers = true;
    store(attest());
    assert.equal(await check(), RELEASE);
  });

  it("is found by the tag where the registry's own list is empty", async () => {
    store(attest());
    server.listsReferrers = true;
    server.fail(/\/referrers\//, (_, response) => response.end('{"schemaVersion":2,"manifests":[]}'));
    assert.equal(await check(), RELEASE);
  });

  it("may be a signature that cosign stored before it wrote bundles", async () => {
    const { payload, annotations } = sigstore.cosign({ digest });
    const stored = server.put("application/octet-stream", payload);
    const config = server.put("application/octet-stream", "{}");
    const { digest: manifest } = server.put("application/vnd.oci.image.manifest.v1+json", {
      schemaVersion: 2,
      config: { mediaType: "application/vnd.oci.image.config.v1+json", ...config },
      layers: [{ mediaType: COSIGN_TYPE, annotations, ...stored }],
    });
    server.tag("acme/web", `${digest.replace(":", "-")}.sig`, manifest);
    assert.equal(await check(), RELEASE);
    assert.deepEqual(await check({ workflow: "ci.yml" }), [
      [
        "ATTESTATION_OF_OTHER_SIGNER",
        "workflow",
        `${image()} was built by the workflow "release.yml", not by "ci.yml"; deploy an image that this workflow built, or correct the workflow`,
      ],
    ]);
  });

  it("is enough among others that are not", async () => {
    for (const bundle of [{}, attest({ repository: "evil/web" }), attest(), attest({ digest: OTHER })]) store(bundle);
    assert.equal(await check(), RELEASE);
  });

  it("is missing where nothing describes the image", async () => {
    const wrong = `${server.host} has no attestation or signature of ${image()}`;
    assert.deepEqual(await check(), [["ATTESTATION_MISSING", undefined, `${wrong}; ${ATTEST}`]]);
  });

  it("has to be provenance or a signature: a scanner may sign what it scanned", async () => {
    store(attest({ predicateType: "https://spdx.dev/Document/v2.3" }));
    const wrong = `${image()} has a signed https://spdx.dev/Document/v2.3, which does not say who built it`;
    assert.deepEqual(await check(), [["ATTESTATION_MISSING", undefined, `${wrong}; ${ATTEST}`]]);
  });

  it("has to be of this image's digest", async () => {
    store(attest({ digest: OTHER }));
    assert.deepEqual(await check(), [
      [
        "ATTESTATION_OF_OTHER_IMAGE",
        undefined,
        `an attestation that is stored with ${image()} is of ${OTHER}; attest the digest that was pushed, such as the output digest of docker/build-push-action`,
      ],
    ]);
  });

  const signers: readonly [
    title: string,
    Partial<Attested>,
    Partial<RequiredAttestation>,
    field: string,
    text: string,
  ][] = [
    [
      "another repository",
      { repository: "evil/web" },
      {},
      "repository",
      "was built from https://github.com/evil/web, not from https://github.com/acme/web; deploy an image that acme/web built, or correct the repository",
    ],
    [
      "a repository whose name starts alike",
      { repository: "acme/web-evil" },
      {},
      "repository",
      "was built from https://github.com/acme/web-evil, not from https://github.com/acme/web; deploy an image that acme/web built, or correct the repository",
    ],
    [
      "another issuer of identities",
      { issuer: "https://accounts.google.com", subject: RELEASE },
      {},
      "repository",
      `was signed by ${RELEASE} of https://accounts.google.com, not by a workflow of GitHub Actions; let a workflow of GitHub Actions sign the image`,
    ],
    [
      "another branch",
      { ref: "refs/heads/dev" },
      { ref: "refs/heads/main" },
      "ref",
      'was built for "refs/heads/dev", not for "refs/heads/main"; deploy an image that was built for this ref, or correct the ref',
    ],
    [
      "a workflow of another repository that was called",
      { subject: "https://github.com/evil/ci/.github/workflows/build.yml@refs/heads/main" },
      {},
      "signer",
      'was signed by https://github.com/evil/ci/.github/workflows/build.yml@refs/heads/main, not by a workflow of acme/web; where that reusable workflow is trusted, set signer to "evil/ci/.github/workflows/build.yml"',
    ],
    [
      "a workflow of its own where another one should sign",
      {},
      { signer: "acme/ci/.github/workflows/build.yml" },
      "signer",
      `was signed by ${RELEASE}, not by https://github.com/acme/ci/.github/workflows/build.yml; where that reusable workflow is trusted, set signer to "acme/web/.github/workflows/release.yml"`,
    ],
  ];
  for (const [title, attested, required, field, text] of signers)
    it(`is refused from ${title}`, async () => {
      store(attest(attested));
      assert.deepEqual(await check(required), [["ATTESTATION_OF_OTHER_SIGNER", field, `${image()} ${text}`]]);
    });

  it("is taken from the reusable workflow, the ref and the workflow that are named", async () => {
    const subject = "https://github.com/Acme/CI/.github/workflows/build.yml@v3";
    store(attest({ repository: "Acme/Web", workflow: "tag.yml", ref: "refs/tags/v1.4", subject }));
    const signer = "acme/ci/.github/workflows/build.yml";
    assert.equal(await check({ signer, workflow: "tag.yml", ref: "refs/tags/v*" }), subject);
  });

  const untrusted: readonly [title: string, bundle: () => SigstoreBundle, text: string | RegExp][] = [
    [
      "whose certificate nobody trusted made",
      () => new Sigstore("Other Authority").attest({ digest }),
      "has a certificate of O=Other Authority, which is not trusted",
    ],
    [
      "whose certificate was made in a trusted name by somebody else",
      () => {
        const { made, name } = sigstore;
        const authority = newAuthority(name, new Date(made.getTime() - 1e9), new Date(made.getTime() + 1e9));
        return attest({ authority });
      },
      "has a certificate in the name of O=Test Authority that this issuer did not make",
    ],
    [
      "that was made after its certificate had expired",
      () => attest({ minutesLater: 11 }),
      /^was made when its certificate was not valid: it was from \w{3} [^;]+ GMT to \w{3} [^;]+ GMT$/,
    ],
    [
      "without a time in a log",
      () => attest({ unlogged: true }),
      "has no time that somebody trusted vouches for (expected 1 timestamps, got 0)",
    ],
    [
      "whose log entry the log did not make",
      () => {
        const { verificationMaterial: own, ...bundle } = attest();
        const { tlogEntries } = new Sigstore().attest({ digest }).verificationMaterial;
        return { ...bundle, verificationMaterial: { ...own, tlogEntries } };
      },
      "is not in a trusted transparency log (inclusion promise could not be verified)",
    ],
  ];
  for (const [title, bundle, text] of untrusted)
    it(`is untrusted ${title}`, async () => {
      store(bundle());
      const found = await check();
      assert.ok(Array.isArray(found), `accepted: ${String(found)}`);
      const [[code, , message = ""] = []] = found;
      assert.equal(code, "ATTESTATION_UNTRUSTED");
      const why = message.slice(`a signature of ${image()} `.length, -`; ${UPDATE}`.length);
      assert.equal(message, `a signature of ${image()} ${why}; ${UPDATE}`);
      if (typeof text === "string") assert.equal(why, text);
      else assert.match(why, text);
    });

  const broken: readonly [title: string, bundle: () => unknown, text: string][] = [
    [
      "where its statement was changed",
      () => {
        const bundle = attest({ digest: OTHER });
        const { dsseEnvelope } = bundle;
        return { ...bundle, dsseEnvelope: { ...dsseEnvelope, payload: attest().dsseEnvelope.payload } };
      },
      "does not match what it is of (DSSE payload hash mismatch)",
    ],
    [
      "where its signature was changed",
      () => {
        const bundle = attest();
        const { dsseEnvelope } = bundle;
        return { ...bundle, dsseEnvelope: { ...dsseEnvelope, signatures: attest().dsseEnvelope.signatures } };
      },
      "does not match what it is of (tlog entry signature mismatch)",
    ],
    [
      "where its certificate was replaced by another sound one",
      () => {
        const { verificationMaterial, ...bundle } = attest({ repository: "evil/web" });
        const { certificate } = attest().verificationMaterial;
        return { ...bundle, verificationMaterial: { ...verificationMaterial, certificate } };
      },
      "does not match what it is of (signature verification failed)",
    ],
  ];
  for (const [title, bundle, text] of broken)
    it(`is broken ${title}`, async () => {
      store(bundle());
      assert.deepEqual(await check(), [
        ["ATTESTATION_BROKEN", undefined, `a signature of ${image()} ${text}; ${AGAIN}`],
      ]);
    });

  it("is broken where it is no bundle", async () => {
    store({ mediaType: BUNDLE_TYPE, hello: "world" });
    const found = await check();
    assert.match(String(found), /^ATTESTATION_BROKEN,,a signature of acme\/web@sha256:\w{64} is no Sigstore bundle \(/);
  });

  it("is not read from more than 100 manifests", async () => {
    for (let i = 0; i < 101; i++) store({ mediaType: BUNDLE_TYPE, i });
    store(attest());
    const found = String(await check());
    assert.ok(found.includes("(only 100 signatures were read)"), found);
    assert.equal(server.seen.filter(({ path }) => path.includes("/blobs/")).length, 100);
  });

  it("is not asked for where nobody asks for it", async () => {
    await checkImage({ image: { registry: server.host, repository: "acme/web", tag: "main" }, architecture: "amd64" });
    assert.deepEqual(
      server.seen.map(({ path }) => path),
      ["/v2/acme/web/manifests/main"],
    );
  });

  it("leaves a registry that fails to the findings about registries", async () => {
    server.fail(/\/referrers\//, (_, response) => {
      response.statusCode = 503;
      response.end();
    });
    const [[code] = []] = (await check()) as string[][];
    assert.equal(code, "REGISTRY_UNAVAILABLE");
  });
});

describe("the trusted roots of this package", () => {
  const real = (name: string): unknown => JSON.parse(readFileSync(join(__dirname, `${name}.json`), "utf8"));
  const verify = async (name: string) => verifySignature({ bundle: real(name) }, await bundledRoots());

  it("verify what the public instance of Sigstore signed for a workflow of a public repository", async () => {
    const verified = await verify("publicGoodBundle");
    assert.ok(verified.state === "sound", JSON.stringify(verified));
    const { identity, statement } = verified;
    assert.equal(statement.predicateType, "https://slsa.dev/provenance/v1");
    const signer = { repository: "sigstore/sigstore-js", workflow: "release.yml", ref: "refs/heads/main" };
    assert.equal(checkSigner(identity, signer, "it"), undefined);
    assert.equal(checkSigner(identity, { ...signer, repository: "sigstore/sigstore" }, "it")?.field, "repository");
  });

  it("verify what GitHub's own instance signed", async () => {
    const verified = await verify("githubBundle");
    assert.ok(verified.state === "sound", JSON.stringify(verified));
    const { identity, statement } = verified;
    assert.equal(identity.subject, "https://dotcom.releases.github.com");
    assert.equal(statement.digests[0], "sha256:76f1fe8593bf227cca2c089e3c16dc95014a8d3e89c5dd220530469ca043c428");
  });

  it("verify neither by the other's root", async () => {
    const [publicGood = {}, github = {}] = await bundledRoots();
    const states = [
      (await verifySignature({ bundle: real("publicGoodBundle") }, [github])).state,
      (await verifySignature({ bundle: real("githubBundle") }, [publicGood])).state,
    ];
    assert.deepEqual(states, ["untrusted", "untrusted"]);
  });

  it("can be replaced by what gh prints, one root a line", () => {
    const root = new Sigstore().trustedRoot;
    assert.equal(parseTrustedRoots(`${root}\n${root}\n`)?.length, 2);
    assert.equal(parseTrustedRoots(JSON.stringify(JSON.parse(root), null, 2))?.length, 1);
    for (const wrong of ["", "{}", "null", "[]", "-----BEGIN CERTIFICATE-----", `${root}\n{}`])
      assert.equal(parseTrustedRoots(wrong), undefined, wrong);
  });
});
