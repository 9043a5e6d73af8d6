// Domain names, and the Route 53 zones that they usually live in, by the public suffix list (https://publicsuffix.org).

import { createRequire } from "node:module";
import type * as tldts from "tldts";
import { quote, type Fault } from "./problems";

/** Loaded where a domain name is given only: the list takes 20 ms to load. */
const requireModule = createRequire(__filename);
const parseDomain = (name: string) => (requireModule("tldts") as typeof tldts).parse(name);

/** Says what is wrong with a domain name: two labels or more, below a public suffix. */
export function checkDomainName(name: string): Fault | undefined {
  if (!/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name) || name.length > 253)
    return {
      wrong: `${quote(name)} is not a valid domain name`,
      fix: `write it in lower case, as in ${hostIn(name) ?? "app.example.com"}`,
    };
  return parseDomain(name).domain === null
    ? {
        wrong: `${quote(name)} is a public suffix, below which others register names`,
        fix: `use a name of your own below it, as in example.${name}`,
      }
    : undefined;
}

/** The zone that a domain name usually lives in: `example.com` for `app.example.com` and for itself. */
export function usualZoneOf(domainName: string): string {
  return parseDomain(domainName).domain === domainName ? domainName : domainName.split(".").slice(1).join(".");
}

/** The domain name that a text stands for: of a URL, with a final dot, or in upper case. */
function hostIn(text: string): string | undefined {
  const host = /^(?:https?:\/\/)?([^/:\s]+?)\.?(?::\d+)?(?:\/.*)?$/i.exec(text)?.[1]?.toLowerCase();
  return host !== undefined && host !== text && checkDomainName(host) === undefined ? host : undefined;
}
