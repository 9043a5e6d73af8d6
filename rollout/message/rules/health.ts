// Failures of a container's own health check and of Service Connect's proxy. Wordings follow ECS's service events; checked 2026-11-22.

import { PAGE } from "../pages";
import type { Rule } from "../rule";

/** Rules, the most specific first. */
export const HEALTH_RULES: readonly Rule[] = [
  {
    code: "SERVICE_CONNECT_DENIED",
    weight: "start",
    says: ["ecs:poll"],
    when: ({ text }) => /envoy|authorizedtoperform:?ecs:poll/.test(text.compact),
    cause: "the proxy of Service Connect may not call ecs:Poll, from where it gets its configuration",
    fix: "grant `ecs:Poll` to the role that the proxy uses (task role; on container instances the instance's role), and let nothing block 169.254.170.2, where it gets that role's credentials",
    page: PAGE.serviceConnect,
  },
  {
    code: "APP_MESH_DENIED",
    weight: "start",
    says: ["appmesh:streamaggregatedresources"],
    cause:
      "the proxy of App Mesh (Envoy) may not call appmesh:StreamAggregatedResources, from where it gets its configuration, and never becomes healthy",
    fix: "grant `appmesh:StreamAggregatedResources` on the virtual node to the task role (`taskRole`; managed policy AWSAppMeshEnvoyAccess), not to the execution role, and let nothing block 169.254.170.2, where the proxy gets that role's credentials",
    page: PAGE.taskRole,
  },
  {
    code: "SERVICE_CONNECT_UPSTREAM",
    weight: "run",
    form: "report",
    words: /upstreamconnecterrorordisconnect/i,
    cause:
      "the proxy of Service Connect does not reach the other service: nothing listens on the port of its port mapping (connection refused, 111), its security group lets nobody in (time-out, 110), or it has no healthy task",
    fix: "let the other program listen on 0.0.0.0 at the containerPort of its named port, let its tasks' security group accept this service's there, and see that its tasks run: npx ghcr-fargate status",
    page: PAGE.serviceConnect,
  },
  {
    code: "SERVICE_CONNECT_CONFIG",
    weight: "start",
    says: ["serviceconnectconfigvalidation"],
    cause: "the configuration of Service Connect does not fit the task definition",
    fix: "correct `serviceConnect`: its port name has to be that of a port mapping, and each name may be used once in the namespace",
    page: PAGE.serviceConnect,
  },
  {
    code: "SERVICE_CONNECT_PROXY",
    weight: "passing",
    stage: "serviceConnect",
    when: ({ text }) => /exitedwithcode|processsignall?ed|outofmemory/.test(text.compact),
    cause: "the proxy of Service Connect (Envoy) ended or was killed: most often it had too little memory or CPU",
    fix: "give the task 256 CPU units and 64 MiB more for the proxy (more where it has many requests or end points), and deploy again, which also brings its newest version",
    page: PAGE.serviceConnect,
  },
  {
    code: "SERVICE_CONNECT_PROXY",
    weight: "passing",
    stage: "serviceConnect",
    cause: "the proxy of Service Connect did not become ready in time",
    fix: "deploy again; give the task 256 CPU units and 64 MiB more for the proxy; on container instances bring the agent and AMI up to date, or replace an instance where it stays so",
    page: PAGE.serviceConnect,
  },
  {
    code: "TASK_UNHEALTHY",
    weight: "run",
    says: ["duetoanunhealthystatus"],
    general: true,
    cause: "the task's health check failed: the container's own, or the load balancer's",
    fix: "find out which: npx ghcr-fargate diagnose; run `healthCheck.command` in the image, and ask for `loadBalancer.healthCheck.path`; let the program listen before it does long work at its start, or give it time (`healthCheck.startPeriodSeconds`, `loadBalancer.healthCheck.gracePeriodSeconds`)",
    page: PAGE.health,
  },
  {
    code: "CONTAINER_UNHEALTHY",
    weight: "run",
    stage: "containerHealth",
    cause: "the container's own health check failed[[ ({containerName})]]",
    fix: "run `healthCheck.command` in the image: its tools (curl, wget) must be there, and the program has to answer at the port and path that it asks for; give it time with `healthCheck.startPeriodSeconds`",
    page: PAGE.health,
  },
];
