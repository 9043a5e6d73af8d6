// Which names, and in which Region, a container's secrets are looked for under. AWS is a server that records what it is asked.

import { deepStrictEqual } from "node:assert";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { connectAws } from "../../operations/aws";
import { verifySecrets } from "../../operations/verifySecrets";

const PARAMETER = "arn:aws:ssm:eu-central-1:111122223333:parameter";

describe("the secrets of a container", () => {
  let server: Server;
  let asked: string[];

  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      void text(request).then((body) => {
        const [, region] = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? "") ?? [];
        const { Names = [], SecretId = "" } = JSON.parse(body) as { Names?: string[]; SecretId?: string };
        asked.push(`${region ?? ""} ${[...Names, SecretId].join("")}`);
        response.setHeader("content-type", "application/x-amz-json-1.1");
        response.end(JSON.stringify({ Parameters: [{}], SecretString: "{}" }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    delete process.env.AWS_ENDPOINT_URL;
    server.closeAllConnections();
    server.close();
  });

  const references: readonly (readonly [title: string, valueFrom: string, asks: string])[] = [
    ["a parameter without levels, by its ARN", `${PARAMETER}/DB_URL`, "eu-central-1 DB_URL"],
    ["a parameter with levels, by its ARN", `${PARAMETER}/web/DB_URL`, "eu-central-1 /web/DB_URL"],
    ["a parameter by its name", "DB_URL", "eu-central-1 DB_URL"],
    [
      "a parameter that another account shares",
      PARAMETER.replace("1111", "9999") + "/DB_URL",
      `eu-central-1 ${PARAMETER.replace("1111", "9999")}/DB_URL`,
    ],
    [
      "a secret of another Region",
      "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf",
      "eu-west-1 arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf",
    ],
  ];
  for (const [title, valueFrom, asks] of references)
    it(`are found where ECS finds them: ${title}`, async () => {
      const credentials = { accessKeyId: "AKIA", secretAccessKey: "secret" };
      const aws = connectAws({ region: "eu-central-1", credentials });
      const readers = { account: "111122223333", caller: aws, executionRole: aws };
      const verdicts = await verifySecrets(readers, { name: "app", secrets: [{ name: "DB_URL", valueFrom }] });
      deepStrictEqual([asked, verdicts.map(({ state }) => state)], [[asks], ["ok"]]);
    });
});
