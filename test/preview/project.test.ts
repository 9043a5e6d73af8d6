import { deepStrictEqual, throws } from "node:assert";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../../preview/config";
import { readProject } from "../../preview/project";
import { chooseStack } from "../../preview/stackChoice";

const DEV = { name: "dev", organization: "organization", named: false };

describe("a project", () => {
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "preview-"))));
  afterEach(() => rmSync(directory, { recursive: true }));

  const write = (files: Readonly<Record<string, string>>): void => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(join(directory, name, ".."), { recursive: true });
      writeFileSync(join(directory, name), content);
    }
  };
  const HEAD = "name: app\nruntime: nodejs\n";

  const faults: [string, Record<string, string>, string][] = [
    ["without Pulumi.yaml", {}, ": no Pulumi.yaml in it; pass the directory of a Pulumi project"],
    [
      "with malformed YAML",
      { "Pulumi.yaml": 'name: app\nruntime: "nodejs\n' },
      '/Pulumi.yaml:3: not valid YAML: Missing closing "quote',
    ],
    [
      "that is a list",
      { "Pulumi.yaml": "- name\n" },
      '/Pulumi.yaml:1: not a mapping of keys to values; start it with lines like "name: my-project"',
    ],
    [
      "without a name",
      { "Pulumi.yaml": "runtime: nodejs\n" },
      '/Pulumi.yaml: name: missing; write the project\'s name, like "name: my-project"',
    ],
    [
      "in Python",
      { "Pulumi.yaml": "name: app\nruntime:\n  name: python\n" },
      '/Pulumi.yaml:3: runtime: "python"; the offline preview runs programs of "runtime: nodejs"',
    ],
    [
      "whose main does not exist",
      { "Pulumi.yaml": `${HEAD}main: src\n` },
      '/Pulumi.yaml:3: main: "src" does not exist; write the program\'s file or directory',
    ],
  ];
  for (const [title, files, message] of faults)
    it(`${title} is refused with its file and line`, () => {
      write(files);
      throws(() => readProject(directory), { name: "ProjectError", message: directory + message });
    });

  it("starts its program in the directory of its main, as Pulumi does", () => {
    write({ "Pulumi.yaml": `${HEAD}main: src/app.ts\n`, "src/app.ts": "" });
    const { workingDirectory, main } = readProject(directory);
    deepStrictEqual({ workingDirectory, main }, { workingDirectory: join(directory, "src"), main: "app.ts" });
    write({ "Pulumi.yaml": `${HEAD}main: src\n` });
    deepStrictEqual(readProject(directory).main, ".");
  });

  it("has the config of Pulumi.yaml, below the stack's, below the command line's", () => {
    write({
      "Pulumi.yaml": `${HEAD}config:\n  aws:region: eu-central-1\n  a: 1\n  b: { type: integer, default: 1 }\n  c: { value: 1 }\n`,
      "Pulumi.dev.yaml": "config:\n  app:b: 2\n  app:c: [2, x]\n",
    });
    const config = readConfig(readProject(directory), DEV, ["c=3=3", "other:d=4"]);
    deepStrictEqual(config, {
      values: { "aws:region": "eu-central-1", "app:a": "1", "app:b": "2", "app:c": "3=3", "other:d": "4" },
      secretKeys: [],
      diagnostics: [],
      missing: [],
    });
  });

  it("has stand-ins for encrypted secrets, also within objects, and for declared secrets that are not set", () => {
    write({
      "Pulumi.yaml": `${HEAD}config:\n  pin: { type: integer, secret: true }\n`,
      "Pulumi.dev.yaml":
        "config:\n  app:token:\n    secure: AAAB\n  app:login:\n    user: me\n    password:\n      secure: AAAB\n",
    });
    const { values, secretKeys, diagnostics } = readConfig(readProject(directory), DEV, []);
    deepStrictEqual(values, {
      "app:token": "stand-in-for-token",
      "app:login": '{"user":"me","password":"stand-in-for-login"}',
      "app:pin": "stand-in-for-pin",
    });
    deepStrictEqual([...secretKeys].sort(), ["app:login", "app:pin", "app:token"]);
    deepStrictEqual(
      diagnostics.map(({ message }) => message),
      [
        "config secret `token` is encrypted; a stand-in was used",
        "config secret `login` is encrypted; a stand-in was used",
        "config secret `pin` is not set; a stand-in was used; set it with: pulumi config set --secret pin",
      ],
    );
  });

  const options: [string, string | undefined, string[], string][] = [
    ["an unknown stack", "prod", [], "--stack prod: no DIR/Pulumi.prod.yaml; stacks there: dev, test"],
    ["config without a value", undefined, ["token"], '--config: an option without "="; write it as --config key=value'],
    [
      "config without a key",
      undefined,
      ["=5"],
      '--config: "" is not a valid config key; write it as --config key=value or --config namespace:key=value',
    ],
    [
      "config of the wrong type",
      undefined,
      ["size=big"],
      'config `size`: "big" is not of type integer; set it with: pulumi config set size VALUE, or for this preview: --config size=VALUE',
    ],
  ];
  for (const [title, stack, overrides, message] of options)
    it(`with ${title} is refused`, () => {
      write({
        "Pulumi.yaml": `${HEAD}config:\n  size: { type: integer }\n`,
        "Pulumi.dev.yaml": "",
        "Pulumi.test.yaml": "",
      });
      throws(
        () => readConfig(readProject(directory), chooseStack(readProject(directory), stack ?? "dev", {}), overrides),
        {
          message: message.replace("DIR", directory),
        },
      );
    });

  it("has made-up values for declared config that is not set, and says which", () => {
    write({
      "Pulumi.yaml": `${HEAD}config:\n  size: { type: integer }\n  zones: { type: array }\n  name: { type: string }\n`,
    });
    const { values, missing } = readConfig(readProject(directory), DEV, []);
    deepStrictEqual(values, { "app:size": "0", "app:zones": "[]", "app:name": "stand-in-for-name" });
    const file = join(directory, "Pulumi.yaml");
    deepStrictEqual(
      missing,
      ["size", "zones", "name"].map((name, i) => ({ kind: "config", name, source: { file, line: 4 + i } })),
    );
  });
});

