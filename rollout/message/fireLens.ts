// The log router of FireLens: Fluent Bit's own log, which names neither ECS nor the container it runs in.

import { either } from "./either";

/** A line of Fluent Bit's log that reports a failure, without white space in lower case. */
const FAILURE = new RegExp(
  either([
    /\[\d{4}\/\d\d\/\d\d\d\d:\d\d:\d\d(?:\.\d{1,9})?\]\[(?:error|warn)\]\[?/,
    /\[(?:error|warn)\]\[(?:config|engine|input|output|filter|parser|plugins?|upstream|net|tls|lib|task|http_client|aws_client|aws_credentials|signv4)\b/,
    /failedtoflushchunk'/,
    /fluentbit(?:v\d|container).{0,400}error(?::|\W{0,4}0m)/,
    /awsforfluentbit.{0,400}\[error\]/,
    /\[error\].{0,400}awsforfluentbit/,
  ]),
);
/** Of Fluent Bit on Kubernetes, or on a machine, which reads files. */
const ELSEWHERE = /input=(?:tail|systemd|storage_backlog)|kube|\/var\/log\/containers|\bpods?\b|in_tail|daemonset/;

/** Whether a text is a failure in the log of a task's log router. */
export function isRouterFailure(compact: string): boolean {
  return FAILURE.test(compact) && !ELSEWHERE.test(compact);
}
