import { deepStrictEqual, strictEqual } from "node:assert";
import { checkSecretReference, parameterArn, parameterName, parseSecretReference } from "../../model/secretReferences";

const SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-AbCdEf";
const PARAMETER = "arn:aws-cn:ssm:cn-north-1:123456789012:parameter/app/key";

describe("parseSecretReference", () => {
  const secret = (suffix: string) => ({ store: "secretsmanager", arn: SECRET, suffix });
  const named = (name: string, suffix = "") => ({ store: "secretsmanager", name, suffix });
  const REFERENCES = [
    [SECRET, secret("")],
    [`${SECRET}:password::`, secret(":password::")],
    [`${SECRET}::AWSPREVIOUS:`, secret("::AWSPREVIOUS:")],
    [`${SECRET}:password:AWSCURRENT:1234`, secret(":password:AWSCURRENT:1234")],
    [PARAMETER, { store: "ssm", arn: PARAMETER, suffix: "" }],
    ["secretsmanager:prod/db", named("prod/db")],
    ["secretsmanager:prod/db:password::", named("prod/db", ":password::")],
    ["secretsmanager:prod/db::AWSPREVIOUS:", named("prod/db", "::AWSPREVIOUS:")],
    ["ssm:/prod/level", { store: "ssm", name: "/prod/level", suffix: "" }],
    ["ssm:LEVEL", { store: "ssm", name: "LEVEL", suffix: "" }],
    [`${SECRET}:password`, undefined], // ECS wants all three parts of the suffix
    ["secretsmanager:prod/db:password", undefined],
    ["secretsmanager:", undefined],
    ["ssm:", undefined],
    ["ssm:/prod/level:3", undefined],
    ["arn:aws:secretsmanager:eu-central-1:123456789012:policy:x", undefined],
    ["arn:aws:ssm:eu-central-1:123456789012:document/x", undefined],
    ["arn:aws:ssm:::parameter/x", undefined],
    ["arn:aws:s3:::bucket", undefined],
    ["db", undefined],
    ["/prod/level", undefined],
  ] as const;
  for (const [text, reference] of REFERENCES)
    it(`reads ${text} as ${reference?.store ?? "neither"}`, () =>
      deepStrictEqual(parseSecretReference(text), reference));
});

describe("checkSecretReference", () => {
  const FORMS =
    'pass "secretsmanager:NAME" (with :json-key:: behind it for one key of a JSON secret) or "ssm:NAME", or the ARN of either';
  const NEITHER = "is neither the name nor the ARN of a Secrets Manager secret or an SSM parameter";
  const CASES = [
    ["secretsmanager:prod/db:password::", undefined],
    ["ssm:/prod/level", undefined],
    [SECRET, undefined],
    ["hunter2", { wrong: NEITHER, fix: FORMS }], // it may be the secret itself
    ["secretsmanager:prod/db:password", { wrong: NEITHER, fix: FORMS }],
    ["/prod/level", { wrong: NEITHER, fix: 'write "ssm:/prod/level" or "secretsmanager:/prod/level"' }],
    [
      "ssm:prod/level",
      {
        wrong: '"prod/level" has levels, but does not begin with a slash',
        fix: 'write "ssm:/prod/level"',
      },
    ],
    [
      "ssm:a b",
      { wrong: '"a b" is not a valid name of an SSM parameter', fix: "use 1 to 1011 letters, digits and . - _ /" },
    ],
    [
      "secretsmanager:a b",
      { wrong: '"a b" is not a valid name of a secret', fix: "use 1 to 512 letters, digits and / _ + = . @ -" },
    ],
    [
      "ssm:/prod/level\n",
      { wrong: '"ssm:/prod/level\\n" has white space at its end', fix: "pass it alone, without a line end" },
    ],
  ] as const;
  for (const [text, fault] of CASES)
    it(`${fault === undefined ? "takes" : "refuses"} ${JSON.stringify(text)}`, () =>
      deepStrictEqual(checkSecretReference(text), fault));
});

describe("the ARN of a parameter", () => {
  const where = { partition: "aws", region: "eu-central-1", account: "123456789012" };
  for (const name of ["/prod/level", "LEVEL"])
    it(`leads back to the name ${name}`, () => strictEqual(parameterName(parameterArn(where, name)), name));
  it("has the slash that begins a name once", () =>
    strictEqual(parameterArn(where, "/prod/level"), "arn:aws:ssm:eu-central-1:123456789012:parameter/prod/level"));
});
