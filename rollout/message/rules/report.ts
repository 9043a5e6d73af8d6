// What tools and people tell of ECS in words of their own, without what ECS itself said: their words, and where to find ECS's.

import { PAGE } from "../pages";
import { remedyOf } from "../remedies";
import { STUCK } from "../report";
import type { Rule, Values } from "../rule";

/** Where a text begins to say what went wrong, and where that ends; without white space. */
const BEGIN = String.raw`(?:errors?|exception|fail(?:s|ed|ure)?|because|dueto|reason|message)["'\`*]{0,3}:["'\`*]{0,3}`;
const END = String.raw`["'\`*]{0,3}(?:$|\.(?:[a-z]|$)|\\n|at[\w.$]{3,80}\(|[{}|]|-https?:)`;
/** The last that the text calls an error, a reason or a cause. */
const PROBLEM = `(?:.{0,4000}${BEGIN}(?<problem>[a-z][^{}|]{11,240}?)(?=${END}))?`;

/** A text about something, and the problem that it names. */
const about = (subject: RegExp) => new RegExp(`^(?=.{0,20000}?(?:${subject.source}))${PROBLEM}`, "di");

/** What to correct, where the text words it as AWS does. */
const correct = ({ problem }: Values): Values => {
  const correction = remedyOf(problem);
  return correction === undefined ? {} : { corrected: correction };
};

const REPORTED = { form: "report", general: true, derive: correct } as const;

/** Rules, the most specific first. */
export const REPORT_RULES: readonly Rule[] = [
  {
    form: "report",
    general: true,
    code: "TASK_PENDING",
    weight: "passing",
    words: STUCK,
    cause: "a task stays {state} and does not come to run; the text does not say why",
    fix: "read the service's events and the reasons of tasks that stopped: npx ghcr-fargate diagnose; PROVISIONING waits for a network interface or for capacity, PENDING for image, secrets and volumes (and for the agent of a container instance, /var/log/ecs/ecs-agent.log), ACTIVATING for the load balancer; most often the tasks have no network route (NAT gateway, public IP address, VPC endpoints)",
    page: PAGE.lifecycle,
  },
  {
    ...REPORTED,
    general: "outcome",
    code: "NOT_STABLE",
    weight: "passing",
    words: about(/stab(?:le|ili[sz])|steadystate|healthyintime|settle|deploy\w{0,6}.{0,40}tim(?:ed|e)-?out/),
    cause: "the service[[ {service}]] did not become stable in the time that the tool waits for it",
    fix: "find out what its tasks failed for, from the service's events and stopped tasks: npx ghcr-fargate diagnose; let the tool wait longer only if nothing failed",
    page: PAGE.events,
  },
  {
    ...REPORTED,
    general: "outcome",
    code: "DEPLOYMENT_FAILED",
    weight: "passing",
    words: about(/(?<!ecs-)deploy|rollout|roll-?back|rolledback/),
    cause: "a deployment to ECS failed[[: {problem}]]; the text does not quote what ECS said",
    fix: "[[{corrected}; ]]read the service's events, the reasons of its stopped tasks and their last log lines: npx ghcr-fargate diagnose, npx ghcr-fargate logs --failed; where nothing stopped, look for AWS's own words in the lines before or in the tool's debug log",
    page: PAGE.events,
  },
  {
    ...REPORTED,
    code: "TASK_FAILED",
    weight: "run",
    words: about(/task(?!_?definition)|container(?!_?definition)/),
    cause: "a task failed, or did not start[[: {problem}]]; the text does not quote what ECS said",
    fix: "[[{corrected}; ]]read its stopped reason, the exit codes of its containers and their last log lines: aws ecs describe-tasks, npx ghcr-fargate diagnose, npx ghcr-fargate logs --failed",
    page: PAGE.stopped,
  },
  {
    ...REPORTED,
    code: "CALL_REFUSED",
    weight: "start",
    words: about(/./),
    cause: "a tool that works with ECS failed[[: {problem}]]; the text does not quote what ECS said",
    fix: "[[{corrected}; ]]correct what the message names; where it names nothing, look for AWS's own words in the lines before, in the tool's debug log or in CloudTrail (errorMessage of the event), and read the state of the service itself: npx ghcr-fargate diagnose",
    page: PAGE.cloudTrail,
  },
];
