// The failure catalogue against real wordings. Not proven: that AWS keeps its wordings.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { fill } from "../../rollout/message/rule";
import { RULES } from "../../rollout/message/rules/all";
import { diagnose } from "../../rollout/diagnose";
import { renderErrorsPage } from "../../rollout/errorsPage";
import { redact } from "../../rollout/redact";
import { growthToAMegabyte } from "../support/growth";
import { MESSAGES } from "./messages";

const PAGE = join(__dirname, "../../docs/errors.md");

describe("the explanation of messages", function () {
  for (const [code, message] of MESSAGES) {
    it(`finds ${code ?? "nothing"} in: ${message.slice(-90)}`, () => assert.equal(diagnose(message)?.code, code));
  }

  it("finds the same in a service event that quotes the message", () => {
    for (const [code, message] of MESSAGES.filter(([known]) => known !== undefined))
      assert.equal(diagnose(`(service web) was unable to place a task. Reason: ${message}.`)?.code, code, message);
  });

  it("tells the registry's secret from a secret of the program, and names role and secret", () => {
    const [registry, program] = MESSAGES.filter(([code]) => code === "SECRET_DENIED").map(([, message]) => message);
    assert.equal(
      diagnose(registry!)?.cause,
      "the role web-execution may not read the registry credentials' secret (arn:aws:secretsmanager:eu-central-1:<account>:secret:ghcr-AbCdEf)",
    );
    assert.equal(diagnose(program!)?.cause, "the role web-execution may not read a secret of `secrets`");
  });

  it("names the exit code", () =>
    assert.equal(diagnose("container web exited with code 42")?.cause, "the container web ended with exit code 42"));

  it("is not misled by names that hold letters of another service", () => {
    const refused = (name: string) =>
      `InvalidParameterException: The container ${name} does not exist in the load balancer.`;
    assert.deepEqual(
      [refused("web"), refused("geeks-web")].map((text) => diagnose(text)?.code),
      ["CALL_REFUSED", "CALL_REFUSED"],
    );
    assert.equal(diagnose("InvalidParameterException: The service of Kubernetes does not exist.")?.code, undefined);
  });

  it("leaves no placeholder in any text that a user reads", () => {
    for (const [, message] of MESSAGES) {
      const { cause = "", fix = "" } = diagnose(message) ?? {};
      assert.doesNotMatch(cause + fix, /[{]\w+[}]|unknown/);
    }
  });

  it("joins values and words with one blank, whichever values a message names", () => {
    const wrong = RULES.flatMap(({ cause, fix }) => [cause, fix]).flatMap((template) => {
      const names = [...new Set([...template.matchAll(/\{(\w+)/g)].map(([, name = ""]) => name))];
      const values = Object.fromEntries(names.map((name) => [name, "«»"]));
      // All values, none, all but one, and one alone.
      const choices = [
        values,
        {},
        ...names.map((name) => ({ ...values, [name]: undefined })),
        ...names.map((name) => ({ [name]: "«»" })),
      ];
      return choices
        .map((choice) => fill(template, choice))
        .filter((text) => / {2}| [,;:.)](?:\s|$)|\( |[a-z]«|»[a-z]|[,;:]»?$|\[\[|\]\]/.test(text));
    });
    assert.deepEqual(wrong, []);
  });

  it("answers any text", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 5000 }), (text) => {
        const code = diagnose(text)?.code;
        assert.ok(code === undefined || RULES.some((rule) => rule.code === code));
      }),
      { seed: 20261122 },
    );
  });

  it("answers any JSON with the members of ECS's answers", () => {
    const key = fc.constantFrom(
      ...["tasks", "taskArn", "stoppedReason", "stopCode", "containers", "exitCode", "reason", "lastStatus"],
      ...["services", "events", "message", "createdAt", "rolloutState", "rolloutStateReason", "failedTasks", "arn"],
    );
    fc.assert(
      fc.property(fc.object({ key, maxDepth: 3 }), fc.boolean(), (answer, cut) => {
        const text = JSON.stringify(answer);
        const code = diagnose(cut ? text.slice(0, -3) : text)?.code;
        assert.ok(code === undefined || RULES.some((rule) => rule.code === code));
      }),
      { seed: 20261129, numRuns: 1000 },
    );
  });

  for (const start of [
    "failed to resolve ref ",
    "from asm ",
    "CannotPull ",
    "failed to authorize ",
    "unexpected status ",
  ]) {
    it(`answers a megabyte of ${JSON.stringify(start)} in time that grows as the text does`, () => {
      const { times, linear } = growthToAMegabyte(start, diagnose);
      assert.ok(linear, `eight times as much takes ${times} times as long`);
    });
  }

  // UPDATE_DOCS=1 npx mocha test/rollout/diagnose.test.ts writes the page anew.
  it("is what docs/errors.md says", () => {
    if (process.env.UPDATE_DOCS === "1") writeFileSync(PAGE, renderErrorsPage());
    assert.equal(readFileSync(PAGE, "utf8"), renderErrorsPage());
  });
});

describe("redaction", () => {
  const table: readonly (readonly [before: string, after: string])[] = [
    ["User: arn:aws:sts::123456789012:assumed-role/x", "User: arn:aws:sts::<account>:assumed-role/x"],
    ["123456789012.dkr.ecr.eu-central-1.amazonaws.com/web", "<account>.dkr.ecr.eu-central-1.amazonaws.com/web"],
    ["bad token ghp_0123456789abcdefghij0123456789abcdef", "bad token <token>"],
    ["github_pat_11AAAA0123456789_abcdef refused", "<token> refused"],
    ["Authorization: Basic dXNlcjpnaHBfc2VjcmV0", "Authorization: Basic <secret>"],
    ["GET https://user:hunter22@ghcr.io/token", "GET https://user:<secret>@ghcr.io/token"],
    ["GET /token?service=ghcr.io&token=abcdef", "GET /token?service=ghcr.io&token=<secret>"],
    ['{"username":"ada","password":"hunter22"}', '{"username":"ada","password":"<secret>"}'],
    ['{"accessToken": "hunter22", "user": "ada"}', '{"accessToken": "<secret>", "user": "ada"}'],
    ["key AKIAIOSFODNN7EXAMPLE is no good", "key <access key> is no good"],
    [`Encoded authorization failure message: ${"Ab1".repeat(50)}`, "Encoded authorization failure message: <data>"],
    ["failed to fetch anonymous token: 401 Unauthorized", "failed to fetch anonymous token: 401 Unauthorized"],
    ["arn:aws:secretsmanager:r:123456789012:secret:ghcr-Ab", "arn:aws:secretsmanager:r:<account>:secret:ghcr-Ab"],
    ["two\n  lines", "two lines"],
    [`web@sha256:${"0".repeat(64)}: not found`, `web@sha256:${"0".repeat(64)}: not found`],
  ];
  for (const [before, after] of table)
    it(`of ${JSON.stringify(before).slice(0, 50)}`, () => assert.equal(redact(before), after));

  it("cuts what is longer than 700 characters", () => assert.equal(redact("a b ".repeat(500)).length, 700));
});
