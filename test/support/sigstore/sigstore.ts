// A Sigstore instance of a test's own: an authority, two transparency logs of one entry each, and what workflows sign with them.
// What it cannot show: that the real ones still do the same. The trusted roots of this package and real bundles are tested beside it.

import { createHash, sign } from "node:crypto";
import { FULCIO_EXTENSION } from "../../../registry/attestation/identity";
import {
  alternativeName,
  certify,
  type Certified,
  type KeyPair,
  logIdOf,
  newAuthority,
  newKeys,
  spkiOf,
  textExtension,
} from "./certificates";

/** What is signed, and by whom; all of it may be wrong. */
export interface Attested {
  readonly digest: string;
  /** @default acme/web */
  readonly repository?: string;
  /** @default release.yml of the repository, or what `signer` says */
  readonly subject?: string;
  /** @default release.yml */
  readonly workflow?: string;
  /** @default refs/heads/main */
  readonly ref?: string;
  readonly issuer?: string;
  readonly predicateType?: string;
  /** How long after the certificate was made the log entered the signature. @default one minute */
  readonly minutesLater?: number;
  /** @default the instance's own */
  readonly authority?: Certified;
  /** Leaves out the entry in the log. */
  readonly unlogged?: boolean;
}

const PROVENANCE = "https://slsa.dev/provenance/v1";
const IN_TOTO = "application/vnd.in-toto+json";
const LOG = "rekor.test";
const YEAR = 365 * 24 * 3_600_000;
const MINUTE = 60_000;

export class Sigstore {
  readonly made = new Date(Date.now() - 24 * 60 * MINUTE);
  readonly authority: Certified;
  private readonly log = newKeys();
  private readonly certificateLog = newKeys();

  constructor(readonly name = "Test Authority") {
    this.authority = newAuthority(name, new Date(this.made.getTime() - YEAR), new Date(this.made.getTime() + YEAR));
  }

  /** Its trusted root, as text. */
  get trustedRoot(): string {
    const validFor = { start: this.authorityStart };
    const logOf = (keys: KeyPair) => ({
      baseUrl: `https://${LOG}`,
      hashAlgorithm: "SHA2_256",
      publicKey: {
        rawBytes: base64(spkiOf(keys.publicKey)),
        keyDetails: "PKIX_ECDSA_P256_SHA_256",
        validFor,
      },
      logId: { keyId: base64(logIdOf(keys)) },
    });
    return JSON.stringify({
      mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
      tlogs: [logOf(this.log)],
      certificateAuthorities: [
        {
          subject: { organization: this.name },
          uri: "https://fulcio.test",
          certChain: { certificates: [{ rawBytes: base64(this.authority.der) }] },
          validFor,
        },
      ],
      ctlogs: [logOf(this.certificateLog)],
      timestampAuthorities: [],
    });
  }

  /** What a workflow says of an image, as a bundle. */
  attest(attested: Attested): SigstoreBundle {
    const payload = Buffer.from(
      JSON.stringify({
        _type: "https://in-toto.io/Statement/v1",
        subject: [{ name: "image", digest: { sha256: attested.digest.replace("sha256:", "") } }],
        predicateType: attested.predicateType ?? PROVENANCE,
        predicate: {},
      }),
    );
    const { keys, certificate } = this.certificateFor(attested);
    const signed = Buffer.concat([Buffer.from(`DSSEv1 ${IN_TOTO.length} ${IN_TOTO} ${payload.length} `), payload]);
    const sig = base64(sign("sha256", signed, keys.privateKey));
    const body = {
      apiVersion: "0.0.1",
      kind: "dsse",
      spec: {
        payloadHash: { algorithm: "sha256", value: sha256(payload).toString("hex") },
        signatures: [{ signature: sig, verifier: base64(certificate) }],
      },
    };
    return {
      mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
      verificationMaterial: {
        certificate: { rawBytes: base64(certificate) },
        tlogEntries: attested.unlogged ? [] : [this.logEntry(body, attested)],
      },
      dsseEnvelope: { payload: base64(payload), payloadType: IN_TOTO, signatures: [{ sig }] },
    };
  }

