// Logs that fail, and logs that people only mention.

import { either } from "./either";

/** What is said of logs that fail, in a text without white space. */
const LOGS_FAIL = new RegExp(
  either([
    /loggerargs|loggingdriver|logdriver|createlogger|awslogs-|fluent\.sock|:24224|fluentd(?:log|:)|logrouter/,
    /logs:(?:create|put)|logs\.[\w-]{1,40}\.amazonaws|operationerrorcloudwatchlogs/,
    /createcloudwatch|(?:amazon)?cloudwatchloggroupdefined|taskand(?:amazon)?cloudwatch/,
    /loggroup.{0,60}(?:notexist|notfound|n'texist|missing)|(?:cannot|can't|failedto|unableto)create.{0,20}log(?:group|stream)/,
  ]),
);
const LOG_DRIVER = /loggingdriver|logdriver|loggerargs/;

/** Whether a text, without white space, only mentions logs: another thing failed. */
export function isLogMentioned(compact: string): boolean {
  return (
    !LOGS_FAIL.test(compact) ||
    compact.includes("couldnottransitionto") ||
    (/ociruntime|pullsecretsorregistryauth/.test(compact) && !LOG_DRIVER.test(compact))
  );
}
