// What stands in for lookups of people and of who vouches for them: IAM Identity Center and OpenID Connect providers.

type Inputs = Readonly<Record<string, unknown>>;
type Answer = Readonly<Record<string, unknown>>;

const INSTANCE = "arn:aws:sso:::instance/ssoins-0000000000000000";
const IDENTITY_STORE = "d-0000000000";
const PRINCIPAL = "00000000-0000-4000-8000-000000000000";

/** The account's instance of IAM Identity Center. */
export const identityCenterInstances = (): Answer => ({
  id: "instances",
  arns: [INSTANCE],
  identityStoreIds: [IDENTITY_STORE],
});

/** A user of it, whatever it is asked by. */
export const identityCenterUser = (inputs: Inputs): Answer => ({ id: PRINCIPAL, userId: PRINCIPAL, ...inputs });

/** A group of it, whatever it is asked by. */
export const identityCenterGroup = (inputs: Inputs): Answer => ({ id: PRINCIPAL, groupId: PRINCIPAL, ...inputs });

/** The account's provider for an issuer of tokens. */
export function openIdConnectProvider({ url, arn }: Inputs, account: string): Answer {
  const found =
    typeof arn === "string" ? arn : `arn:aws:iam::${account}:oidc-provider/${String(url).replace("https://", "")}`;
  return { id: found, arn: found, url, clientIdLists: [], thumbprintLists: [], tags: {} };
}
