// Sources as they are written on the command line.

import { GHCR } from "../../model/imageReference";
import { quote } from "../../model/problems";
import { isTransportSafe } from "../../registry/hosts";
import { MIGRATION_ERROR, MigrationError, refuseCredentials } from "../errors";
import { ghcrSource } from "./ghcr";
import { gitlabSource } from "./gitlab";
import { imageListSource } from "./imageList";
import { registrySource } from "./registrySource";
import type { Source } from "./source";

/** The forms of a source, as help shows them. */
export const SOURCE_FORMS = "gitlab:https://HOST/GROUP, ghcr:OWNER, registry:HOST/PATH or list:FILE";

/** Where the credentials of a source go that are no password of a registry. */
const TOKENS: ReadonlyMap<string, string> = new Map([
  ["gitlab", "GITLAB_TOKEN"],
  ["ghcr", "GHCR_TOKEN"],
]);

/** Parses a source; throws where it is none. */
export function parseSource(text: string): Source {
  const colon = text.indexOf(":");
  const kind = text.slice(0, colon);
  const rest = text.slice(colon + 1);
  // A file's name may have an @.
  if (kind !== "list")
    refuseCredentials(
      "SOURCE",
      text,
      `set ${TOKENS.get(kind) ?? "MIGRATE_SOURCE_USERNAME and MIGRATE_SOURCE_PASSWORD"}`,
    );
  switch (kind) {
    case "gitlab":
      return parseGitlab(rest);
    case "ghcr":
      if (!/^[A-Za-z0-9](?:-?[A-Za-z0-9])*$/.test(rest)) throw invalid(text, "names no owner; write it as ghcr:OWNER");
      return ghcrSource(rest);
    case "registry":
      return parseRegistry(text, rest);
    case "list":
      if (rest === "") throw invalid(text, "names no file; write it as list:FILE");
      return imageListSource(rest);
    default:
      throw invalid(text, `has an unknown form; write it as ${SOURCE_FORMS}`);
  }
}

function parseGitlab(text: string): Source {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const path = url?.pathname.replace(/^\/+|\/+$/g, "") ?? "";
  // Without its query, which may hold a token.
  const shown = `gitlab:${text.replace(/\?.*$/s, "")}`;
  if (url === undefined || path === "" || /%(?![\da-f]{2})/i.test(path))
    throw invalid(shown, "names no group of a GitLab server; write it as gitlab:https://HOST/GROUP");
  if (!isTransportSafe(url)) throw invalid(shown, "must use https://");
  return gitlabSource(new URL(url.origin), decodeURIComponent(path));
}

function parseRegistry(text: string, rest: string): Source {
  const slash = rest.indexOf("/");
  const host = (slash < 0 ? rest : rest.slice(0, slash)).toLowerCase();
  const path = slash < 0 ? "" : rest.slice(slash + 1).replace(/\/+$/, "");
  if (rest.includes("@") || !URL.canParse(`https://${host}`) || host === "")
    throw invalid(text, "names no registry; write it as registry:HOST/PATH");
  if (host === GHCR) throw invalid(text, "cannot be listed by the registry; write it as ghcr:OWNER or list:FILE");
  return registrySource(host, path.toLowerCase());
}

function invalid(text: string, problem: string): MigrationError {
  return new MigrationError(MIGRATION_ERROR.INVALID_ARGUMENT, `SOURCE: ${quote(text)} ${problem}`);
}
