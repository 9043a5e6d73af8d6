// In the program's process: lets Node.js load TypeScript as `pulumi preview` does, without type checking.

import { readFileSync } from "node:fs";
import { createRequire, register } from "node:module";
import { extname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isProgramFile } from "./programError";
import { typescriptSetup } from "./typescriptSetup";

/** The part of TypeScript that is used. */
interface Compiler {
  transpileModule: (source: string, options: object) => { sourceMapText?: string };
  convertCompilerOptionsFromJson: (options: object, basePath: string) => { options: object };
}

/** ts-node and TypeScript are the program's own, or those that @pulumi/pulumi brings along; the options are Pulumi's. */
export function registerTypeScript(
  directory: string,
  programRequire: NodeJS.Require,
  { entry, isModule }: { readonly entry: string; readonly isModule: boolean },
): void {
  const setup = typescriptSetup(directory, programRequire, isModule);
  const { compilerPath, tsNodePath, compilerOptions } = setup;
  if (isModule && !setup.compilesModules) {
    if (!/^\.[cm]?tsx?$/.test(extname(entry))) return; // nothing here is TypeScript
    throw new Error(
      `an ES module in TypeScript needs ts-node 10, here and for pulumi up; run npm install --save-dev ts-node@10 in ${directory}`,
    );
  }
  const options = {
    compiler: compilerPath,
    transpileOnly: true,
    project: setup.tsconfig,
    skipProject: !setup.hasTsconfig,
    compilerOptions,
  };
  if (!isModule) {
    (programRequire(tsNodePath) as { register: (options: object) => void }).register(options);
    return;
  }
  // Pulumi's hooks make ts-node's service before they get its options: only the environment reaches it.
  process.env.TS_NODE_TRANSPILE_ONLY = "true";
  process.env.TS_NODE_COMPILER_OPTIONS = JSON.stringify(compilerOptions);
  const pulumiRequire = createRequire(programRequire.resolve("@pulumi/pulumi/tsutils"));
  register(pathToFileURL(pulumiRequire.resolve("./cmd/run/hooks.js")), { data: options });
  mapStackTraces(directory, pulumiRequire, { compiler: programRequire(compilerPath) as Compiler, compilerOptions });
}

/** ES modules are compiled in a thread of ts-node's own; the maps for this thread's stack traces are made when one is shown. */
function mapStackTraces(
  directory: string,
  pulumiRequire: NodeJS.Require,
  { compiler, compilerOptions }: { readonly compiler: Compiler; readonly compilerOptions: object },
): void {
  const { options } = compiler.convertCompilerOptionsFromJson(compilerOptions, directory);
  const support = pulumiRequire("source-map-support") as { install: (options: object) => void };
  support.install({
    environment: "node",
    handleUncaughtExceptions: false,
    overrideRetrieveSourceMap: true,
    retrieveSourceMap: (url: string) => {
      const file = url.startsWith("file:") ? fileURLToPath(url) : url;
      if (!/\.[cm]?tsx?$/.test(file) || !isProgramFile(file, directory)) return null;
      const { sourceMapText } = compiler.transpileModule(readFileSync(file, "utf8"), {
        fileName: file,
        compilerOptions: {
          ...options,
          // Told apart from CommonJS by package.json, which the compiler does not see here; 99 is ESNext.
          module: 99,
          moduleResolution: 100,
          sourceMap: true,
          inlineSourceMap: false,
          // The map's paths are meant from the program's own file.
          outDir: undefined,
          sourceRoot: undefined,
          mapRoot: undefined,
        },
      });
      return { url: file, map: sourceMapText };
    },
  });
}
