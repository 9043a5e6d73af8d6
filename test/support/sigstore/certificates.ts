// X.509 certificates of a test's own authority, with the extensions and the transparency log entry that Fulcio's have.

import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { bits, integer, octets, oid, sequence, set, time, tlv, TRUE, utf8 } from "./der";

/** A key pair and its certificate. */
export interface Certified extends KeyPair {
  readonly name: string;
  readonly der: Buffer;
}

/** A key pair. */
export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** What a certificate says. */
export interface CertificateOptions {
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly from: Date;
  readonly to: Date;
  readonly extensions: readonly Buffer[];
}

const ECDSA_SHA256 = sequence(oid("1.2.840.10045.4.3.2"));
const SCT_LIST = "1.3.6.1.4.1.11129.2.4.2";
const SCT_VERSION = Buffer.from([0]);

/** A new key pair. */
export const newKeys = (): KeyPair => generateKeyPairSync("ec", { namedCurve: "P-256" });

/** A public key as it stands in certificates and trusted roots. */
export const spkiOf = (key: KeyObject): Buffer => key.export({ type: "spki", format: "der" });

/** What a log is called by: the digest of its key. */
export const logIdOf = ({ publicKey }: KeyPair): Buffer => createHash("sha256").update(spkiOf(publicKey)).digest();

/** An extension of a certificate. */
export const extension = (id: string, value: Buffer, critical = false): Buffer =>
  sequence(oid(id), ...(critical ? [TRUE] : []), octets(value));

/** The name that a certificate was made for: an address. */
export const alternativeName = (uri: string): Buffer =>
  extension("2.5.29.17", sequence(tlv(0x86, Buffer.from(uri))), true);

/** An extension that holds a text, as Fulcio's do. */
export const textExtension = (id: string, text: string): Buffer => extension(id, utf8(text));

/** The extensions of an authority. */
const AUTHORITY = [
  extension("2.5.29.19", sequence(TRUE), true),
  extension("2.5.29.15", bits(Buffer.from([0x06])), true),
];

/** A self-signed authority. */
export function newAuthority(subject: string, from: Date, to: Date): Certified {
  const keys = newKeys();
  const issuer = { ...keys, name: subject };
  const der = certify({ subject, publicKey: keys.publicKey, from, to, extensions: AUTHORITY }, issuer);
  return { ...issuer, der };
}

/** A certificate by an authority; with `log`, its precertificate is entered there first. */
export function certify(
  options: CertificateOptions,
  issuer: KeyPair & { readonly name: string },
  log?: KeyPair,
): Buffer {
  const serial = randomBytes(8);
  const body = (extensions: readonly Buffer[]): Buffer =>
    sequence(
      tlv(0xa0, integer(Buffer.from([2]))),
      integer(serial),
      ECDSA_SHA256,
      distinguishedName(issuer.name),
      sequence(time(options.from), time(options.to)),
      distinguishedName(options.subject),
      spkiOf(options.publicKey),
      tlv(0xa3, sequence(...extensions)),
    );
  const { extensions, from } = options;
  const stamps = log === undefined ? [] : [certificateTimestamp(body(extensions), issuer, { log, at: from })];
  const tbs = body([...extensions, ...stamps]);
  return sequence(tbs, ECDSA_SHA256, bits(sign("sha256", tbs, issuer.privateKey)));
}

/** RFC 6962: a log's promise to show a certificate. */
function certificateTimestamp(
  precertificate: Buffer,
  { publicKey }: KeyPair,
  { log, at }: { readonly log: KeyPair; readonly at: Date },
): Buffer {
  const when = Buffer.alloc(8);
  when.writeBigInt64BE(BigInt(at.getTime()));
  const issuerId = createHash("sha256").update(spkiOf(publicKey)).digest();
  const entry = Buffer.concat([Buffer.from([0, 1]), issuerId, number(3, precertificate.length), precertificate]);
  const signed = Buffer.concat([SCT_VERSION, Buffer.from([0]), when, entry, number(2, 0)]);
  const signature = sign("sha256", signed, log.privateKey);
  const stamp = Buffer.concat([
    SCT_VERSION,
    logIdOf(log),
    when,
    number(2, 0),
    Buffer.from([4, 3]),
    number(2, signature.length),
    signature,
  ]);
  const list = Buffer.concat([number(2, stamp.length), stamp]);
  return extension(SCT_LIST, octets(Buffer.concat([number(2, list.length), list])));
}

function number(bytes: number, value: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
}

function distinguishedName(name: string): Buffer {
  return sequence(set(sequence(oid("2.5.4.10"), utf8(name))));
}
