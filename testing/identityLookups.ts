// What AWS answers to lookups of identities: an instance of Identity Center, users whose ids tell their names, a provider.

/** Answers by token. */
export const IDENTITY_LOOKUPS: Readonly<Record<string, (inputs: Record<string, unknown>) => object>> = {
  "aws:ssoadmin/getInstances:getInstances": () => ({
    region: "eu-central-1",
    id: "instances",
    arns: ["arn:aws:sso:::instance/ssoins-1234567890abcdef"],
    identityStoreIds: ["d-1234567890"],
  }),
  "aws:identitystore/getUser:getUser": (inputs) => {
    const { uniqueAttribute } = inputs.alternateIdentifier as { uniqueAttribute: { attributeValue: string } };
    return { userId: `id-of-${uniqueAttribute.attributeValue}` };
  },
  "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider": (inputs) => ({
    arn: `arn:aws:iam::123456789012:oidc-provider/${String(inputs.url).replace("https://", "")}`,
  }),
};
