// Messages that people met and published, with cause and fix written by hand; names, accounts and ids are replaced. Not proven: that
// AWS keeps its wordings. `moreMessages.json` has wordings of AWS's documentation and agents, with the failure's name alone; many texts of
// `reportedMessages.json` put known wordings, and what only looks like one, into surroundings that are made up.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { diagnose, explainText } from "../../rollout/diagnose";
import { redact } from "../../rollout/redact";
import { growthToAMegabyte } from "../support/growth";

interface Expected {
  readonly text: string;
  /** Left out: the text is no failure of ECS. */
  readonly code?: string;
  readonly cause?: string;
  readonly fix?: string;
}

const read = (file: string) => JSON.parse(readFileSync(join(__dirname, file), "utf8")) as readonly Expected[];
const ALL = ["fieldMessages.json", "moreMessages.json", "reportedMessages.json", "refusedCalls.json"].flatMap(read);

/** Only the reason why a task stopped is quoted in events. */
const quoted = (text: string) =>
  /^(?:Cannot|Resource|OutOfMemory)\w+: /.test(text)
    ? `(service web) was unable to place a task. Reason: ${text}`
    : text;

const ENTITIES = { "&": "&amp;", '"': "&quot;", "'": "&#39;", "<": "&lt;", ">": "&gt;" } as const;
const asHtml = (text: string) => text.replace(/[&"'<>]/g, (sign) => ENTITIES[sign as keyof typeof ENTITIES]);

describe("messages from the field", function () {
  for (const { text, code, cause = "", fix = "" } of ALL)
    it(`${code ?? "nothing"}: ${text.replace(/\s+/g, " ").slice(0, 100)}`, () => {
      const found = diagnose(text);
      assert.equal(found?.code, code);
      assert.ok(found?.cause.toLowerCase().includes(cause.toLowerCase()) ?? true, found?.cause);
      assert.ok(found?.fix.toLowerCase().includes(fix.toLowerCase()) ?? true, found?.fix);
    });

  const failures = ALL.filter(({ code }) => code !== undefined);
  const wraps: readonly (readonly [title: string, change: (text: string) => string])[] = [
    ["a terminal of 40 columns wrapped", (text) => text.replace(/(.{40})/g, "$1\n        ")],
    ["a terminal of 77 columns wrapped, with CRLF", (text) => text.replace(/(.{77})/g, "$1\r\n")],
    ["came in colours", (text) => `\u001b[31m${text.replaceAll(" ", " \u001b[0m\u001b[1m")}\u001b[0m`],
    [
      "have typographic quotes and no-break spaces",
      (text) => text.replaceAll("'", "’").replaceAll('"', "”").replaceAll(" ", "\u00a0"),
    ],
    ["are UTF-16, read as bytes", (text) => `\ufeff${text.replace(/(?<=.)(?=.)/g, "\u0000")}`],
    ["were copied with the quotes of JSON around them", (text) => JSON.stringify(text)],
    ["were copied out of JSON within JSON", (text) => `      ${JSON.stringify(JSON.stringify(text))},`],
    ["come from the source of a page", asHtml],
    [
      "stand in a box, as Terraform draws it",
      (text) => ["╷", ...text.split("\n").map((line) => `│ ${line}`), "╵"].join("\n"),
    ],
    ["are quoted by a service event", quoted],
    [
      "are of a service whose name has words of other failures",
      (text) => text.replace(/\(service [\w-]+\)/g, "(service web2CannotPullContainerErrorAssumeTheRole)"),
    ],
    ["follow a console's prefix in another language", (text) => `Motivo de detención: ${text}`],
  ];
  for (const [title, change] of wraps)
    it(`are understood where they ${title}`, () => {
      const wrong = failures.filter(({ text, code }) => diagnose(change(text))?.code !== code);
      // An exit code alone on its line is an end of a container; inside a sentence it may be anything's. A log's lines are told apart by
      // their beginnings.
      assert.deepEqual(
        wrong
          .map(({ text }) => text)
          .filter(
            (text) =>
              !/^\s*(?:\/\/|#|-) |(?:^|`|: )(?:exec |exit code|standard_init|\{)|\n\[\d{4}-|\n\s*\d\d:\d\d:/i.test(
                text,
              ),
          ),
        [],
      );
    });
});

describe("a message in a person's text", function () {
  const third = ALL.filter((_, index) => index % 3 === 0);
  const failures = third.filter(({ code }) => code !== undefined);
  const about =
    "Our service on ECS has a load balancer, a container health check, EFS volumes and logs in CloudWatch; its security group looks fine.";
  const uses =
    "We use Secrets Manager, Parameter Store, KMS, an EBS volume, FireLens, Service Connect and a load balancer with a target group.";
  const places: readonly (readonly [title: string, write: (text: string) => string])[] = [
    ["follows an introduction", (text) => `${about}\n${text}`],
    ["is a paragraph", (text) => `${about}\n\n${text}\n\nWhat is wrong?`],
    ["is fenced as code", (text) => `${about}\n\`\`\`\n${text}\n\`\`\`\n${uses}`],
    ["stands between backticks", (text) => `${about} It says \`${text.replaceAll("`", "'")}\`. ${uses}`],
    ["is followed by what else is used", (text) => `${text} ${uses}`],
  ];
  for (const [title, write] of places)
    it(`is understood 95 times of 100 where it ${title}`, () => {
      const wrong = failures.filter(({ text, code }) => diagnose(write(text))?.code !== code);
      assert.ok(wrong.length * 100 <= failures.length * 5, wrong.map(({ text }) => text).join("\n---\n"));
    });

  it("is no failure 98 times of 100 where it is none by itself", () => {
    const others = third.filter(({ code }) => code === undefined);
    const wrong = others.filter(({ text }) => diagnose(`${text} ${uses}`) !== undefined);
    assert.ok(wrong.length * 100 <= others.length * 2, wrong.map(({ text }) => text).join("\n---\n"));
  });

  it("may be cut off anywhere", () => {
    const lengths = [40, 120, 250].flatMap((length) =>
      third.map(({ text }) => explainText(text.slice(0, length)).length),
    );
    assert.equal(Math.min(...lengths), 1);
    const pythonTime =
      "{'tasks': [{'taskArn': 'arn:aws:ecs:eu-west-1:1:task/a', 'createdAt': datetime.datetime(99999999, 9";
    assert.equal(explainText(pythonTime)[0]?.diagnosis, undefined);
  });
});

describe("many messages at once", function () {
  const old =
    "2026-01-01T10:00:00Z (service web) was unable to place a task. Reason: Capacity is unavailable at this time.";
  const young =
    "2026-01-01T11:00:00Z CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ghcr.io/acme/web:2: not found";

  it("are explained with the newest failure first, and its time", () => {
    const [first, second] = explainText(
      `${old}\n${young}\n2026-01-01T12:00:00Z (service web) has started 1 tasks: (task 1).`,
    );
    assert.deepEqual([first?.diagnosis?.code, first?.at], ["IMAGE_NOT_FOUND", Date.parse("2026-01-01T11:00:00Z")]);
    assert.equal(second?.diagnosis?.code, "CAPACITY");
  });

  it("are read from the JSON of describe-tasks", () => {
    const tasks = [
      {
        taskArn: "arn:aws:ecs:eu-central-1:123456789012:task/prod/1",
        stopCode: "EssentialContainerExited",
        stoppedReason: "Essential container in task exited",
        stoppedAt: "2026-01-01T10:00:00Z",
        containers: [{ name: "app", exitCode: 139 }],
      },
      {
        taskArn: "arn:aws:ecs:eu-central-1:123456789012:task/prod/2",
        stopCode: "TaskFailedToStart",
        stoppedReason: "CannotPullContainerError: invalid reference format",
        stoppedAt: "2026-01-01T09:00:00Z",
        containers: [],
      },
    ];
    assert.deepEqual(
      explainText(JSON.stringify({ tasks, failures: [] })).map(({ diagnosis }) => diagnosis?.code),
      ["CONTAINER_CRASHED", "IMAGE_REFERENCE"],
    );
  });

  it("are called old where describe-services shows a service that is healthy since", () => {
    const services = [
      {
        serviceName: "web",
        runningCount: 2,
        desiredCount: 2,
        events: [
          { message: "(service web) has reached a steady state.", createdAt: "2026-01-01T12:00:00Z" },
          {
            message: "(service web) was unable to place a task. Reason: Capacity is unavailable at this time.",
            createdAt: "2026-01-01T10:00:00Z",
          },
        ],
      },
    ];
    const [first] = explainText(JSON.stringify({ services }, undefined, 2));
    assert.deepEqual([first?.diagnosis?.code, first?.old], ["CAPACITY", true]);
  });

  it("are called old where a tool saw the service stable since, also where they name no service", () => {
    const [first] = explainText(
      "14:02:25 target 10.1.4.77:3000 unhealthy (Target.FailedHealthChecks)\n14:03:02 service web stable: 2/2 running, deployment completed",
    );
    assert.deepEqual([first?.diagnosis?.code, first?.old], ["TARGET_UNHEALTHY", true]);
  });

  it("are found wherever they stand in a megabyte", () => {
    const noise = "2026-01-01T10:00:00Z INFO request served in 12 ms\n".repeat(20_000);
    assert.equal(diagnose(`${noise}${young}\n${noise}`)?.code, "IMAGE_NOT_FOUND");
  });
});

describe("a megabyte of anything", function () {
  for (const part of [
    "a",
    "a-",
    "token: ",
    '"',
    "x=",
    "password",
    "https://",
    "(service a",
    "service a ",
    "arn:aws:iam::",
    "exitCode",
    '\\"name\\":',
    "eyJ",
    "://a:",
    "\n",
    "failed to resolve ref ",
    "not authorized to perform ",
    '{"a":',
    "container web did not ",
    "depends on HEALTHY not ",
    "ECS deployment ",
    "fargate circuit breaker ",
    "aws-for-fluent-bit [error] ",
    "has started 1 tasks ",
    "error ",
  ])
    it(`of ${JSON.stringify(part)} is read and redacted in time that grows as the text does`, () => {
      const { times, linear } = growthToAMegabyte(part, (text) => {
        explainText(text);
        redact(text);
      });
      assert.ok(linear, `eight times as much takes ${times} times as long`);
    });
});
