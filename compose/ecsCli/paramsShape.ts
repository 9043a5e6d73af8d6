// The keys and types of ecs-params.yml, as its README and its reader have them (ecs-cli 1.21.0).

/** What a value has to be. */
export type Shape =
  | "string"
  | "boolean"
  | "integer"
  | "bytes"
  | "words"
  | { readonly list: Shape }
  | { readonly any: Shape }
  | { readonly keys: Readonly<Record<string, Shape>> };

const secret: Shape = { keys: { value_from: "string", name: "string" } };
const constraint: Shape = { keys: { type: "string", expression: "string" } };
const strings: Shape = { any: "string" };

const container: Shape = {
  keys: {
    essential: "boolean",
    init_process_enabled: "boolean",
    gpu: "string",
    cpu_shares: "integer",
    mem_limit: "bytes",
    mem_reservation: "bytes",
    repository_credentials: { keys: { credentials_parameter: "string" } },
    depends_on: { list: { keys: { container_name: "string", condition: "string" } } },
    firelens_configuration: { keys: { type: "string", options: strings } },
    healthcheck: {
      keys: {
        test: "words",
        command: "words",
        interval: "string",
        timeout: "string",
        retries: "integer",
        start_period: "string",
      },
    },
    logging: { keys: { secret_options: { list: secret } } },
    secrets: { list: secret },
  },
};

const taskDefinition: Shape = {
  keys: {
    ecs_network_mode: "string",
    task_role_arn: "string",
    task_execution_role: "string",
    pid_mode: "string",
    ipc_mode: "string",
    task_size: { keys: { cpu_limit: "string", mem_limit: "string" } },
    placement_constraints: { list: constraint },
    docker_volumes: {
      list: {
        keys: {
          name: "string",
          scope: "string",
          autoprovision: "boolean",
          driver: "string",
          driver_opts: strings,
          labels: strings,
        },
      },
    },
    efs_volumes: {
      list: {
        keys: {
          name: "string",
          filesystem_id: "string",
          root_directory: "string",
          transit_encryption: "string",
          transit_encryption_port: "integer",
          access_point: "string",
          iam: "string",
        },
      },
    },
    services: { any: container },
  },
};

const serviceDiscovery: Shape = {
  keys: {
    container_name: "string",
    container_port: "integer",
    private_dns_namespace: { keys: { id: "string", name: "string", vpc: "string", description: "string" } },
    public_dns_namespace: { keys: { id: "string", name: "string" } },
    service_discovery_service: {
      keys: {
        name: "string",
        description: "string",
        dns_config: { keys: { type: "string", ttl: "integer" } },
        healthcheck_custom_config: { keys: { failure_threshold: "integer" } },
      },
    },
  },
};

/** The whole file. */
export const PARAMS_SHAPE: Shape = {
  keys: {
    version: "string",
    task_definition: taskDefinition,
    run_params: {
      keys: {
        network_configuration: {
          keys: {
            awsvpc_configuration: {
              keys: { subnets: { list: "string" }, security_groups: { list: "string" }, assign_public_ip: "string" },
            },
          },
        },
        task_placement: {
          keys: {
            strategy: { list: { keys: { type: "string", field: "string" } } },
            constraints: { list: constraint },
          },
        },
        service_discovery: serviceDiscovery,
      },
    },
  },
};
