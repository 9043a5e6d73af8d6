// Sources as they are written on the command line.

import { GHCR } from "../../model/imageReference";
import { quote } from "../../model/problems";
import { isTransportSafe } from "../../registry/hosts";
import { MIGRATION_ERROR, MigrationError } from "../errors";
import { ghcrSource } from "./ghcr";
import { gitlabSource } from "./gitlab";
import { imageListSource } from "./imageList";
import { registrySource } from "./registrySource";
import type { Source } from "./source";

/** The forms of a source, as help shows them. */
export const SOURCE_FORMS = "gitlab:https://HOST/GROUP, ghcr:OWNER, registry:HOST/PATH or list:FILE";

/** Parses a source; throws where it is none. */
export function parseSource(text: string): Source {
  const colon = text.indexOf(":");
  const kind = text.slice(0, colon);
  const rest = text.slice(colon + 1);
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
  if (url === undefined || path === "")
    throw invalid(`gitlab:${text}`, "names no group of a GitLab server; write it as gitlab:https://HOST/GROUP");
  // The address is not quoted: it may hold a token.
  if (url.username !== "" || url.password !== "")
    throw new MigrationError(
      MIGRATION_ERROR.INVALID_ARGUMENT,
      "SOURCE: holds credentials; leave them out and set GITLAB_TOKEN",
    );
  if (!isTransportSafe(url)) throw invalid(`gitlab:${text}`, "must use https://");
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