describe("the stack of a preview", () => {
  let directory: string;
  let home: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "preview-"));
    home = mkdtempSync(join(tmpdir(), "preview-home-"));
    writeFileSync(join(directory, "Pulumi.yaml"), "name: app\nruntime: nodejs\n");
  });
  afterEach(() => {
    for (const each of [directory, home]) rmSync(each, { recursive: true });
  });

  const stackFiles = (...names: string[]): void => {
    for (const name of names) writeFileSync(join(directory, `Pulumi.${name}.yaml`), "");
  };
  /** What `pulumi stack select` writes. */
  const select = (stack: string): void => {
    const hash = createHash("sha1").update(join(directory, "Pulumi.yaml")).digest("hex");
    mkdirSync(join(home, "workspaces"));
    writeFileSync(join(home, "workspaces", `app-${hash}-workspace.json`), JSON.stringify({ stack }));
  };
  const chosen = (wanted?: string, env: Record<string, string> = {}) => {
    const { name, organization } = chooseStack(readProject(directory), wanted, { PULUMI_HOME: home, ...env });
    return [name, organization];
  };

  it("is the one named, else PULUMI_STACK's, else the selected one", () => {
    stackFiles("dev", "prod");
    select("acme/app/prod");
    deepStrictEqual(chosen("test", { PULUMI_STACK: "stage" }), ["test", "organization"]);
    deepStrictEqual(chosen(undefined, { PULUMI_STACK: "acme/stage" }), ["stage", "acme"]);
    deepStrictEqual(chosen(undefined, { PULUMI_STACK: "" }), ["prod", "acme"]);
  });

  it("is else the only one that has a file, or dev where there is none", () => {
    deepStrictEqual(chosen(), ["dev", "organization"]);
    stackFiles("prod");
    deepStrictEqual(chosen(), ["prod", "organization"]);
  });

  it("is asked for where there are several", () => {
    stackFiles("dev", "prod");
    throws(() => chosen(), {
      name: "ProjectError",
      message:
        "no stack is selected; stacks there: dev, prod; choose one with --stack, PULUMI_STACK or pulumi stack select",
    });
  });

  it("must have a name of a stack", () =>
    throws(() => chosen("a/b/c/d"), {
      message:
        '--stack: "a/b/c/d" is not a stack\'s name; write it as dev, organization/dev or organization/project/dev',
    }));

  it("need not have a file, but a selected one without it is told where others have one", () => {
    stackFiles("prod", "test");
    const { diagnostics } = readConfig(readProject(directory), DEV, []);
    deepStrictEqual(
      diagnostics.map(({ message }) => message),
      ["no Pulumi.dev.yaml; stacks there: prod, test; choose one with --stack"],
    );
  });
});
