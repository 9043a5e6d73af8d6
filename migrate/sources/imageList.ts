// A file of image references, one a line.

import { parseImageReference } from "../../model/imageReference";
import { MIGRATION_ERROR, MigrationError } from "../errors";
import type { Source, SourceRepository } from "./source";

/** Repositories, tags and digests that a file names. A line without a tag means all tags of the repository. */
export function imageListSource(file: string): Source {
  return {
    trustedHosts: [],
    async *list({ readFile }) {
      const text = await readFile(file).catch((cause: unknown) => {
        if (cause instanceof MigrationError) throw cause;
        const reason = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown cause";
        throw new MigrationError(MIGRATION_ERROR.INVALID_ARGUMENT, `${file}: cannot be read (${reason})`, { cause });
      });
      yield* parseImageList(text, file);
    },
  };
}

/** Parses a list; throws one error with every line that is wrong. */
export function parseImageList(text: string, file: string): SourceRepository[] {
  const problems: string[] = [];
  const found = new Map<string, { registry: string; repository: string; references: Set<string> | undefined }>();
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    const reference = line.replace(/(?:^|\s)#.*$/, "").trim();
    if (reference === "") continue;
    const { image, fault } = parseImageReference(reference);
    if (fault !== undefined) {
      problems.push(`${file}:${at + 1}: ${fault.wrong}; ${fault.fix}`);
      continue;
    }
    const { registry, repository } = image;
    const key = `${registry}/${repository}`;
    const known = found.get(key) ?? { registry, repository, references: new Set<string>() };
    const wanted = image.digest ?? image.tag;
    // All tags include each of them.
    if (wanted === undefined) known.references = undefined;
    else known.references?.add(wanted);
    found.set(key, known);
  }
  if (problems.length > 0) throw new MigrationError(MIGRATION_ERROR.INVALID_ARGUMENT, problems.join("\n"));
  return [...found.values()].map(({ registry, repository, references }) => ({
    kind: "repository",
    registry,
    repository,
    path: repository,
    ...(references !== undefined && { references: [...references] }),
  }));
}
