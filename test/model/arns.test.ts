import { deepStrictEqual, strictEqual } from "node:assert";
import { parseArn, serviceDomain } from "../../model/arns";

const SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-AbCdEf";

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

describe("serviceDomain", () => {
  it("is China's own in China only", () => {
    deepStrictEqual(["aws", "aws-us-gov", "aws-cn"].map(serviceDomain), [
      "amazonaws.com",
      "amazonaws.com",
      "amazonaws.com.cn",
    ]);
  });
});
