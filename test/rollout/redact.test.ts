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
  '"password":"a\\"*"',
  '\\"password\\":\\"a\\\\\\"*\\"',
  'PASSWORD="a\\" *"',
  'PASSWORD=\\"a *\\"',
  'password: "a *"',
  '--password "a *"',
  "{'name': 'DB_PASSWORD', 'value': '*'}",
  "{'value': '*', 'name': 'DB_PASSWORD'}",
  "'password': '*'",
  '"password"=>"*"',
  '{ name = "DB_PASSWORD", value = "*" }',
  "name=DB_PASSWORD,value=*",
  "- name: DB_PASSWORD value: *",
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

/** Forms of gitleaks' rules, with something random of the usual length in place of *. */
const TOKENS =
  `sk-proj-* sk-svcacct-* sk-ant-api03-* xai-* gsk_* r8_* pplx-* hf_* dop_v1_* doo_v1_* dor_v1_* HRKU-* dapi* sbp_* tskey-auth-*
  pscale_tkn_* pscale_pw_* pul-* glc_* glsa_* NRAK-* sntrys_* sntryu_* dt0c01.* PMAK-* figd_* ntn_* pnu_* rdme_* tfp_* dp.pt.*
  hvs.* hvb.* sm_pat_* AKCp* cmVmd* ATBB* ATATT3* xapp-1-* xkeysib-* GOCSPX-* CLOJARS_* LTAI* pat-na1-* sq0atp-* EZAK* shippo_live_*
  shpat_* lin_api_* rubygems_* pypi-* AIza* ya29.* SG.* xoxp-* sk_live_* rk_live_* glptt-* glft-* glrt-* atlasv1.* dckr_pat_* npm_*
  whsec_* ABSK* ops_eyJ*`.split(/\s+/);
const RANDOM = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6";
const LINES = [
  ["https://hooks.slack.com/services/T0/B0/", RANDOM],
  ["https://discord.com/api/webhooks/123456789/", RANDOM],
  ["12345678", ":AAE2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R"],
  ["abc", "8Q~a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q"],
  ["key-", "0123456789abcdef0123456789abcdef"],
  ["AGE-SECRET-KEY-1", "QQPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"],
  ["//registry.example.com/:_authToken=", RANDOM],
  ["//registry.example.com/:_auth=", RANDOM],
  ["DefaultEndpointsProtocol=https;AccountKey=", `${RANDOM}==`],
  ["SharedAccessSignature sv=2024&sig=", RANDOM],
  ["machine ghcr.io login ada password ", RANDOM],
  ["cloudinary://key:", `${RANDOM}@acme`],
  ["amqps://u:", `${RANDOM}@mq.example.com/v`],
  ["X-Api-Key: ", RANDOM],
  ["private-token: ", RANDOM],
  ["curl -H 'Authorization: Bearer ", `${RANDOM}'`],
  ["DATABASE_URL=postgres://u:", `${RANDOM}@db/x`],
  ["SLACK_SIGNING_SECRET: ", RANDOM],
  ['"encryption_key": "', `${RANDOM}"`],
  ["ENCRYPTION_KEY=", RANDOM],
] as const;

describe("a token of the best-known services", () => {
  for (const form of TOKENS)
    it(`is taken out of ${form}`, () => {
      const text = redact(`the token ${form.replace("*", RANDOM)} is bad`);
      assert.equal(text.includes("D4e5F6"), false, text);
      assert.ok(text.startsWith("the token ") && text.endsWith(" is bad"), text);
    });
  for (const [start, secret] of LINES)
    it(`is taken out of ${start}`, () => {
      const text = redact(`see ${start}${secret} there`);
      assert.equal(text.includes(secret.slice(4, 20)), false, text);
    });

  for (const name of [
    "ghcr.io/acme/hf-inference-server:2026-11-28",
    "ghcr.io/acme/sk-project@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    "<account>.dkr.ecr.eu-west-1.amazonaws.com/data/gsk-loader_2026:v1.2.3",
    "arn:aws:elasticloadbalancing:eu-west-1:<account>:targetgroup/pul-web/0f1e2d3c4b5a6978",
    "arn:aws:ecs:eu-west-1:<account>:task/prod/0f1e2d3c4b5a69788796a5b4c3d2e1f0",
    "subnet-0d62741a9b460cc61, sg-05937427457b61ff5 and eni-0a1b2c3d4e5f60718",
    "failed to extract layer sha256:c02342326b04a05fa0fc4c703c4aaa8ffb46cc0f2eda269c4a0dee53c8296182",
    "log group /ecs/web-prod, stream web/app/0f1e2d3c4b5a69788796a5b4c3d2e1f0",
    "RequestID: 9d354d42-cfb1-4809-ab1e-dfffee5d0924, deployment ecs-svc/9214183178940874271",
  ])
    it(`is not seen in ${name.slice(0, 60)}`, () => assert.equal(redact(name), name));
});

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
