import assert from "node:assert/strict";
import { redact } from "../../rollout/redact";

const SECRET = "hunter2hunter2";

/** Forms in which secrets stand in logs, events and what people paste. */
const FORMS: readonly string[] = [
  "DB_PASSWORD=*",
  "GITHUB_TOKEN=*",
  "AWS_SECRET_ACCESS_KEY=*/abc+def",
  "client_secret=*",
  "api_key=*",
  "apiKey=*",
  "pwd=*",
  "password=*",
  "connection_string=*",
  "PASSWORD='* with spaces'",
  "PGPASSWORD=* psql",
  "-e MYSQL_ROOT_PASSWORD=*",
  "?access_token=*&x=1",
  "password: *",
  "client-secret: *",
  "secret_access_key: *",
  "token: **",
  "--password *",
  "--api-key *",
  "--token=*",
  "docker login -u x -p *",
  "curl -u user:* https://x",
  '{"name":"DB_PASSWORD","value":"*"}',
  '{"value":"*","name":"DB_PASSWORD"}',
  '{\\"name\\":\\"DB_PASSWORD\\",\\"value\\":\\"*\\"}',
  '{"auths":{"ghcr.io":{"auth":"*"}}}',
  '"password":"*"',
  '"accessToken": "*"',
  '"client_secret": "*"',
  '"SecretString":"{\\"username\\":\\"u\\",\\"password\\":\\"*\\"}"',
  "ghp_*",
  "gho_*",
  "ghs_*",
  "github_pat_*",
  "glpat-*",
  "gldt-*",
  "glrt-*",
  "dckr_pat_*",
  "npm_*",
  "pypi-*",
  "sk-ant-*",
  "xoxb-*",
  "eyJhbGciOiJIUzI1NiJ9.*.abc",
  "https://*abc@github.com/x",
  "https://u:*@host",
  "https://u:*/x@y@host/db",
  "postgres://u:*@host:5432/db",
  "redis://:*@redis:6379",
  "Authorization: token *",
  "Authorization: Bearer *",
  "Authorization: Basic *",
  "authorization: *",
  "X-Registry-Auth: *",
  "Cookie: session=*",
  "Set-Cookie: id=*",
  "-----BEGIN RSA PRIVATE KEY----- * -----END RSA PRIVATE KEY-----",
];

describe("a secret in a message", () => {
  for (const form of FORMS)
    it(`is taken out of ${form.slice(0, 60)}`, () => {
      const text = redact(`before ${form.replaceAll("*", SECRET)} after`);
      assert.equal(text.includes("hunter2"), false, text);
      assert.ok(
        (text.startsWith("before ") && text.endsWith(" after")) ||
          /private key|Cookie/i.test(form) ||
          text.endsWith("after"),
        text,
      );
    });

  for (const kept of [
    "https://111.dkr.ecr.eu-west-1.amazonaws.com:443/v2/app@sha256:00",
    "failed to fetch anonymous token: unexpected status: 401 Unauthorized",
    "asm fetching password: AuthorizationData is malformed, empty field",
    "is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:eu-west-1:<account>:secret:db-AbCdEf",
    "server message: insufficient_scope: authorization failed",
    "the token has expired; create another",
  ])
    it(`is not seen in ${kept.slice(0, 60)}`, () => assert.equal(redact(kept), kept));
});
