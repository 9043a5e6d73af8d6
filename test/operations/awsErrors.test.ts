import assert from "node:assert/strict";
import { connectAws } from "../../operations/aws";
import { explainAwsError, nameAction } from "../../operations/awsErrors";

/** An error as the SDK or fetch throws it. */
function failure(name: string, message: string, cause?: Error): Error {
  return Object.assign(new Error(message, { cause }), { name });
}

const CASES: readonly (readonly [error: unknown, says: string])[] = [
  [
    failure("CredentialsProviderError", "Could not load credentials from any providers"),
    "no AWS credentials were found; set AWS_PROFILE or pass --profile, or sign in: aws sso login",
  ],
  [
    failure(
      "CredentialsProviderError",
      "Could not resolve credentials using profile: [ops] in configuration/credentials file(s).",
    ),
    "Could not resolve credentials using profile: [ops] in configuration/credentials file(s).; check --profile or AWS_PROFILE",
  ],
  [
    failure("Error", "Region is missing"),
    "no AWS Region is set; pass --region, or set AWS_REGION or a region in the AWS profile",
  ],
  [
    failure("ExpiredTokenException", "The security token included in the request is expired"),
    "AWS refused the credentials (ExpiredTokenException); sign in again: aws sso login",
  ],
  [
    failure("AuthFailure", "AWS was not able to validate the provided access credentials"),
    "AWS refused the credentials (AuthFailure); sign in again: aws sso login",
  ],
  [
    failure(
      "AccessDeniedException",
      "User: arn:aws:iam::123456789012:user/a is not authorized to perform: iam:PassRole on resource: x",
    ),
    "permission denied: iam:PassRole is missing; User: arn:aws:iam::<account>:user/a is not authorized to perform: iam:PassRole on resource: x",
  ],
  [
    nameAction(
      failure("UnauthorizedOperation", "You are not authorized to perform this operation."),
      "ec2:DescribeSubnets",
    ),
    "permission denied: ec2:DescribeSubnets is missing; You are not authorized to perform this operation.",
  ],
  [
    failure("Error", "getaddrinfo ENOTFOUND ecs.eu-cental-1.amazonaws.com"),
    "ecs.eu-cental-1.amazonaws.com cannot be reached; check the Region's name, the network and the proxy settings",
  ],
  [
    failure("TypeError", "fetch failed", failure("Error", "connect ECONNREFUSED 127.0.0.1:443")),
    "AWS cannot be reached; check the Region's name, the network and the proxy settings",
  ],
  [
    failure("TimeoutError", "The operation was aborted due to timeout"),
    "AWS cannot be reached; check the Region's name, the network and the proxy settings",
  ],
  [
    nameAction(failure("SyntaxError", "Unexpected token '<', \"<html>\" is not valid JSON"), "ecs:ListTasks"),
    "ecs:ListTasks answered with something that is not AWS's; check the proxy settings and AWS_ENDPOINT_URL",
  ],
  [failure("ThrottlingException", ""), "ThrottlingException"],
  ["a text", "a text"],
];

describe("an error of a call to AWS", () => {
  for (const [error, says] of CASES)
    it(`is explained: ${says.slice(0, 60)}`, () => {
      assert.equal(explainAwsError(error), says);
    });

  it("is explained with the profile that was asked for", () =>
    assert.equal(
      explainAwsError(failure("CredentialsProviderError", "Could not load credentials from any providers"), {
        profile: "typo",
      }),
      'no AWS credentials were found for the profile "typo"; check its name, or sign in: aws sso login --profile typo',
    ));

  for (const [error, says] of [
    [
      failure("CredentialsProviderError", ""),
      "no AWS credentials were found; set AWS_PROFILE, or sign in: aws sso login",
    ],
    [failure("Error", "Region is missing"), "no AWS Region is set; set AWS_REGION or a region in the AWS profile"],
    [failure("CredentialsProviderError", "no profile x"), "no profile x; check AWS_PROFILE"],
  ] as const)
    it(`is explained without options that the command does not have: ${says.slice(0, 30)}`, () =>
      assert.equal(explainAwsError(error, { hasOptions: false }), says));

  it("names the variable of an address that is none", () =>
    assert.equal(
      explainAwsError(Object.assign(new TypeError("Invalid URL"), { code: "ERR_INVALID_URL", input: "garbage" })),
      '"garbage" is not a URL; check AWS_ENDPOINT_URL, which is written as https://HOST, and endpoint_url in the AWS profile',
    ));

  it("names the action of the client that made the call, whatever AWS says", async () => {
    const credentials = { accessKeyId: "made", secretAccessKey: "up" };
    const before = process.env.AWS_ENDPOINT_URL;
    process.env.AWS_ENDPOINT_URL = "http://127.0.0.1:9"; // nobody listens there
    try {
      const ecs = await connectAws({ region: "eu-central-1", credentials }).ecs();
      ecs.config.maxAttempts = () => Promise.resolve(1);
      const error: unknown = await ecs.listTasks({}).catch((thrown: unknown) => thrown);
      assert.ok(error instanceof Error);
      error.message = "Unexpected token '<'";
      assert.match(
        explainAwsError(Object.assign(error, { name: "SyntaxError", code: "" })),
        /^ecs:ListTasks answered /,
      );
    } finally {
      if (before === undefined) delete process.env.AWS_ENDPOINT_URL;
      else process.env.AWS_ENDPOINT_URL = before;
    }
  });
});
