// What AWS answers to lookups of identities: an instance of Identity Center, users whose ids tell their names, a provider.

/** The instance's identity store. */
export const IDENTITY_STORE = "d-1234567890";

/** Answers by token, for `deploy`. */
export const IDENTITY_LOOKUPS = {
  "aws:ssoadmin/getInstances:getInstances": {
    id: "eu-central-1",
    region: "eu-central-1",
    arns: ["arn:aws:sso:::instance/ssoins-1234567890abcdef"],
    identityStoreIds: [IDENTITY_STORE],
  },
  "aws:identitystore/getUser:getUser": (inputs: Record<string, unknown>): object => {
    const { uniqueAttribute } = inputs.alternateIdentifier as { uniqueAttribute: { attributeValue: string } };
    return { userId: `id-of-${uniqueAttribute.attributeValue}` };
  },
  "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider": (inputs: Record<string, unknown>): object => ({
    arn: `arn:aws:iam::123456789012:oidc-provider/${String(inputs.url).replace("https://", "")}`,
  }),
};
