// Domain names and their usual zones. Not proven here: that the public suffix list of the package is today's.

import { deepStrictEqual, strictEqual } from "node:assert";
import { checkDomainName, usualZoneOf } from "../../model/domainNames";

describe("a domain name", () => {
  for (const name of ["example.com", "a-1.b.example.io", "app.example.co.uk", "app.internal"])
    it(`may be ${name}`, () => strictEqual(checkDomainName(name), undefined));

  const MALFORMED: readonly (readonly [name: string, example: string])[] = [
    ["example", "app.example.com"],
    ["*.example.com", "app.example.com"],
    ["App.Example.com", "app.example.com"],
    ["-a.com", "app.example.com"],
    ["a..com", "app.example.com"],
    ["shop.example.org.", "shop.example.org"],
    ["https://shop.example.org/cart", "shop.example.org"],
    ["", "app.example.com"],
  ];
  for (const [name, example] of MALFORMED)
    it(`cannot be ${JSON.stringify(name)}`, () =>
      deepStrictEqual(checkDomainName(name), {
        wrong: `${JSON.stringify(name)} is not a valid domain name`,
        fix: `write it in lower case, as in ${example}`,
      }));

  for (const suffix of ["co.uk", "com.au"])
    it(`cannot be ${suffix}, below which others register names`, () =>
      deepStrictEqual(checkDomainName(suffix), {
        wrong: `"${suffix}" is a public suffix, below which others register names`,
        fix: `use a name of your own below it, as in example.${suffix}`,
      }));
});

describe("the usual zone of a domain name", () => {
  const ZONES = {
    "app.example.com": "example.com",
    "a.b.example.com": "b.example.com",
    "example.com": "example.com",
    "example.co.uk": "example.co.uk",
    "app.example.co.uk": "example.co.uk",
    "example.com.br": "example.com.br",
  };
  for (const [name, zone] of Object.entries(ZONES))
    it(`of ${name} is ${zone}`, () => strictEqual(usualZoneOf(name), zone));
});
