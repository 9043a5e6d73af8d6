// A domain name in Route 53: its zone, its certificate, and its alias records.

import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { childName } from "../../model/childNames";
import { notEmpty } from "../../model/checks";
import { checkDomainName, usualZoneOf } from "../../model/listenerRules";
import { quote } from "../../model/problems";
import type { ArgumentChecks } from "../component/argumentChecks";
import type { ApplicationLoadBalancer } from "./loadBalancerArgs";
import type { ChildContext } from "../component/childContext";

/** A domain name, as planned. */
export interface DomainPlan {
  readonly name: string;
  /** Where its records go; undefined where none is made. */
  readonly zone: ZonePlan | undefined;
  readonly aliasRecord: boolean;
}

/** A Route 53 zone: by its id, else by its name. */
export interface ZonePlan {
  readonly id: pulumi.Input<string> | undefined;
  readonly name: string;
}

/** Plans the domain name, if there is one. `createsCertificate`: its zone is needed for that. */
export function planDomain(
  checks: ArgumentChecks,
  given: ApplicationLoadBalancer,
  createsCertificate: boolean,
): DomainPlan | undefined {
  const { domainName, hostedZoneName, hostedZoneId } = given;
  if (domainName === undefined) {
    for (const [key, value] of Object.entries({ hostedZoneName, hostedZoneId, aliasRecord: given.aliasRecord }))
      if (value !== undefined)
        checks.add(
          `loadBalancer.${key}`,
          "given while loadBalancer.domainName is unset",
          "set domainName, or leave it unset",
        );
    return undefined;
  }
  checks.shape("loadBalancer.domainName", domainName, checkDomainName);
  checks.shape("loadBalancer.hostedZoneName", hostedZoneName, checkDomainName);
  if (hostedZoneName !== undefined && hostedZoneId !== undefined)
    checks.add(
      "loadBalancer.hostedZoneName",
      "given together with loadBalancer.hostedZoneId",
      "leave one of them unset",
    );
  if (hostedZoneName !== undefined && domainName !== hostedZoneName && !domainName.endsWith(`.${hostedZoneName}`))
    checks.add(
      "loadBalancer.hostedZoneName",
      `${quote(hostedZoneName)} does not contain ${quote(domainName)}`,
      "name the zone that it ends with",
    );
  const aliasRecord = given.aliasRecord ?? true;
  const makesRecords = aliasRecord || createsCertificate;
  if (!makesRecords)
    for (const [key, value] of Object.entries({ hostedZoneName, hostedZoneId }))
      if (value !== undefined)
        checks.add(
          `loadBalancer.${key}`,
          "given while no record is created",
          "leave it unset, or set aliasRecord to true",
        );
  const zone = {
    id: checks.value("loadBalancer.hostedZoneId", hostedZoneId, notEmpty),
    name: hostedZoneName ?? usualZoneOf(domainName),
  };
  return { name: domainName, zone: makesRecords ? zone : undefined, aliasRecord };
}

/** The id of a zone: given, or looked up. */
export function zoneIdOf(zone: ZonePlan, { parent }: ChildContext): pulumi.Input<string> {
  return zone.id ?? aws.route53.getZoneOutput({ name: zone.name }, { parent }).zoneId;
}

/** Creates a certificate for the domain name; returns its ARN, once DNS has proven whose the name is. */
export function createCertificate(
  name: string,
  domainName: string,
  zoneId: pulumi.Input<string>,
  { options, tags }: ChildContext,
): pulumi.Output<string> {
  const certificate = new aws.acm.Certificate(
    childName(name, "certificate"),
    { domainName, validationMethod: "DNS", tags },
    options,
  );
  const proof = certificate.domainValidationOptions.apply(([option]) => {
    if (option === undefined) throw new Error(`ACM asks for no DNS record for ${quote(domainName)}`);
    return option;
  });
  const record = new aws.route53.Record(
    childName(name, "certificateRecord"),
    {
      zoneId,
      name: proof.resourceRecordName,
      type: proof.resourceRecordType,
      records: [proof.resourceRecordValue],
      ttl: 60,
      allowOverwrite: true, // ACM asks for the same record for each certificate of one name
    },
    options,
  );
  return new aws.acm.CertificateValidation(
    childName(name, "certificateValidation"),
    { certificateArn: certificate.arn, validationRecordFqdns: [record.fqdn] },
    options,
  ).certificateArn;
}

/** Creates the alias records of the domain name: to a balancer's IPv4 addresses, and to its IPv6 ones if it has them. */
export function createAliasRecords(
  name: string,
  domainName: string,
  zoneId: pulumi.Input<string>,
  balancer: {
    readonly dnsName: pulumi.Input<string>;
    readonly zoneId: pulumi.Input<string>;
    readonly dualstack: boolean;
  },
  { options }: ChildContext,
): void {
  const alias = { name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: true };
  new aws.route53.Record(
    childName(name, "aliasRecord"),
    { zoneId, name: domainName, type: "A", aliases: [alias] },
    options,
  );
  if (balancer.dualstack)
    new aws.route53.Record(
      childName(name, "aliasRecordIpv6"),
      { zoneId, name: domainName, type: "AAAA", aliases: [alias] },
      options,
    );
}
