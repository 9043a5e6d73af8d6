// A domain name in Route 53: its zone, its certificate, and its alias records.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkHostedZoneId } from "../../model/awsIds";
import { childName } from "../../model/childNames";
import { checkDomainName, usualZoneOf } from "../../model/domainNames";
import { quote } from "../../model/problems";
import type { ArgumentChecks } from "../component/argumentChecks";
import type { ServiceLoadBalancer } from "./loadBalancerArgs";
import type { ChildContext } from "../component/childContext";
import { answered } from "../component/unitTests";

/** A domain name, as planned. */
export interface DomainPlan {
  readonly name: string;
  /** The zone of its records; undefined where none is created. */
  readonly zone: ZonePlan | undefined;
  readonly aliasRecord: boolean;
}

/** A Route 53 zone: by its id, else by its name. */
export interface ZonePlan {
  readonly id: pulumi.Input<string> | undefined;
  readonly name: string;
}

/** Plans the domain name; undefined without one. `createsCertificate`: a certificate is created, which needs the zone. */
export function planDomain(
  checks: ArgumentChecks,
  given: ServiceLoadBalancer,
  createsCertificate: boolean,
): DomainPlan | undefined {
  const { domainName, hostedZoneName, hostedZoneId } = given;
  if (domainName === undefined) {
    checks.mustBeUnset(
      "loadBalancer",
      { hostedZoneName, hostedZoneId, aliasRecord: given.aliasRecord },
      { wrong: "cannot be set without loadBalancer.domainName", fix: "set domainName, or leave it unset" },
    );
    return undefined;
  }
  checks.shape("loadBalancer.domainName", domainName, checkDomainName);
  checks.shape("loadBalancer.hostedZoneName", hostedZoneName, checkDomainName);
  if (hostedZoneName !== undefined && hostedZoneId !== undefined)
    checks.add(
      "loadBalancer.hostedZoneName",
      "cannot be set with loadBalancer.hostedZoneId",
      "leave one of them unset",
    );
  if (hostedZoneName !== undefined && domainName !== hostedZoneName && !domainName.endsWith(`.${hostedZoneName}`))
    checks.add(
      "loadBalancer.hostedZoneName",
      `${quote(hostedZoneName)} does not contain ${quote(domainName)}`,
      "set it to the zone that contains the domain name",
    );
  const aliasRecord = given.aliasRecord ?? true;
  const makesRecords = aliasRecord || createsCertificate;
  if (!makesRecords)
    checks.mustBeUnset(
      "loadBalancer",
      { hostedZoneName, hostedZoneId },
      { wrong: "cannot be set where no record is created", fix: "leave it unset, or set aliasRecord to true" },
    );
  const zone = {
    id: checks.value("loadBalancer.hostedZoneId", hostedZoneId, checkHostedZoneId),
    name: hostedZoneName ?? usualZoneOf(domainName),
  };
  return { name: domainName, zone: makesRecords ? zone : undefined, aliasRecord };
}

/** The id of a zone: given, or looked up. */
export function zoneIdOf(zone: ZonePlan, { parent }: ChildContext): pulumi.Input<string> {
  return zone.id ?? aws.route53.getZoneOutput({ name: zone.name }, { parent }).zoneId;
}

/** Creates a certificate for the domain name; returns its ARN, once it has been validated by DNS. */
export function createCertificate(
  name: string,
  { domainName, zoneId }: { readonly domainName: string; readonly zoneId: pulumi.Input<string> },
  { options, tags }: ChildContext,
): pulumi.Output<string> {
  const certificate = new aws.acm.Certificate(
    childName(name, "certificate"),
    { domainName, validationMethod: "DNS", tags },
    options,
  );
  const proof = certificate.domainValidationOptions.apply((proofs) => {
    const [option] = answered(proofs, [
      {
        domainName,
        resourceRecordName: `_proof.${domainName}`,
        resourceRecordType: "CNAME",
        resourceRecordValue: "_proof.acm-validations.aws.",
      },
    ]);
    if (option === undefined) throw new pulumi.RunError(`ACM gave no DNS validation record for ${quote(domainName)}`);
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
      allowOverwrite: true, // ACM gives the same record for every certificate of one name
    },
    options,
  );
  return new aws.acm.CertificateValidation(
    childName(name, "certificateValidation"),
    { certificateArn: certificate.arn, validationRecordFqdns: [record.fqdn] },
    options,
  ).certificateArn;
}

/** Creates the alias records of the domain name: for the load balancer's IPv4 addresses, and for its IPv6 ones if it has some. */
export function createAliasRecords(
  name: string,
  {
    domainName,
    zoneId,
    target,
    dualstack,
  }: {
    readonly domainName: string;
    readonly zoneId: pulumi.Input<string>;
    /** The load balancer's own domain name, and the zone of that. */
    readonly target: { readonly name: pulumi.Input<string>; readonly zoneId: pulumi.Input<string> };
    readonly dualstack: boolean;
  },
  { options }: ChildContext,
): void {
  const alias = { ...target, evaluateTargetHealth: true };
  new aws.route53.Record(
    childName(name, "aliasRecord"),
    { zoneId, name: domainName, type: "A", aliases: [alias] },
    options,
  );
  if (dualstack)
    new aws.route53.Record(
      childName(name, "aliasRecordIpv6"),
      { zoneId, name: domainName, type: "AAAA", aliases: [alias] },
      options,
    );
}
