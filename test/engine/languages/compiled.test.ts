// Programs in Go and Java, compiled without a warning and deployed, and in .NET. The SDKs for Java and .NET are made by tools/sdks.
// Not proven here: that the CLI generates the same SDKs for Java and .NET. The .NET program is compiled where there is a dotnet, and
// deployed nowhere.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { guide, has, needs, OUTPUTS, run, Workshop } from "../support/workshop";

describe("programs in languages with a compiler", function () {
  this.timeout(600_000);
  const workshop = new Workshop();
  before(() => workshop.fill());
  after(() => workshop.remove());

  it("use every component from Go, and pass go vet", async function () {
    needs(this, "pulumi-language-go", "go");
    const cwd = await workshop.example("go");
    await workshop.pulumi(cwd, "package", "add", workshop.plugin);
    await run("go", ["mod", "tidy"], { cwd });
    await run("go", ["vet", "./..."], { cwd });
    const [program = ""] = guide("go");
    mkdirSync(join(cwd, "guide"));
    writeFileSync(join(cwd, "guide/main.go"), program);
    await run("go", ["vet", "./guide"], { cwd });
    const unknown = /unknown field Prot in struct literal of type ghcrfargate\.GhcrFargateServiceArgs/;
    await workshop.refusesName(cwd, "main.go", ["Port: ", "Prot: "], ["go", "vet", "."], unknown);
    await workshop.refuses(cwd, "main.go");
    await workshop.configures(cwd);
    await workshop.deploysAndDestroys(cwd, ...OUTPUTS);
  });

  it("use every component from Java, and compile without a warning", async function () {
    needs(this, "pulumi-language-java", "mvn", "go");
    const cwd = await workshop.example("java");
    await workshop.addsSdk(cwd, "java");
    const [program = ""] = guide("java");
    writeFileSync(join(cwd, "src/main/java/shop/Guide.java"), `package shop;\n\n${program}`.replaceAll("App", "Guide"));
    const compile = ["mvn", "--quiet", "--batch-mode", "-Dmaven.compiler.failOnWarning=true", "compile"];
    await run("mvn", compile.slice(1), { cwd });
    const app = "src/main/java/shop/App.java";
    await workshop.refusesName(
      cwd,
      app,
      [".port(", ".prot("],
      compile,
      /cannot find symbol\s[^]*symbol: +method prot\(int\)/,
    );
    await workshop.refuses(cwd, app);
    await workshop.configures(cwd);
    await workshop.deploysAndDestroys(cwd, ...OUTPUTS);
  });

  it("use every component from .NET, by the names and types of the SDK", async function () {
    needs(this, "go", "python3");
    const cwd = await workshop.example("dotnet");
    await workshop.addsSdk(cwd, "dotnet");
    const venv = join(workshop.directory, "csharp");
    await run("python3", ["-m", "venv", venv]);
    const parsers = ["tree-sitter==0.26.1", "tree-sitter-c-sharp==0.23.5"];
    await run(join(venv, "bin/pip"), ["install", "--quiet", ...parsers]);
    const check = (program: string) =>
      run(join(venv, "bin/python"), [join(__dirname, "../support/csharp.py"), program, join(cwd, "sdks")]);
    await check(join(cwd, "Program.cs"));
    for (const program of guide("csharp")) {
      writeFileSync(join(workshop.directory, "Guide.cs"), program);
      await check(join(workshop.directory, "Guide.cs"));
    }
    const wrong = readFileSync(join(cwd, "Program.cs"), "utf8").replace("Port = 8080", 'Port = "8080"');
    writeFileSync(join(workshop.directory, "Wrong.cs"), wrong.replace("Memory =", "MemoryMiB ="));
    await assert.rejects(
      check(join(workshop.directory, "Wrong.cs")),
      /line 24: GhcrFargateServiceArgs.Port is int, not string\nline 26: GhcrFargateServiceArgs has no MemoryMiB\n$/,
    );
    if (has("dotnet")) await run("dotnet", ["build"], { cwd });
    else console.log("      not compiled: dotnet not found on the PATH");
  });
});
