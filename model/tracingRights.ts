// What sending traces to X-Ray needs of the task role. These actions have no resource to name
// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html, checked 2026-11-22).

import type { Statement } from "./policies";

const SEND = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"];
const SAMPLE = ["xray:GetSamplingRules", "xray:GetSamplingStatisticSummaries", "xray:GetSamplingTargets"];

/** Sends traces. */
export const SEND_TRACES: Statement = { Sid: "SendTraces", Effect: "Allow", Action: SEND, Resource: "*" };

/** Sends traces, and asks for the sampling rules on behalf of the X-Ray SDKs. */
export const SEND_TRACES_AND_SAMPLE: Statement = { ...SEND_TRACES, Action: [...SAMPLE, ...SEND] };
