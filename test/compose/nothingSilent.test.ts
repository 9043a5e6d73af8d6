// Nothing of a project is ignored without a word: with a key of its files there is another program, or a message, than without it.

import * as assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import { runCompose } from "./run";

type Files = Record<string, object>;

/** A value at a path of a file. */
interface Key {
  readonly file: string;
  readonly path: readonly string[];
  readonly value: unknown;
}

const keys = (file: string, parent: string, values: Record<string, unknown>): Key[] =>
  Object.entries(values).map(([key, value]) => ({
    file,
    path: [...parent.split("/").filter(Boolean), ...key.split("/")],
    value,
  }));

const ECS_CLI: Files = {
  "docker-compose.yml": {
    version: "2",
    services: { web: { image: "web:1", ports: ["80:80"] }, more: { image: "more:1", volumes: ["data:/data"] } },
    volumes: { data: {} },
  },
  "ecs-params.yml": {
    version: 1,
    task_definition: {
      ecs_network_mode: "awsvpc",
      task_size: { cpu_limit: 1024, mem_limit: 2048 },
      services: { web: { essential: true } },
    },
    run_params: { network_configuration: { awsvpc_configuration: { subnets: ["subnet-0a"] } } },
  },
};
const SERVICE_OF_ECS_CLI = {
  cap_add: ["SYS_PTRACE"],
  cap_drop: ["NET_RAW"],
  command: ["run"],
  cpu_shares: 100,
  devices: ["/dev/fuse"],
  dns: ["10.0.0.2"],
  dns_search: ["example.com"],
  entrypoint: ["/entry"],
  environment: { A: "b" },
  extra_hosts: ["db:10.0.0.3"],
  hostname: "web",
  labels: { a: "b" },
  links: ["more"],
  logging: { driver: "awslogs", options: { "awslogs-group": "shop" } },
  "logging#options": { driver: "awslogs", options: { "awslogs-datetime-format": "%Y" } },
  "logging#splunk": { driver: "splunk", options: { "splunk-url": "https://splunk.example.com" } },
  mem_limit: "100m",
  mem_reservation: "50m",
  ports: ["80:80", "81:81", "53:53/udp"],
  privileged: true,
  read_only: true,
  security_opt: ["label:disable"],
  shm_size: "64m",
  stop_grace_period: "1s",
  tmpfs: ["/run:size=64m"],
  tty: true,
  ulimits: { nofile: 1024 },
  "ulimits#other": { nproc: 1024 },
  user: "1000",
  volumes: ["data:/data"],
  volumes_from: ["more"],
  working_dir: "/app",
  build: ".",
  restart: "always",
  network_mode: "bridge",
  container_name: "webby",
  init: true,
  expose: ["90"],
};
const PARAMS = {
  "task_definition/task_role_arn": "arn:aws:iam::111122223333:role/task",
  "task_definition/task_execution_role": "ecsTaskExecutionRole",
  "task_definition/pid_mode": "task",
  "task_definition/ipc_mode": "task",
  "task_definition/placement_constraints": [{ type: "memberOf", expression: "attribute:a == b" }],
  "task_definition/docker_volumes": [{ name: "data", scope: "task" }],
  "task_definition/efs_volumes": [{ name: "data", filesystem_id: "fs-0a" }],
  "task_definition/services/more": { essential: false },
  "task_definition/services/web/init_process_enabled": true,
  "task_definition/services/web/gpu": "1",
  "task_definition/services/web/cpu_shares": 128,
  "task_definition/services/web/mem_limit": "128m",
  "task_definition/services/web/mem_reservation": "64m",
  "task_definition/services/more/mem_limit": "128m",
  "task_definition/services/web/repository_credentials": {
    credentials_parameter: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:ghcr",
  },
  "task_definition/services/web/depends_on": [{ container_name: "more", condition: "START" }],
  "task_definition/services/more/firelens_configuration": { type: "fluentbit", options: { "config-file-type": "s3" } },
  "task_definition/services/web/healthcheck": { test: "true", interval: "10s" },
  "task_definition/services/web/secrets": [
    { value_from: "arn:aws:ssm:eu-central-1:111122223333:parameter/a", name: "A" },
  ],
  "run_params/network_configuration/awsvpc_configuration/security_groups": ["sg-0a"],
  "run_params/network_configuration/awsvpc_configuration/assign_public_ip": "ENABLED",
  "run_params/task_placement": { strategy: [{ type: "spread", field: "host" }] },
  "run_params/service_discovery": { private_dns_namespace: { id: "ns-0a" } },
};
const DISCOVERY = {
  container_name: "more",
  container_port: 81,
  private_dns_namespace: { name: "corp" },
  public_dns_namespace: { name: "example.com" },
  "service_discovery_service/name": "shop",
  "service_discovery_service/dns_config": { type: "SRV", ttl: 60 },
  "service_discovery_service/healthcheck_custom_config": { failure_threshold: 1 },
};
const EFS = { root_directory: "/a", transit_encryption: "ENABLED", transit_encryption_port: 2049 };

