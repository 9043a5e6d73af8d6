// Rollouts that go well. Seconds are simulated.

import { STARTED, REGISTERED, STEADY, COMPLETED, ours, old, up, starting, done, type Scenario } from "./words";

export const STEADY_ROLLOUTS: readonly Scenario[] = [
  {
    title: "a first deployment that becomes steady",
    frames: [
      [0, [ours]],
      [5, [starting]],
      [25, [up]],
    ],
    events: done,
    verdict: "steady",
    seconds: 69.7,
    message: ["web:7: 2 of 2 tasks running; (service web) (deployment ecs-svc/7) deployment completed."],
  },
  {
    title: "an update that replaces the old tasks",
    frames: [
      [0, [ours, old]],
      [5, [starting, old]],
      [30, [up, old]],
      [55, [up]],
    ],
    events: done,
    verdict: "steady",
    seconds: 69.7,
    message: ["web:7: 2 of 2 tasks running; (service web) (deployment ecs-svc/7) deployment completed."],
  },
  {
    title: "a slow start within the time limit",
    frames: [
      [0, [ours, old]],
      [5, [starting, old]],
      [700, [up, old]],
      [750, [up]],
    ],
    events: [
      [1, STARTED],
      [745, COMPLETED],
      [745, STEADY],
    ],
    verdict: "steady",
    seconds: 759.7,
    message: ["web:7: 2 of 2 tasks running"],
  },
  {
    title: "no change: one look is enough",
    frames: [[0, [{ ...up, createdAt: -9000 }]]],
    events: [
      [0, STARTED, -9000],
      [0, STEADY, -8900],
    ],
    verdict: "steady",
    seconds: 0,
    message: ["web:7: 2 of 2 tasks running; (service web) has reached a steady state."],
  },
  {
    title: "a change of scale alone waits for the new tasks",
    frames: [
      [0, [{ ...up, wanted: 4, pending: 2, createdAt: -9000 }]],
      [20, [{ ...up, wanted: 4, running: 4, createdAt: -9000 }]],
    ],
    events: [
      [0, STARTED, -9000],
      [0, STEADY, -8900],
      [3, STARTED],
      [40, STEADY],
    ],
    request: { desiredCount: 4 },
    verdict: "steady",
    seconds: 49.7,
    message: ["web:7: 4 of 4 tasks running; (service web) has reached a steady state."],
  },
  {
    title: "a scaling whose first look still shows the count before",
    frames: [
      [0, [{ ...up, createdAt: -9000 }]],
      [4, [{ ...up, wanted: 4, createdAt: -9000 }]],
      [20, [{ ...up, wanted: 4, running: 4, createdAt: -9000 }]],
    ],
    events: [
      [0, STEADY, -8900],
      [5, STARTED],
      [30, STEADY],
    ],
    request: { desiredCount: 4 },
    verdict: "steady",
    seconds: 30.1,
    message: ["web:7: 4 of 4 tasks running; (service web) has reached a steady state."],
  },
  {
    title: "autoscaling that wants more tasks than the update did",
    frames: [
      [0, [{ revision: 7, wanted: 5, running: 5 }, old]],
      [10, [{ revision: 7, wanted: 5, running: 5 }]],
    ],
    events: [
      [0, STARTED],
      [9, STEADY],
    ],
    verdict: "steady",
    seconds: 11.5,
    message: ["web:7: 5 of 5 tasks running; (service web) has reached a steady state."],
  },
  {
    title: "a service scaled to zero",
    frames: [
      [
        0,
        [
          { ...ours, wanted: 0 },
          { ...old, wanted: 0 },
        ],
      ],
      [15, [{ ...ours, wanted: 0 }]],
    ],
    request: { desiredCount: 0 },
    verdict: "steady",
    seconds: 16.4,
    message: ["web:7: 0 of 0 tasks running"],
  },
  {
    title: "a service without load balancer needs running tasks and ECS's word",
    frames: [
      [0, [starting]],
      [20, [up]],
    ],
    events: [
      [1, STARTED],
      [30, STEADY],
    ],
    request: { hasLoadBalancer: false },
    verdict: "steady",
    seconds: 30.1,
    message: ["web:7: 2 of 2 tasks running; (service web) has reached a steady state."],
  },
  {
    title: "without load balancer and without a word from ECS, a minute of running will do",
    frames: [
      [0, [starting]],
      [20, [up]],
    ],
    events: [[1, STARTED]],
    request: { hasLoadBalancer: false },
    verdict: "steady",
    seconds: 89.7,
    message: ["web:7: 2 of 2 tasks running"],
  },
  {
    title: "a first look that still shows the deployment before",
    frames: [
      [0, [old]],
      [4, [starting, old]],
      [50, [up]],
    ],
    events: [
      [0, STEADY, -5000],
      [5, STARTED],
      [55, STEADY],
    ],
    verdict: "steady",
    seconds: 59.7,
    message: ["web:7: 2 of 2 tasks running; (service web) has reached a steady state."],
  },
  {
    title: "a new service that ECS does not show at first",
    frames: [
      [0, "missing"],
      [5, [starting]],
      [25, [up]],
    ],
    events: [
      [6, STARTED],
      [30, STEADY],
    ],
    verdict: "steady",
    seconds: 30.1,
    message: ["web:7: 2 of 2 tasks running; (service web) has reached a steady state."],
  },
  {
    title: "events out of order and repeated",
    frames: [
      [0, [starting]],
      [20, [up]],
    ],
    events: [
      [40, STEADY, 39],
      [40, STARTED, 1],
      [40, STEADY, 39],
      [41, REGISTERED, 30],
      [42, STARTED, 1],
    ],
    verdict: "steady",
    seconds: 49.7,
    message: ["web:7: 2 of 2 tasks running; (service web) has reached a steady state."],
  },
  {
    title: "blue/green: the old deployment stays primary until the traffic shifts, then bakes",
    frames: [
      [0, [old, { ...starting, status: "ACTIVE" }]],
      [60, [old, { ...up, status: "ACTIVE" }]],
      [120, [up, old]],
      [420, [up]],
    ],
    events: [
      [1, STARTED],
      [422, COMPLETED],
      [422, STEADY],
    ],
    verdict: "steady",
    seconds: 429.7,
    message: ["web:7: 2 of 2 tasks running; (service web) has reached a steady state."],
  },
];
