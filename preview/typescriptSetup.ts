// Which TypeScript a program is compiled with, and how: Pulumi's own choices, for running it and for checking its types.

import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { isAbsolute, join } from "node:path";

/** How a program's TypeScript is compiled. */
export interface TypeScriptSetup {
  /** The path of the compiler's module: the program's own, or the one that @pulumi/pulumi brings along. */
  readonly compilerPath: string;
  /** The path of ts-node's module, found in the same way. */
  readonly tsNodePath: string;
  /** Whether there is a ts-node that compiles ES modules. */
  readonly compilesModules: boolean;
  readonly tsconfig: string;
  readonly hasTsconfig: boolean;
  /** What wins over tsconfig.json's options, or stands in for them. */
  readonly compilerOptions: Readonly<Record<string, unknown>>;
}

/** Finds out how Pulumi compiles the program in a directory. */
export function typescriptSetup(directory: string, programRequire: NodeJS.Require, isModule: boolean): TypeScriptSetup {
  const tools = programRequire("@pulumi/pulumi/tsutils") as {
    typeScriptRequireStrings: () => { tsnodeRequire: string; typescriptRequire: string };
    loadTypeScriptCompilerOptions: (path: string) => Record<string, unknown>;
  };
  const pulumiRequire = createRequire(programRequire.resolve("@pulumi/pulumi/tsutils"));
  const resolve = (name: string) => (isAbsolute(name) ? name : pulumiRequire.resolve(name));
  const { tsnodeRequire, typescriptRequire } = tools.typeScriptRequireStrings();
  const compilerPath = resolve(typescriptRequire);
  const { version } = programRequire(compilerPath) as { version: string };
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const nodeNext = major > 4 || (major === 4 && minor >= 7);
  const tsconfig = process.env.PULUMI_NODEJS_TSCONFIG_PATH ?? join(directory, "tsconfig.json");
  return {
    compilerPath,
    tsNodePath: resolve(tsnodeRequire),
    compilesModules: nodeNext && canResolve(pulumiRequire, "ts-node/esm"),
    tsconfig,
    hasTsconfig: existsSync(tsconfig),
    compilerOptions: {
      target: isModule ? "ES2022" : "ES2020",
      module: nodeNext ? "nodenext" : "commonjs",
      moduleResolution: nodeNext ? "nodenext" : "node",
      sourceMap: true,
      ...tools.loadTypeScriptCompilerOptions(tsconfig),
    },
  };
}

function canResolve(from: NodeJS.Require, name: string): boolean {
  try {
    from.resolve(name);
    return true;
  } catch {
    return false;
  }
}
