// A check's report as text and as JSON.

import { styleText } from "node:util";
import { renderImageReference } from "../model/imageReference";
import type { ImageReport } from "../registry/checkImage";
import { type Finding, FINDING, isUnavailable } from "../registry/findings";
import type { GithubToken } from "../registry/githubToken";
import { type ImagePlatform, renderPlatform } from "../registry/platforms";

const LOGIN: Readonly<Record<ImageReport["login"], string>> = {
  none: "none given",
  unused: "not asked for",
  accepted: "accepted",
  refused: "refused",
};

const TOKEN_KIND: Readonly<Record<GithubToken["kind"], string>> = {
  classic: "classic",
  "fine-grained": "fine-grained",
  installation: "of a workflow run",
  refused: "not accepted by GitHub",
};

/** The report as a person reads it: what is known, line by line, then what to do. */
export function renderCheck(report: ImageReport, colour: boolean): string {
  const { image, digest, platforms, attestedBy, login, token, findings } = report;
  const rows: [label: string, value: string | undefined][] = [
    ["registry", registryState(report)],
    ["credentials", LOGIN[login]],
    ["token", token && renderToken(token)],
    ["digest", digest],
    ...platforms.map((platform, i): [string, string] => [i === 0 ? "platforms" : "", renderSize(platform)]),
    ["built by", attestedBy],
  ];
  const lines = rows.flatMap(([label, value]) => (value === undefined ? [] : [`  ${label.padEnd(13)}${value}`]));
  return [renderImageReference(image), ...lines, "", ...renderFindings(findings, colour), ""].join("\n");
}

/** The report as data: references as text, sizes in bytes. */
export function renderCheckJson({ image, resolved, ...report }: ImageReport): string {
  const references = {
    image: renderImageReference(image),
    ...(resolved && { resolved: renderImageReference(resolved) }),
  };
  return `${JSON.stringify({ ...references, ...report }, null, 2)}\n`;
}

function registryState({ image, findings }: ImageReport): string {
  if (findings.some(({ code }) => code === FINDING.REGISTRY_UNREACHABLE)) return `${image.registry}, not reached`;
  return findings.some(isUnavailable) ? `${image.registry}, not available` : `${image.registry}, answers`;
}

function renderToken({ kind, scopes, expiresAt }: GithubToken): string {
  return [
    TOKEN_KIND[kind],
    ...(scopes ? [scopes.length === 0 ? "no scopes" : `scopes ${scopes.join(", ")}`] : []),
    ...(kind === "classic" ? [expiresAt === undefined ? "never expires" : `expires ${expiresAt.slice(0, 10)}`] : []),
  ].join("; ");
}

function renderSize(platform: ImagePlatform): string {
  const { sizeBytes } = platform;
  const size = sizeBytes === undefined ? "" : `${(sizeBytes / 1024 / 1024).toFixed(1)} MiB`;
  return `${renderPlatform(platform).padEnd(17)}${size}`.trimEnd();
}

export function renderFindings(findings: readonly Finding[], colour: boolean): string[] {
  if (findings.length === 0) return ["Fargate can pull this image."];
  return findings.map(({ severity, wrong, fix }) => {
    const label = colour
      ? styleText(severity === "error" ? "red" : "yellow", severity, { validateStream: false })
      : severity;
    return `${label}: ${wrong}\n  fix: ${fix}`;
  });
}
