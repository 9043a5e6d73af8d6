// CIDR blocks, as security group rules take them.

import { isIPv4, isIPv6 } from "node:net";
import { quote, type Fault } from "./problems";

/** Says what is wrong with a text that should be an IPv4 or IPv6 CIDR block. */
export function checkCidr(text: string): Fault | undefined {
  const fix = "write an address and a prefix length, as in 203.0.113.0/24 or 2001:db8::/32";
  const [address = "", length, ...rest] = text.split("/");
  const bits = isIPv4(address) ? 32 : isIPv6(address) ? 128 : undefined;
  if (bits === undefined || rest.length > 0) return { wrong: `${quote(text)} is not a valid CIDR block`, fix };
  if (length === undefined)
    return {
      wrong: `${quote(text)} has no prefix length`,
      fix: `write ${quote(`${address}/${bits}`)} for this one address`,
    };
  if (!/^\d{1,3}$/.test(length) || Number(length) > bits)
    return { wrong: `${quote(text)} has the prefix length ${quote(length)}`, fix: `use a number from 0 to ${bits}` };
  return bits === 32 ? checkNetworkAddress(text, address, Number(length)) : checkIpv6Network(text);
}

/** A (valid) CIDR block in the one way that AWS writes it: `2001:db8::/32` for `2001:DB8:0::/32`. */
export function canonicalCidr(cidr: string): string {
  if (!isIpv6Cidr(cidr)) return cidr;
  const [address = "", length = ""] = cidr.split("/");
  return `${ipv6Text(ipv6Groups(address))}/${Number(length)}`;
}

/** Whether a CIDR block is one of IPv6. */
export function isIpv6Cidr(cidr: string): boolean {
  return cidr.includes(":");
}

const PRIVATE_RANGES = [
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["100.64.0.0", 10],
] as const;

/** Whether no address of a (valid) CIDR block is on the internet: RFC 1918, RFC 6598 and fc00::/7. */
export function isPrivateCidr(cidr: string): boolean {
  const [address = "", length = ""] = cidr.split("/");
  if (isIpv6Cidr(cidr)) return /^f[cd]/i.test(address) && Number(length) >= 7;
  return PRIVATE_RANGES.some(
    ([range, bits]) => Number(length) >= bits && networkOf(address, bits) === networkOf(range, bits),
  );
}

// AWS stores 10.0.0.0/16 when given 10.0.0.1/16, and each later preview would show a change.
function checkNetworkAddress(text: string, address: string, length: number): Fault | undefined {
  const network = networkOf(address, length);
  if (network === toNumber(address)) return undefined;
  const canonical = `${[24, 16, 8, 0].map((shift) => (network >>> shift) & 255).join(".")}/${length}`;
  return { wrong: `${quote(text)} has address bits behind its prefix`, fix: `write ${quote(canonical)}` };
}

function checkIpv6Network(text: string): Fault | undefined {
  const [address = "", length = ""] = text.split("/");
  const groups = ipv6Groups(address);
  const network = groups.map((group, i) => {
    const bits = Math.min(16, Math.max(0, Number(length) - 16 * i));
    return group & (0xffff << (16 - bits)) & 0xffff;
  });
  if (network.every((group, i) => group === groups[i])) return undefined;
  return {
    wrong: `${quote(text)} has address bits behind its prefix`,
    fix: `write ${quote(`${ipv6Text(network)}/${Number(length)}`)}`,
  };
}

/** The eight groups of a (valid) IPv6 address. URL knows all ways of writing one. */
function ipv6Groups(address: string): number[] {
  const [before = "", after] = new URL(`http://[${address.replace(/%.*$/, "")}]`).hostname.slice(1, -1).split("::");
  const groups = (part: string | undefined) => (part ? part.split(":").map((group) => parseInt(group, 16)) : []);
  const [head, tail] = [groups(before), groups(after)];
  return [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => 0), ...tail];
}

function ipv6Text(groups: readonly number[]): string {
  return new URL(`http://[${groups.map((group) => group.toString(16)).join(":")}]`).hostname.slice(1, -1);
}

function networkOf(address: string, length: number): number {
  return length === 0 ? 0 : (toNumber(address) & (-1 << (32 - length))) >>> 0;
}

function toNumber(address: string): number {
  return address.split(".").reduce((sum, part) => ((sum << 8) | Number(part)) >>> 0, 0);
}
