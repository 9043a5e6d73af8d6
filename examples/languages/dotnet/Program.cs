// A shop on Fargate with its images' credentials, a nightly report, a compose file and its namespace in ECR.

using System.Collections.Generic;
using System.IO;
using GhcrFargate.Components;
using GhcrFargate.Components.Inputs;
using Pulumi;

return await Deployment.RunAsync(() =>
{
    var config = new Config();
    var registry = new RegistryCredentials("ghcr", new RegistryCredentialsArgs
    {
        Username = config.Require("username"),
        Token = config.RequireSecret("token"),
        RecoveryWindowDays = 7,
    });
    // An output of a resource fits wherever a value does not decide what is created, in objects too.
    var credentials = new ImageCredentialsArgs { SecretArn = registry.SecretArn, KeyArn = registry.KeyArn };

    var web = new GhcrFargateService("web", new GhcrFargateServiceArgs
    {
        Image = "ghcr.io/octocat/web:1",
        Port = 8080,
        Cpu = 256,
        Memory = 512,
        CpuArchitecture = CpuArchitecture.Arm64,
        Credentials = credentials,
        Environment = new Dictionary<string, Input<string>> { ["LOG_LEVEL"] = "info" },
        Logs = new ServiceLogsArgs { RetentionDays = 30 },
    });
    var report = new GhcrFargateTask("report", new GhcrFargateTaskArgs
    {
        Image = "ghcr.io/octocat/report:1",
        Credentials = credentials,
        Environment = new Dictionary<string, Input<string>> { ["SERVICE"] = web.ServiceName },
        Schedules = new List<TaskScheduleArgs>
        {
            new TaskScheduleArgs
            {
                Name = "nightly",
                Cron = "0 3 * * ? *",
                TimeZone = "Europe/Berlin",
                FlexibleMinutes = 10,
            },
        },
    });
    var cache = new GhcrFargateComposeProject("cache", new GhcrFargateComposeProjectArgs
    {
        Directory = Directory.GetParent(Directory.GetCurrentDirectory())!.FullName,
    });
    var shop = new EcrNamespace("shop", new EcrNamespaceArgs
    {
        Namespace = "shop",
        Repositories = new List<string> { "web" },
        TagMutability = EcrTagMutability.Immutable,
        Lifecycle = new EcrLifecycleArgs { KeepImages = 20 },
    });
    var access = new EcrAccess("deployer", new EcrAccessArgs
    {
        Form = EcrAccessForm.Path,
        Namespaces = new List<string> { "shop" },
        Rights = EcrRights.Read,
        Members = new EcrMembersArgs { RoleNames = new List<string> { "shop-deployer" } },
    });

    return new Dictionary<string, object?>
    {
        ["serviceName"] = web.ServiceName,
        ["taskDefinitionArn"] = report.TaskDefinitionArn,
        ["serviceNames"] = cache.ServiceNames,
        ["repositoryUrls"] = shop.RepositoryUrls,
        ["policyJson"] = access.PolicyJson,
    };
});
