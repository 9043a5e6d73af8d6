// What Pulumi's analyzer and the TypeScript compiler read out of the sources.

import { ComponentProvider, getPulumiComponents } from "@pulumi/pulumi/provider/experimental";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import * as library from "../../index";
import type { AnalyzedSchema } from "./serve";

/** The schema of all components that the sources of a package export, by Pulumi's analyzer. */
export async function analyzeComponents(root: string): Promise<AnalyzedSchema> {
  const { name } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { name: string };
  const components = getPulumiComponents(library);
  const provider = new ComponentProvider({ name, dirname: root, components });
  return JSON.parse(await provider.getSchema()) as AnalyzedSchema;
}

/** The comments on all interfaces below some folders, by the interfaces' names. */
export function describeInterfaces(...folders: readonly string[]): Map<string, string> {
  const descriptions = new Map<string, string>();
  for (const folder of folders) {
    for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
      if (!path.endsWith(".ts")) continue;
      const text = readFileSync(join(folder, path), "utf8");
      const withParents = true; // without them, no comment is found
      for (const statement of ts.createSourceFile(path, text, ts.ScriptTarget.Latest, withParents).statements) {
        if (!ts.isInterfaceDeclaration(statement)) continue;
        const [comment] = ts.getJSDocCommentsAndTags(statement).filter(ts.isJSDoc);
        const description = ts.getTextOfJSDocComment(comment?.comment);
        if (description !== undefined) descriptions.set(statement.name.text, description);
      }
    }
  }
  return descriptions;
}
