// Rollouts that end well after trouble: none may be reported as failed. Seconds are simulated.

import {
  STARTED,
  REGISTERED,
  STEADY,
  BAD_TOKEN,
  UNPLACED,
  UNHEALTHY,
  ours,
  old,
  oldGone,
  up,
  starting,
  done,
  type Scenario,
} from "./words";

export const RECOVERING_ROLLOUTS: readonly Scenario[] = [
  {
    title: "one failed task that shows as a task and as an event counts once",
    frames: [
      [0, [starting]],
      [60, [up]],
    ],
    events: [
      [1, STARTED],
      [22, UNPLACED],
      [40, STARTED],
      [75, STEADY],
    ],
    stops: [{ at: 21, reason: BAD_TOKEN }],
    verdict: "steady",
    seconds: 79.7,
    message: ["web:7: 2 of 2 tasks running; (service web) has reached a steady state."],
  },
  {
    title: "throttling for two minutes",
    frames: [
      [0, [starting, old]],
      [
        10,
        new Error(
          "operation error ECS: DescribeServices, https response error StatusCode: 400, ThrottlingException: Rate exceeded",
        ),
      ],
      [130, [up]],
    ],
    events: done,
    verdict: "steady",
    seconds: 131.5,
    message: ["web:7: 2 of 2 tasks running; (service web) (deployment ecs-svc/7) deployment completed."],
  },
  {
    title: "answers that do not come",
    frames: [
      [0, "no answer"],
      [50, [up]],
    ],
    events: done,
    verdict: "steady",
    seconds: 66,
    message: ["web:7: 2 of 2 tasks running; (service web) (deployment ecs-svc/7) deployment completed."],
  },
  {
    title: "the same failure event three times is one failure",
    frames: [
      [0, [starting]],
      [60, [up]],
    ],
    events: [
      [22, UNPLACED],
      [25, UNPLACED, 22],
      [28, UNPLACED, 22],
      [40, STARTED],
      [70, STEADY],
    ],
    verdict: "steady",
    seconds: 79.7,
    message: ["web:7: 2 of 2 tasks running; (service web) has reached a steady state."],
  },
  {
    title: "a Spot interruption that recovers",
    frames: [
      [0, [starting]],
      [20, [up]],
      [40, [{ ...ours, running: 1, pending: 1 }]],
      [70, [up]],
    ],
    events: [
      [1, STARTED],
      [25, REGISTERED],
      [42, "(service web) has started 1 tasks: (task 00cc)."],
      [90, STEADY],
    ],
    stops: [
      { at: 38, code: "SpotInterruption", reason: "Your Spot Task was interrupted." },
      { at: 39, code: "SpotInterruption", reason: "Your Spot Task was interrupted." },
      { at: 39, code: "SpotInterruption", reason: "Your Spot Task was interrupted." },
    ],
    verdict: "steady",
    seconds: 99.7,
    message: ["web:7: 2 of 2 tasks running; (service web) has reached a steady state."],
  },
  {
    title: "one task that fails once and then all is well",
    frames: [
      [0, [starting, old]],
      [60, [up]],
    ],
    events: [
      [1, STARTED],
      [80, STEADY],
    ],
    stops: [{ at: 21, reason: BAD_TOKEN }],
    verdict: "steady",
    seconds: 89.7,
    message: ["web:7: 2 of 2 tasks running; (service web) has reached a steady state."],
  },
  {
    title: "health checks that flap",
    frames: [
      [0, [up]],
      [50, [{ ...up, running: 1, pending: 1 }]],
      [80, [up]],
    ],
    events: [
      [1, STARTED],
      [40, UNHEALTHY],
      [41, UNHEALTHY],
      [42, UNHEALTHY],
      [52, STARTED],
      [100, STEADY],
    ],
    verdict: "steady",
    seconds: 109.7,
    message: ["web:7: 2 of 2 tasks running; (service web) has reached a steady state."],
  },
  {
    title: "capacity that is short for a while",
    frames: [
      [0, [ours, old]],
      [300, [up]],
    ],
    events: [20, 40, 60]
      .map((at): readonly [number, string] => [
        at,
        "(service web) was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone.",
      ])
      .concat([
        [301, STARTED],
        [320, STEADY],
      ]),
    verdict: "steady",
    seconds: 329.7,
    message: ["web:7: 2 of 2 tasks running; (service web) has reached a steady state."],
  },
  {
    title: "failures of the deployment before do not count",
    frames: [
      [0, [starting, { ...old, running: 0 }]],
      [40, [up, oldGone]],
      [60, [up]],
    ],
    events: [
      [0, UNPLACED, -50],
      [0, UNPLACED, -20],
      [3, UNPLACED],
      [4, UNPLACED],
      [5, STARTED],
      [70, STEADY],
    ],
    stops: [
      { at: 3, revision: 6, reason: BAD_TOKEN },
      { at: 4, revision: 6, reason: BAD_TOKEN },
    ],
    verdict: "steady",
    seconds: 79.7,
    message: ["web:7: 2 of 2 tasks running; (service web) has reached a steady state."],
  },
  {
    title: "failures of our deployment before its last steady state do not count",
    frames: [
      [0, [{ ...up, wanted: 3, createdAt: -9000 }]],
      [30, [{ ...up, wanted: 3, running: 3, createdAt: -9000 }]],
    ],
    events: [
      [0, STEADY, -100],
      [5, STARTED],
      [40, STEADY],
    ],
    stops: [
      { at: -500, reason: BAD_TOKEN },
      { at: -400, reason: BAD_TOKEN },
    ],
    verdict: "steady",
    seconds: 49.7,
    message: ["web:7: 3 of 3 tasks running; (service web) has reached a steady state."],
  },
];