const COMPOSE: Files = {
  "compose.yaml": {
    services: {
      web: { image: "web:1", ports: ["80"], deploy: {}, logging: { driver: "awslogs" } },
      db: { image: "db:1", expose: ["5432"] },
    },
    volumes: { data: {} },
    networks: { back: {} },
    secrets: { token: { external: true, name: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:t" } },
  },
};
const SERVICE = {
  command: "run",
  entrypoint: ["/entry"],
  working_dir: "/app",
  user: "1000",
  environment: { A: "b" },
  platform: "linux/arm64",
  ports: ["80", "81"],
  "ports#udp": ["80", "53/udp"],
  "ports#long": [{ target: 80, published: "8080" }],
  "ports#protocol": [{ target: 80, app_protocol: "http" }],
  expose: ["90"],
  healthcheck: { test: "true" },
  "healthcheck#disabled": { test: "true", start_interval: "5s" },
  depends_on: ["db"],
  restart: "on-failure",
  scale: 2,
  cpus: 2,
  mem_limit: "100m",
  mem_reservation: "50m",
  cpu_shares: 2048,
  labels: { a: "b" },
  secrets: ["token"],
  volumes: ["data:/data"],
  tmpfs: ["/run"],
  read_only: true,
  init: true,
  ulimits: { nofile: 1024, nproc: 10 },
  cap_add: ["SYS_PTRACE"],
  cap_drop: ["ALL"],
  stop_grace_period: "1s",
  "stop_grace_period#long": "90s",
  tty: true,
  stdin_open: true,
  sysctls: { "net.core.somaxconn": 1024 },
  networks: ["back"],
  build: ".",
  "deploy/replicas": 3,
  "deploy/labels": { a: "b" },
  "deploy/placement": { constraints: ["node.role == manager"] },
  "deploy/endpoint_mode": "dnsrr",
  "deploy/restart_policy": { condition: "any" },
  "deploy/rollback_config": { parallelism: 1 },
  "deploy/update_config": { order: "stop-first" },
  "deploy/update_config/failure_action": "continue",
  "deploy/resources/limits": { cpus: "2", memory: "3g" },
  "deploy/resources/reservations": { memory: "3g" },
  "logging/options": { "awslogs-group": "shop" },
  "logging/options/mode": "non-blocking",
  pre_start: [{ command: ["migrate"] }],
  "x-aws-pull_credentials": "arn:aws:secretsmanager:eu-central-1:111122223333:secret:ghcr",
  "x-aws-policies": ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"],
  "x-aws-role": { Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: "s3:*", Resource: "*" }] },
};
const TOP = {
  "x-aws-cluster": "prod",
  "x-aws-logs_retention": 30,
  "x-aws-vpc": "vpc-0a",
  "x-aws-loadbalancer": "shop",
};

describe("a key of a compose project changes the program or is named in a message", function () {
  let directory: string;
  before(() => {
    directory = join(mkdtempSync(join(tmpdir(), "compose-keys-")), "shop");
    mkdirSync(directory);
  });
  after(() => rmSync(dirname(directory), { recursive: true, force: true }));

  const answer = async (files: Files, ...options: string[]): Promise<string> => {
    const folder = mkdtempSync(join(directory, "case-"));
    mkdirSync(join(folder, "shop"));
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, "shop", name), stringify(content));
    const { output, error } = await runCompose(["convert", join(folder, "shop"), ...options]);
    return `${output}\n${error}`
      .replaceAll(/:\d+:\d+:/g, ":") // a key moves what is after it
      .split("\n")
      .sort()
      .join("\n");
  };
  const check = (title: string, base: Files, all: readonly Key[], ...options: string[]): void => {
    it(title, async () => {
      const silent: string[] = [];
      const without = await answer(base, ...options);
      for (const key of all) {
        const files = withValue(base, key);
        if ((await answer(files, ...options)) === without) silent.push(key.path.join("."));
      }
      assert.deepEqual(silent, []);
    });
  };

  check("in the compose file of ecs-cli", ECS_CLI, keys("docker-compose.yml", "services/web", SERVICE_OF_ECS_CLI));
  check("in ecs-params.yml", ECS_CLI, keys("ecs-params.yml", "", PARAMS));
  check(
    "in the service discovery of ecs-params.yml",
    withValue(ECS_CLI, {
      file: "ecs-params.yml",
      path: ["run_params", "service_discovery", "private_dns_namespace", "id"],
      value: "ns-0a",
    }),
    keys("ecs-params.yml", "run_params/service_discovery", DISCOVERY),
    "--enable-service-discovery",
  );
  check(
    "in the volumes of EFS of ecs-params.yml",
    withValue(ECS_CLI, {
      file: "ecs-params.yml",
      path: ["task_definition", "efs_volumes"],
      value: [{ name: "data", filesystem_id: "fs-0a" }],
    }),
    Object.entries(EFS).map(([key, value]) => ({
      file: "ecs-params.yml",
      path: ["task_definition", "efs_volumes"],
      value: [{ name: "data", filesystem_id: "fs-0a", transit_encryption: "DISABLED", [key]: value }],
    })),
  );
  check("in a service of Docker Compose", COMPOSE, keys("compose.yaml", "services/web", SERVICE));
  const tmpfs = { type: "tmpfs", target: "/run", tmpfs: { size: "64m" } };
  const withTmpfs = (value: object) => ({ file: "compose.yaml", path: ["services", "web", "volumes"], value: [value] });
  check("in a tmpfs among the volumes of Docker Compose", withValue(COMPOSE, withTmpfs(tmpfs)), [
    withTmpfs({ ...tmpfs, read_only: true }),
    withTmpfs({ ...tmpfs, tmpfs: { size: "128m" } }),
    withTmpfs({ ...tmpfs, tmpfs: { size: "64m", mode: 1023 } }),
  ]);
  check("at the top of a file of Docker Compose", COMPOSE, keys("compose.yaml", "", TOP));
});

/** A copy with a value at a path; what is after a # in a key tells two values of it apart. */
function withValue(files: Files, { file, path, value }: Key): Files {
  const copy = structuredClone(files);
  let node = copy[file] as Record<string, unknown>;
  for (const key of path.slice(0, -1)) {
    node[key] ??= {};
    node = node[key] as Record<string, unknown>;
  }
  node[path.at(-1)?.replace(/#.*/, "") ?? ""] = value;
  return copy;
}
