import { deepStrictEqual, strictEqual } from "node:assert";
import { parseArn, parseSecretSource, serviceDomain } from "../../model/arns";

const SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-AbCdEf";
const PARAMETER = "arn:aws-cn:ssm:cn-north-1:123456789012:parameter/app/key";

describe("parseArn", () => {
  it("tells an ARN's parts, with colons in the resource", () => {
    deepStrictEqual(parseArn(`${SECRET}:key::`), {
      partition: "aws",
      service: "secretsmanager",
      region: "eu-central-1",
      account: "123456789012",
      resource: "secret:db-AbCdEf:key::",
    });
  });
  for (const text of ["", "db", "arn:aws:s3", "urn:aws:s3:::bucket", "arn::s3:::bucket"])
    it(`knows ${JSON.stringify(text)} as none`, () => strictEqual(parseArn(text), undefined));
});

describe("parseSecretSource", () => {
  const SOURCES = [
    [SECRET, { kind: "secretsmanager", arn: SECRET }],
    [`${SECRET}:password::`, { kind: "secretsmanager", arn: SECRET }],
    [`${SECRET}::AWSPREVIOUS:`, { kind: "secretsmanager", arn: SECRET }],
    [`${SECRET}:password:AWSCURRENT:1234`, { kind: "secretsmanager", arn: SECRET }],
    [PARAMETER, { kind: "ssm", arn: PARAMETER }],
    [`${SECRET}:password`, undefined], // ECS wants all three parts of the suffix
    ["arn:aws:secretsmanager:eu-central-1:123456789012:policy:x", undefined],
    ["arn:aws:ssm:eu-central-1:123456789012:document/x", undefined],
    ["arn:aws:ssm:::parameter/x", undefined],
    ["arn:aws:s3:::bucket", undefined],
    ["db", undefined],
  ] as const;
  for (const [valueFrom, source] of SOURCES)
    it(`reads ${valueFrom} as ${source?.kind ?? "neither"}`, () =>
      deepStrictEqual(parseSecretSource(valueFrom), source));
});

describe("serviceDomain", () => {
  it("is China's own in China only", () => {
    deepStrictEqual(["aws", "aws-us-gov", "aws-cn"].map(serviceDomain), [
      "amazonaws.com",
      "amazonaws.com",
      "amazonaws.com.cn",
    ]);
  });
});
