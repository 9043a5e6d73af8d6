// Authentication of clients at the load balancer, planned, and the action of listeners and rules that asks for it.

import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkUserPoolArn } from "../../model/awsIds";
import { notEmpty, oneOf, wholeNumber, type Check } from "../../model/checks";
import { quote } from "../../model/problems";
import type { ArgumentChecks } from "../component/argumentChecks";
import {
  UnauthenticatedRequestAction,
  type CognitoAuthentication,
  type LoadBalancerAuthentication,
  type OidcAuthentication,
} from "./authenticationArgs";

/** Authentication, as planned: the action that comes before the one that forwards. */
export type AuthenticationPlan = Pick<
  aws.types.input.lb.ListenerRuleAction,
  "type" | "authenticateCognito" | "authenticateOidc"
>;

const MAX_SESSION_SECONDS = 604800;
const PATH = "loadBalancer.authentication";

const checkHttpsUrl: Check<string> = (url) =>
  typeof url === "string" && /^https:\/\/[^\s/]+\S*$/.test(url)
    ? undefined
    : { wrong: `${quote(url)} is not a valid HTTPS URL`, fix: "write it as https://id.example.com/path" };

/** Plans authentication; undefined without it. */
export function planAuthentication(
  checks: ArgumentChecks,
  given: LoadBalancerAuthentication | undefined,
): AuthenticationPlan | undefined {
  if (given === undefined) return undefined;
  const { cognito, oidc, sessionTimeoutSeconds, onUnauthenticatedRequest } = given;
  if ((cognito === undefined) === (oidc === undefined))
    checks.add(
      PATH,
      cognito === undefined ? "has neither cognito nor oidc" : "has both cognito and oidc",
      "set exactly one of them",
    );
  checks.shape(`${PATH}.sessionTimeoutSeconds`, sessionTimeoutSeconds, wholeNumber(1, MAX_SESSION_SECONDS, "seconds"));
  checks.shape(
    `${PATH}.onUnauthenticatedRequest`,
    onUnauthenticatedRequest,
    oneOf(Object.values(UnauthenticatedRequestAction)),
  );
  const session = {
    scope: checks.value(`${PATH}.scope`, given.scope, notEmpty),
    sessionTimeout: sessionTimeoutSeconds,
    sessionCookieName: checks.value(`${PATH}.sessionCookieName`, given.sessionCookieName, notEmpty),
    onUnauthenticatedRequest,
  };
  if (oidc !== undefined)
    return { type: "authenticate-oidc", authenticateOidc: { ...session, ...planOidc(checks, oidc) } };
  return {
    type: "authenticate-cognito",
    ...(cognito !== undefined && { authenticateCognito: { ...session, ...planCognito(checks, cognito) } }),
  };
}

function planCognito(checks: ArgumentChecks, given: CognitoAuthentication): CognitoAuthentication {
  const path = `${PATH}.cognito`;
  const { userPoolArn, userPoolClientId, userPoolDomain } = given;
  return {
    userPoolArn: checks.value(`${path}.userPoolArn`, userPoolArn, checkUserPoolArn),
    userPoolClientId: checks.value(`${path}.userPoolClientId`, userPoolClientId, notEmpty),
    userPoolDomain: checks.value(`${path}.userPoolDomain`, userPoolDomain, notEmpty),
  };
}

function planOidc(checks: ArgumentChecks, given: OidcAuthentication): OidcAuthentication {
  const path = `${PATH}.oidc`;
  const url = (key: "issuer" | "authorizationEndpoint" | "tokenEndpoint" | "userInfoEndpoint") =>
    checks.value(`${path}.${key}`, given[key], checkHttpsUrl);
  return {
    issuer: url("issuer"),
    authorizationEndpoint: url("authorizationEndpoint"),
    tokenEndpoint: url("tokenEndpoint"),
    userInfoEndpoint: url("userInfoEndpoint"),
    clientId: checks.value(`${path}.clientId`, given.clientId, notEmpty),
    clientSecret: pulumi.secret(checks.value(`${path}.clientSecret`, given.clientSecret, notEmpty)),
  };
}

/** The actions that forward requests: with authentication, once the client has signed in. */
export function forwardActions<T extends { readonly type: pulumi.Input<string> }>(
  forward: T,
  authentication: AuthenticationPlan | undefined,
): (T | (AuthenticationPlan & { readonly order: number }))[] {
  return authentication === undefined
    ? [forward]
    : [
        { ...authentication, order: 1 },
        { ...forward, order: 2 },
      ];
}
