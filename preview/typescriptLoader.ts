// In the program's process: lets Node.js load TypeScript as `pulumi preview` does, without type checking.

import { existsSync, readFileSync } from "node:fs";
import { createRequire, register } from "node:module";
import { isAbsolute, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isProgramFile } from "./programError";

/** The part of TypeScript that is used. */
interface Compiler {
  readonly version: string;
  transpileModule: (source: string, options: object) => { sourceMapText?: string };
  convertCompilerOptionsFromJson: (options: object, basePath: string) => { options: object };
}

/** ts-node and TypeScript are the program's own, or those that @pulumi/pulumi brings along; the options are Pulumi's. */
export function registerTypeScript(directory: string, programRequire: NodeJS.Require, isModule: boolean): void {
  const tools = programRequire("@pulumi/pulumi/tsutils") as {
    typeScriptRequireStrings: () => { tsnodeRequire: string; typescriptRequire: string };
    loadTypeScriptCompilerOptions: (path: string) => Record<string, unknown>;
  };
  const pulumiRequire = createRequire(programRequire.resolve("@pulumi/pulumi/tsutils"));
  const resolve = (name: string) => (isAbsolute(name) ? name : pulumiRequire.resolve(name));
  const { tsnodeRequire, typescriptRequire } = tools.typeScriptRequireStrings();
  const compilerPath = resolve(typescriptRequire);
  const compiler = programRequire(compilerPath) as Compiler;
  const project = process.env.PULUMI_NODEJS_TSCONFIG_PATH ?? join(directory, "tsconfig.json");
  const modern = Number.parseInt(compiler.version, 10) >= 5;
  const compilerOptions = {
    target: isModule ? "ES2022" : "ES2020",
    module: modern ? "nodenext" : "commonjs",
    moduleResolution: modern ? "nodenext" : "node",
    sourceMap: true,
    ...tools.loadTypeScriptCompilerOptions(project),
  };
  const options = {
    compiler: compilerPath,
    transpileOnly: true,
    project,
    skipProject: !existsSync(project),
    compilerOptions,
  };
  if (isModule) {
    register(pathToFileURL(pulumiRequire.resolve("./cmd/run/hooks.js")), { data: options });
    mapStackTraces(directory, pulumiRequire, { compiler, compilerOptions });
  } else (programRequire(resolve(tsnodeRequire)) as { register: (options: object) => void }).register(options);
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
        // Told apart from CommonJS by package.json, which the compiler does not see here; 99 is ESNext.
        compilerOptions: { ...options, module: 99, moduleResolution: 100, sourceMap: true, inlineSourceMap: false },
      });
      return { url: file, map: sourceMapText };
    },
  });
}
