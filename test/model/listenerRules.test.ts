import { ok, strictEqual } from "node:assert";
import fc from "fast-check";
import {
  checkHostPattern,
  checkPathPattern,
  priorityOf,
  urlOf,
  type Origin,
  type RequestPatterns,
} from "../../model/listenerRules";

const patterns = (hosts: readonly string[], paths: readonly string[] = []): RequestPatterns => ({ hosts, paths });

describe("the priority of a listener rule", () => {
  it("is the same for ever: a released number never changes", () => {
    strictEqual(priorityOf(patterns(["api.example.com"])), 16270);
    strictEqual(priorityOf(patterns([], ["/api/*"])), 3174);
  });

  it("does not depend on the order of the patterns", () => {
    strictEqual(
      priorityOf(patterns(["a.com", "b.com"], ["/1", "/2"])),
      priorityOf(patterns(["b.com", "a.com"], ["/2", "/1"])),
    );
  });

  it("tells hosts from paths, and one pattern from another", () => {
    const all = [patterns(["a.com"]), patterns([], ["a.com"]), patterns(["a.com"], ["/"]), patterns(["a.com", "/"])];
    strictEqual(new Set(all.map(priorityOf)).size, all.length);
  });

  it("is even, and leaves the last place and each odd one free", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (hosts, paths) => {
        const priority = priorityOf(patterns(hosts, paths));
        ok(priority % 2 === 0 && priority >= 2 && priority <= 49998, String(priority));
      }),
    );
  });
});

describe("the URL of a rule", () => {
  const HTTPS: Origin = { protocol: "HTTPS", port: 443, dnsName: "lb.amazonaws.com" };
  const HTTP: Origin = { ...HTTPS, protocol: "HTTP", port: 80 };
  const CASES: readonly (readonly [RequestPatterns, Origin, string | undefined])[] = [
    [patterns(["app.example.com"]), HTTPS, "https://app.example.com"],
    [patterns(["*.example.com", "app.example.com"]), HTTPS, "https://app.example.com"],
    [patterns(["app.example.com"], ["/api/*"]), HTTPS, "https://app.example.com/api/"],
    [patterns(["app.example.com"], ["/api/*", "/api"]), HTTPS, "https://app.example.com/api"],
    [patterns(["app.example.com"], ["/v?/x"]), HTTPS, "https://app.example.com/v"],
    [patterns(["app.example.com"]), { ...HTTPS, port: 8443 }, "https://app.example.com:8443"],
    [patterns(["app.example.com"]), HTTP, "http://app.example.com"],
    [patterns(["app.example.com"]), { ...HTTP, port: 8080 }, "http://app.example.com:8080"],
    [patterns([], ["/api/*"]), HTTP, "http://lb.amazonaws.com/api/"],
    [patterns([], ["/api/*"]), HTTPS, undefined],
    [patterns(["*.example.com"]), HTTPS, undefined],
    [patterns(["*.example.com"]), HTTP, undefined],
  ];
  for (const [given, origin, url] of CASES)
    it(`is ${url ?? "not known"} for ${JSON.stringify(given)} on ${origin.protocol} ${origin.port}`, () => {
      strictEqual(urlOf(given, origin), url);
    });
});

describe("host and path patterns", () => {
  const CASES = [
    [
      checkHostPattern,
      ["app.example.com", "*.example.com", "App.Example.com"],
      ["app", "*", "a b.com", "https://a.com", "a.com:80", ""],
    ],
    [checkPathPattern, ["/", "/*", "/api/v?/*", "/a&b"], ["", "api", "*", "/a b", `/${"a".repeat(128)}`]],
  ] as const;
  for (const [check, good, bad] of CASES) {
    for (const text of good) it(`${check.name} accepts ${text}`, () => strictEqual(check(text), undefined));
    for (const text of bad) it(`${check.name} refuses ${JSON.stringify(text.slice(0, 30))}`, () => ok(check(text)));
  }
});
