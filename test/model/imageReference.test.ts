import { strict as assert } from "node:assert";
import fc from "fast-check";
import { parseImageReference, renderImageReference } from "../../model/imageReference";

const DIGEST = `sha256:${"ab".repeat(32)}`;
const EXAMPLE = "write it as ghcr.io/owner/image:tag";
const TAG_RULE = "use 1 to 128 letters, digits, dots, dashes and underscores, not starting with a dot or a dash";
const DIGEST_RULE = "end it with @sha256: and 64 hexadecimal digits, in lower case";

const PARSED: readonly [text: string, parts: object, rendered?: string][] = [
  ["ghcr.io/acme/web:main", { registry: "ghcr.io", repository: "acme/web", tag: "main" }],
  ["ghcr.io/acme/web", { registry: "ghcr.io", repository: "acme/web" }],
  [`ghcr.io/acme/web@${DIGEST}`, { registry: "ghcr.io", repository: "acme/web", digest: DIGEST }],
  [`ghcr.io/acme/web:v1@${DIGEST}`, { registry: "ghcr.io", repository: "acme/web", tag: "v1", digest: DIGEST }],
  [
    "ghcr.io/acme/team/web_api--x:V1.0-rc_1",
    { registry: "ghcr.io", repository: "acme/team/web_api--x", tag: "V1.0-rc_1" },
  ],
  ["localhost/web:1", { registry: "localhost", repository: "web", tag: "1" }],
  ["127.0.0.1:5000/web:1", { registry: "127.0.0.1:5000", repository: "web", tag: "1" }],
  ["registry:5000/web", { registry: "registry:5000", repository: "web" }],
  ["GHCR.io/acme/web:1", { registry: "ghcr.io", repository: "acme/web", tag: "1" }, "ghcr.io/acme/web:1"],
  ["nginx", { registry: "docker.io", repository: "library/nginx" }, "docker.io/library/nginx"],
  ["nginx:1.27", { registry: "docker.io", repository: "library/nginx", tag: "1.27" }, "docker.io/library/nginx:1.27"],
  ["acme/web", { registry: "docker.io", repository: "acme/web" }, "docker.io/acme/web"],
  ["docker.io/nginx", { registry: "docker.io", repository: "library/nginx" }, "docker.io/library/nginx"],
  ["index.docker.io/acme/web", { registry: "docker.io", repository: "acme/web" }, "docker.io/acme/web"],
];

const REFUSED: readonly [text: string, wrong: string, fix: string][] = [
  ["", "is empty", EXAMPLE],
  ["  ", "is empty", EXAMPLE],
  ["ghcr.io/acme/web :main", '"ghcr.io/acme/web :main" contains white space', EXAMPLE],
  [
    "https://ghcr.io/acme/web",
    '"https://ghcr.io/acme/web" starts with "https://"',
    'leave the scheme out: "ghcr.io/acme/web"',
  ],
  ["octo:secret@ghcr.io/acme/web", "holds a user name before the registry", `leave it out: ${EXAMPLE}`],
  ["https://octo:secret@ghcr.io/acme/web", "holds a user name before the registry", `leave it out: ${EXAMPLE}`],
  ["ghcr.io/acme/web@sha256:12", '"ghcr.io/acme/web@sha256:12" has a malformed digest', DIGEST_RULE],
  ["ghcr.io/acme/web@", '"ghcr.io/acme/web@" has a malformed digest', DIGEST_RULE],
  ["ghcr.io/acme/web:1:2", '"ghcr.io/acme/web:1:2" has 2 tags', "keep one tag"],
  ["ghcr.io/acme/web:", '"ghcr.io/acme/web:" has the malformed tag ""', TAG_RULE],
  ["ghcr.io/acme/web:-x", '"ghcr.io/acme/web:-x" has the malformed tag "-x"', TAG_RULE],
  ["-a.io/acme/web", '"-a.io/acme/web" names the malformed registry "-a.io"', EXAMPLE],
  ["host:99999/web", '"host:99999/web" names the malformed registry "host:99999"', EXAMPLE],
  ["300.1.1.1/web", '"300.1.1.1/web" names the malformed registry "300.1.1.1"', EXAMPLE],
  [
    "ghcr.io/Acme/Web:V1",
    '"ghcr.io/Acme/Web:V1" has upper-case letters in its repository',
    'registries know lower case only: write "ghcr.io/acme/web:V1"',
  ],
  [
    "WEB.io/WEB",
    '"WEB.io/WEB" has upper-case letters in its repository',
    'registries know lower case only: write "WEB.io/web"',
  ],
  ["ghcr.io/acme//web", '"ghcr.io/acme//web" has the malformed repository "acme//web"', EXAMPLE],
  ["ghcr.io/acme/web/", '"ghcr.io/acme/web/" has the malformed repository "acme/web/"', EXAMPLE],
  ["ghcr.io/web:1", '"ghcr.io/web:1" names no image of an owner', EXAMPLE],
];

describe("parseImageReference", () => {
  for (const [text, image, rendered = text] of PARSED)
    it(`reads ${text}`, () => {
      const parsed = parseImageReference(text);
      assert.deepEqual(parsed, { image });
      assert.equal(renderImageReference(parsed.image), rendered);
    });

  for (const [text, wrong, fix] of REFUSED)
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.deepEqual(parseImageReference(text), { fault: { wrong, fix } });
    });

  it("never throws, and reads what it rendered as the same image", () => {
    const text = fc.oneof(
      fc.string(),
      fc.stringMatching(/^[a-zA-Z0-9.:/@_-]{1,40}$/),
      fc.constantFrom(...PARSED.map(([known]) => known)),
    );
    fc.assert(
      fc.property(text, (given) => {
        const { image } = parseImageReference(given);
        if (image === undefined) return;
        assert.ok(URL.canParse(`https://${image.registry}/v2/${image.repository}/`));
        assert.deepEqual(parseImageReference(renderImageReference(image)), { image });
      }),
    );
  });
});
