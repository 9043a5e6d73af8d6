// Traces to AWS X-Ray: a sidecar that receives and sends them.

import type * as pulumi from "@pulumi/pulumi";
import { notEmpty, oneOf } from "../../model/checks";
import type { BilledItem } from "../../model/monthlyCost";
import type { Statement } from "../../model/policies";
import { SEND_TRACES, SEND_TRACES_AND_SAMPLE } from "../../model/tracingRights";
import type { ArgumentChecks } from "../component/argumentChecks";
import { planContainer, type ContainerPlan } from "./container";

/** The sidecar for traces. */
export const TracingSidecar = {
  /** AWS Distro for OpenTelemetry: receives OTLP on ports 4317 (gRPC) and 4318 (HTTP). Recommended by AWS. */
  Adot: "adot",
  /** The X-Ray daemon: receives traces of the X-Ray SDKs on UDP port 2000. In maintenance mode since February 2026. */
  XRay: "xray",
} as const;
export type TracingSidecar = (typeof TracingSidecar)[keyof typeof TracingSidecar];

/**
 * A sidecar that sends traces to X-Ray, which charges about 5 USD per million. The service's containers reach it on localhost.
 * It uses part of the task's CPU and memory, and the task goes on without it if it stops.
 */
export interface ServiceTracing {
  /** The sidecar: "adot" or "xray". The task role gets the permission to send traces. */
  sidecar: TracingSidecar;
  /**
   * The container's image: public, or in Amazon ECR.
   * @default AWS's own, from public.ecr.aws
   */
  image?: pulumi.Input<string>;
  /**
   * The collector's configuration as YAML, for "adot"; visible to everyone who can read the task definition. Exporters other than X-Ray need their permissions in `taskRole.statements`.
   * @default the image's own, which sends traces to X-Ray
   */
  config?: pulumi.Input<string>;
}

/** The sidecar, as planned, and what the task role needs for it. */
export interface TracingPlan {
  readonly container: ContainerPlan;
  readonly statement: Statement;
}

const ADOT_IMAGE = "public.ecr.aws/aws-observability/aws-otel-collector:v0.43.1";
const XRAY_IMAGE = "public.ecr.aws/xray/aws-xray-daemon:3.x";

/** Plans the sidecar; undefined without one. */
export function planTracing(checks: ArgumentChecks, given: ServiceTracing | undefined): TracingPlan | undefined {
  if (given === undefined) return undefined;
  const { sidecar, image } = given;
  const config = checks.value("tracing.config", given.config, notEmpty);
  checks.required("tracing", { sidecar }, 'set it to "adot" or "xray"');
  checks.shape("tracing.sidecar", sidecar, oneOf(Object.values(TracingSidecar)));
  const limits = { essential: false };
  if (sidecar === TracingSidecar.Adot) {
    const settings =
      config === undefined
        ? { command: ["--config=/etc/ecs/ecs-xray.yaml"] }
        : { environment: { AOT_CONFIG_CONTENT: config } };
    const container = { name: "aws-otel-collector", image: image ?? ADOT_IMAGE, ...settings };
    return { container: planContainer(checks, { path: "tracing", limits }, container), statement: SEND_TRACES };
  }
  checks.mustBeUnset(
    "tracing",
    { config },
    { wrong: 'cannot be set with tracing.sidecar: "xray"', fix: 'leave it unset, or use sidecar: "adot"' },
  );
  const container = { name: "xray-daemon", image: image ?? XRAY_IMAGE };
  return {
    container: planContainer(checks, { path: "tracing", limits }, container),
    statement: SEND_TRACES_AND_SAMPLE,
  };
}

/** What tracing is billed for: the traces. */
export function costOfTracing(name: string, plan: TracingPlan | undefined): BilledItem[] {
  return plan === undefined ? [] : [{ resource: name, price: "xrayTraces" }];
}
