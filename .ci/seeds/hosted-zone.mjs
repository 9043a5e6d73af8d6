// What examples/https and examples/shared-load-balancer expect to find: the Route 53 zone "example.com".

const scope = "test/20200101/us-east-1/route53/aws4_request"; // the emulator reads the service from it, no more
const answer = await fetch(`${process.env.AWS_ENDPOINT_URL}/2013-04-01/hostedzone`, {
  method: "POST",
  headers: { Authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0` },
  body:
    '<CreateHostedZoneRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/">' +
    "<Name>example.com</Name><CallerReference>1</CallerReference></CreateHostedZoneRequest>",
});
if (!answer.ok) throw new Error(`CreateHostedZone: ${await answer.text()}`);
