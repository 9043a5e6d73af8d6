import { strictEqual } from "node:assert";
import { checkCidr, isPrivateCidr } from "../../model/cidr";

describe("checkCidr", () => {
  for (const cidr of ["0.0.0.0/0", "10.0.0.0/8", "203.0.113.7/32", "128.0.0.0/1", "::/0", "2001:db8::/32"])
    it(`accepts ${cidr}`, () => strictEqual(checkCidr(cidr), undefined));

  const FAULTS = [
    ["", '"" is not a valid CIDR block'],
    ["10.0.0.0", '"10.0.0.0" has no prefix length'],
    ["10.0.0.0/33", '"10.0.0.0/33" has the prefix length "33"'],
    ["10.0.0.0/", '"10.0.0.0/" has the prefix length ""'],
    ["10.0.0.0/8/8", '"10.0.0.0/8/8" is not a valid CIDR block'],
    ["10.0.0.256/32", '"10.0.0.256/32" is not a valid CIDR block'],
    ["::/129", '"::/129" has the prefix length "129"'],
    ["10.0.0.1/16", '"10.0.0.1/16" has address bits behind its prefix'],
  ] as const;
  for (const [cidr, wrong] of FAULTS)
    it(`refuses ${JSON.stringify(cidr)}`, () => strictEqual(checkCidr(cidr)?.wrong, wrong));

  it("writes the block without the bits behind its prefix", () => {
    strictEqual(checkCidr("192.168.77.5/20")?.fix, 'write "192.168.64.0/20"');
    strictEqual(checkCidr("255.255.255.255/0")?.fix, 'write "0.0.0.0/0"');
  });
});

describe("isPrivateCidr", () => {
  const CIDRS = {
    "10.0.0.0/8": true,
    "10.1.0.0/16": true,
    "172.16.0.0/12": true,
    "192.168.1.0/24": true,
    "100.64.0.0/10": true,
    "fd00::/8": true,
    "0.0.0.0/0": false,
    "172.0.0.0/8": false,
    "172.32.0.0/16": false,
    "140.82.0.0/16": false,
    "::/0": false,
    "2606:50c0::/32": false,
  };
  for (const [cidr, isPrivate] of Object.entries(CIDRS))
    it(`is ${isPrivate} of ${cidr}`, () => strictEqual(isPrivateCidr(cidr), isPrivate));
});
