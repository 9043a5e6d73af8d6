"""A shop on Fargate with its images' credentials, a nightly report, a compose file and its namespace in ECR."""

from pathlib import Path

import pulumi
from ghcr_fargate import (
    CpuArchitecture,
    EcrAccess,
    EcrAccessForm,
    EcrNamespace,
    EcrRights,
    EcrTagMutability,
    GhcrFargateComposeProject,
    GhcrFargateService,
    GhcrFargateTask,
    RegistryCredentials,
)

config = pulumi.Config()

registry = RegistryCredentials(
    "ghcr",
    username=config.require("username"),
    token=config.require_secret("token"),
    recovery_window_days=7,
)

# An output of a resource fits wherever a value does not decide what is created, in objects too.
web = GhcrFargateService(
    "web",
    image="ghcr.io/octocat/web:1",
    port=8080,
    cpu=256,
    memory=512,
    cpu_architecture=CpuArchitecture.ARM64,
    credentials={"secret_arn": registry.secret_arn, "key_arn": registry.key_arn},
    environment={"LOG_LEVEL": "info"},
    logs={"retention_days": 30},
)

report = GhcrFargateTask(
    "report",
    image="ghcr.io/octocat/report:1",
    credentials={"secret_arn": registry.secret_arn, "key_arn": registry.key_arn},
    environment={"SERVICE": web.service_name},
    schedules=[{"name": "nightly", "cron": "0 3 * * ? *", "time_zone": "Europe/Berlin", "flexible_minutes": 10}],
)

cache = GhcrFargateComposeProject("cache", directory=str(Path(__file__).resolve().parent.parent))

namespace = EcrNamespace(
    "shop",
    namespace="shop",
    repositories=["web"],
    tag_mutability=EcrTagMutability.IMMUTABLE,
    lifecycle={"keep_images": 20},
)

access = EcrAccess(
    "deployer",
    form=EcrAccessForm.PATH,
    namespaces=["shop"],
    rights=EcrRights.READ,
    members={"role_names": ["shop-deployer"]},
)

pulumi.export("serviceName", web.service_name)
pulumi.export("taskDefinitionArn", report.task_definition_arn)
pulumi.export("serviceNames", cache.service_names)
pulumi.export("repositoryUrls", namespace.repository_urls)
pulumi.export("policyJson", access.policy_json)
