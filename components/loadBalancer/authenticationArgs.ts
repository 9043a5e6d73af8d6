// What a user says about how clients sign in at the load balancer.

import type * as pulumi from "@pulumi/pulumi";

/** What happens to requests of clients that have not signed in. */
export const UnauthenticatedRequestAction = {
  /** They are sent to the provider to sign in. */
  Authenticate: "authenticate",
  /** The service gets them without an identity. */
  Allow: "allow",
  /** They get the status 401: for requests of scripts, which no redirect helps. */
  Deny: "deny",
} as const;
export type UnauthenticatedRequestAction =
  (typeof UnauthenticatedRequestAction)[keyof typeof UnauthenticatedRequestAction];

/** A user pool of Amazon Cognito. Its client needs the callback URL `https://DOMAIN/oauth2/idpresponse`. */
export interface CognitoAuthentication {
  /** The ARN of the user pool. */
  userPoolArn: pulumi.Input<string>;
  /** The id of the user pool's client, which has a secret. */
  userPoolClientId: pulumi.Input<string>;
  /** The domain of the user pool: its prefix, or a domain name of your own. */
  userPoolDomain: pulumi.Input<string>;
}

/** An OpenID Connect provider. It has to allow the callback URL `https://DOMAIN/oauth2/idpresponse`. */
export interface OidcAuthentication {
  /** The issuer: an HTTPS URL. */
  issuer: pulumi.Input<string>;
  /** The URL where clients sign in. */
  authorizationEndpoint: pulumi.Input<string>;
  /** The URL where the load balancer gets tokens. */
  tokenEndpoint: pulumi.Input<string>;
  /** The URL where the load balancer gets the claims of a user. */
  userInfoEndpoint: pulumi.Input<string>;
  /** The id of the client. */
  clientId: pulumi.Input<string>;
  /** The secret of the client. Kept as a secret in the state of the stack. */
  clientSecret: pulumi.Input<string>;
}

/**
 * How clients sign in at the load balancer: set `cognito` or `oidc`. The service gets the identity in the headers
 * `x-amzn-oidc-identity` and `x-amzn-oidc-data`. Health checks and requests that reach tasks directly are not authenticated.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html
 */
export interface LoadBalancerAuthentication {
  /** A user pool of Amazon Cognito. */
  cognito?: CognitoAuthentication;
  /** An OpenID Connect provider. */
  oidc?: OidcAuthentication;
  /**
   * The claims that are asked for, separated by spaces.
   * @default "openid"
   */
  scope?: pulumi.Input<string>;
  /**
   * Seconds until a client has to sign in again: 1 to 604800.
   * @default 604800, 7 days
   */
  sessionTimeoutSeconds?: number;
  /**
   * The name of the session's cookie.
   * @default "AWSELBAuthSessionCookie"
   */
  sessionCookieName?: pulumi.Input<string>;
  /**
   * What happens to requests of clients that have not signed in: "authenticate", "allow" or "deny".
   * @default "authenticate"
   */
  onUnauthenticatedRequest?: UnauthenticatedRequestAction;
}