  /** What `cosign sign` stored before it wrote bundles: a payload, and the annotations of its layer. */
  cosign(attested: Attested): { readonly payload: string; readonly annotations: Record<string, string> } {
    const payload = JSON.stringify({
      critical: {
        identity: { "docker-reference": "" },
        image: { "docker-manifest-digest": attested.digest },
        type: "cosign container image signature",
      },
      optional: null,
    });
    const { keys, certificate } = this.certificateFor(attested);
    const signature = base64(sign("sha256", Buffer.from(payload), keys.privateKey));
    const entry = this.logEntry(
      {
        apiVersion: "0.0.1",
        kind: "hashedrekord",
        spec: {
          data: { hash: { algorithm: "sha256", value: sha256(Buffer.from(payload)).toString("hex") } },
          signature: { content: signature },
        },
      },
      attested,
    );
    return {
      payload,
      annotations: {
        "dev.cosignproject.cosign/signature": signature,
        "dev.sigstore.cosign/certificate": `-----BEGIN CERTIFICATE-----\n${base64(certificate)}\n-----END CERTIFICATE-----\n`,
        "dev.sigstore.cosign/bundle": JSON.stringify({
          SignedEntryTimestamp: entry.inclusionPromise.signedEntryTimestamp,
          Payload: {
            body: entry.canonicalizedBody,
            integratedTime: Number(entry.integratedTime),
            logIndex: Number(entry.logIndex),
            logID: logIdOf(this.log).toString("hex"),
          },
        }),
      },
    };
  }

  private get authorityStart(): string {
    return new Date(this.made.getTime() - YEAR).toISOString();
  }

  private certificateFor({
    repository = "acme/web",
    workflow = "release.yml",
    ref = "refs/heads/main",
    issuer = "https://token.actions.githubusercontent.com",
    authority = this.authority,
    subject = `https://github.com/${repository}/.github/workflows/${workflow}@${ref}`,
  }: Attested) {
    const keys = newKeys();
    const certificate = certify(
      {
        subject: "",
        publicKey: keys.publicKey,
        from: this.made,
        to: new Date(this.made.getTime() + 10 * MINUTE),
        extensions: [
          alternativeName(subject),
          textExtension(FULCIO_EXTENSION.issuer, issuer),
          textExtension(FULCIO_EXTENSION.sourceRepository, `https://github.com/${repository}`),
          textExtension(FULCIO_EXTENSION.sourceRef, ref),
          textExtension(
            FULCIO_EXTENSION.buildConfig,
            `https://github.com/${repository}/.github/workflows/${workflow}@${ref}`,
          ),
        ],
      },
      authority,
      this.certificateLog,
    );
    return { keys, certificate };
  }

  /** An entry of a log that has no other. */
  private logEntry(body: LogBody, { minutesLater = 1 }: Attested) {
    const canonical = Buffer.from(JSON.stringify(body));
    const integratedTime = Math.floor((this.made.getTime() + minutesLater * MINUTE) / 1000);
    const logId = logIdOf(this.log);
    const promised = `{"body":"${base64(canonical)}","integratedTime":${integratedTime},"logID":"${logId.toString("hex")}","logIndex":0}`;
    const rootHash = sha256(Buffer.concat([Buffer.from([0]), canonical]));
    const note = `${LOG}\n1\n${base64(rootHash)}\n`;
    const checkpoint = Buffer.concat([logId.subarray(0, 4), sign("sha256", Buffer.from(note), this.log.privateKey)]);
    return {
      logIndex: "0",
      logId: { keyId: base64(logId) },
      kindVersion: { kind: body.kind, version: body.apiVersion },
      integratedTime: String(integratedTime),
      inclusionPromise: {
        signedEntryTimestamp: base64(sign("sha256", Buffer.from(promised), this.log.privateKey)),
      },
      inclusionProof: {
        logIndex: "0",
        rootHash: base64(rootHash),
        treeSize: "1",
        hashes: [],
        checkpoint: { envelope: `${note}\n\u2014 ${LOG} ${base64(checkpoint)}\n` },
      },
      canonicalizedBody: base64(canonical),
    };
  }
}

/** A bundle, as far as tests change it. */
export interface SigstoreBundle {
  readonly mediaType: string;
  readonly verificationMaterial: Record<string, unknown>;
  readonly dsseEnvelope: {
    readonly payload: string;
    readonly payloadType: string;
    readonly signatures: readonly { readonly sig: string }[];
  };
}

const base64 = (bytes: Buffer): string => bytes.toString("base64");
const sha256 = (bytes: Buffer): Buffer => createHash("sha256").update(bytes).digest();

/** What a log has of a signature. */
interface LogBody {
  readonly kind: string;
  readonly apiVersion: string;
  readonly spec: unknown;
}
