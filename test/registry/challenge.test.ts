import { strict as assert } from "node:assert";
import { parseChallenges } from "../../registry/challenge";

const GHCR = 'Bearer realm="https://ghcr.io/token",service="ghcr.io",scope="repository:acme/web:pull"';
const GHCR_PARAMETERS = { realm: "https://ghcr.io/token", service: "ghcr.io", scope: "repository:acme/web:pull" };

const CASES: readonly [title: string, header: string | null, challenges: [string, Record<string, string>][]][] = [
  ["no header", null, []],
  ["an empty header", "", []],
  ["ghcr.io's challenge", GHCR, [["bearer", GHCR_PARAMETERS]]],
  ["a scheme alone", "Negotiate", [["negotiate", {}]]],
  [
    "spaces, upper case and a bare value",
    'BASIC  Realm = "a" , charset=UTF-8',
    [["basic", { realm: "a", charset: "UTF-8" }]],
  ],
  [
    "commas and escapes in quotes",
    'Bearer scope="a:pull,push",x="\\"y\\\\"',
    [["bearer", { scope: "a:pull,push", x: '"y\\' }]],
  ],
  [
    "two challenges in one header",
    `Basic realm="x", ${GHCR}`,
    [
      ["basic", { realm: "x" }],
      ["bearer", GHCR_PARAMETERS],
    ],
  ],
  [
    "a scheme without parameters before another",
    `Negotiate, ${GHCR}`,
    [
      ["negotiate", {}],
      ["bearer", GHCR_PARAMETERS],
    ],
  ],
  ["what cannot be read at the end", 'Basic realm="x", =="', [["basic", { realm: "x" }]]],
];

describe("parseChallenges", () => {
  for (const [title, header, expected] of CASES)
    it(`reads ${title}`, () => {
      assert.deepEqual(
        parseChallenges(header).map(({ scheme, parameters }) => [scheme, parameters]),
        expected,
      );
    });
});
