// Which address a registry has, and which hosts may be told what.

import { BlockList, isIP } from "node:net";
import { DOCKER_HUB } from "../model/imageReference";

/** Docker Hub's images are named after docker.io, but served and authorised elsewhere. */
const DOCKER_HUB_API = "registry-1.docker.io";
const DOCKER_HUB_TOKENS = "auth.docker.io";

/** Parents under which unrelated owners have their names; the ones that a registry is likely to sit directly below. */
const SHARED_PARENT = /^(?:ac|co|com|edu|gov|ne|net|or|org)\.[a-z]{2}$/;

/** Where a registry's API is: HTTPS; plain HTTP for the loopback only. */
export function registryOrigin(registry: string): URL {
  const host = registry === DOCKER_HUB ? DOCKER_HUB_API : registry;
  const url = new URL(`https://${host}`);
  return isLoopback(url.hostname) ? new URL(`http://${host}`) : url;
}

/** Whether an address may be asked at all: HTTPS, or the loopback. */
export function isTransportSafe(url: URL): boolean {
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname));
}

/**
 * Whether a registry's credentials may go to a token service.
 * Its own host, a host that the user named, Docker Hub's known pair, or a host below the same parent domain: `registry.gitlab.com` and `gitlab.com`,
 * `registry.example.com` and `gitlab.example.com`.
 */
export function mayReceiveCredentials(registry: URL, realm: URL, trustedHosts: readonly string[] = []): boolean {
  if (!isTransportSafe(realm)) return false;
  if (trustedHosts.includes(realm.hostname)) return true;
  if (realm.hostname === registry.hostname) return true;
  if (registry.hostname === DOCKER_HUB_API && realm.hostname === DOCKER_HUB_TOKENS) return true;
  if (isAddress(registry.hostname)) return false;
  const parent = registry.hostname.slice(registry.hostname.indexOf(".") + 1);
  if (!parent.includes(".") || SHARED_PARENT.test(parent)) return false;
  return realm.hostname === parent || realm.hostname.endsWith(`.${parent}`);
}

/** Addresses that the public internet does not route (RFC 1918, 4193, 6598, 6890). */
const PRIVATE = new BlockList();
for (const [net, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const)
  PRIVATE.addSubnet(net, bits, "ipv4");
for (const [net, bits] of [
  ["::", 127],
  ["fc00::", 7],
  ["fe80::", 10],
] as const)
  PRIVATE.addSubnet(net, bits, "ipv6");

/** Whether an IP address, as it stands in a URL or in an answer of DNS, belongs to a private network or to this machine. */
export function isPrivateAddress(address: string): boolean {
  const ip = address.replace(/^\[|\]$/g, "");
  const family = isIP(ip);
  if (family === 0) return ip === "localhost" || ip.endsWith(".localhost");
  // BlockList compares IPv4-mapped IPv6 addresses with the IPv4 nets itself.
  return PRIVATE.check(ip, family === 6 ? "ipv6" : "ipv4");
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.[0-9]+){3}$/.test(hostname);
}

function isAddress(hostname: string): boolean {
  return hostname.startsWith("[") || /^[0-9.]+$/.test(hostname);
}
