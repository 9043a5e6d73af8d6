// A shop on Fargate with its images' credentials, a nightly report, a compose file and its namespace in ECR.
package main

import (
	"os"
	"path/filepath"

	"github.com/ghcr-fargate/ghcr-fargate/sdk/go/ghcrfargate"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		settings := config.New(ctx, "")
		registry, err := ghcrfargate.NewRegistryCredentials(ctx, "ghcr", &ghcrfargate.RegistryCredentialsArgs{
			Username:           pulumi.String(settings.Require("username")),
			Token:              settings.RequireSecret("token"),
			RecoveryWindowDays: pulumi.IntRef(7),
		})
		if err != nil {
			return err
		}
		// An output of a resource fits wherever a value does not decide what is created, in objects too.
		credentials := &ghcrfargate.ImageCredentialsArgs{SecretArn: registry.SecretArn, KeyArn: registry.KeyArn}

		arm64 := ghcrfargate.CpuArchitectureArm64
		web, err := ghcrfargate.NewGhcrFargateService(ctx, "web", &ghcrfargate.GhcrFargateServiceArgs{
			Image:           pulumi.String("ghcr.io/octocat/web:1"),
			Port:            pulumi.IntRef(8080),
			Cpu:             pulumi.Int(256),
			Memory:          pulumi.Int(512),
			CpuArchitecture: &arm64,
			Credentials:     credentials,
			Environment:     map[string]pulumi.StringInput{"LOG_LEVEL": pulumi.String("info")},
			Logs:            &ghcrfargate.ServiceLogsArgs{RetentionDays: pulumi.Int(30)},
		})
		if err != nil {
			return err
		}
		report, err := ghcrfargate.NewGhcrFargateTask(ctx, "report", &ghcrfargate.GhcrFargateTaskArgs{
			Image:       pulumi.String("ghcr.io/octocat/report:1"),
			Credentials: credentials,
			Environment: map[string]pulumi.StringInput{"SERVICE": web.ServiceName},
			Schedules: []ghcrfargate.TaskScheduleArgs{{
				Name:            "nightly",
				Cron:            pulumi.StringRef("0 3 * * ? *"),
				TimeZone:        pulumi.StringRef("Europe/Berlin"),
				FlexibleMinutes: pulumi.IntRef(10),
			}},
		})
		if err != nil {
			return err
		}
		directory, err := os.Getwd()
		if err != nil {
			return err
		}
		cache, err := ghcrfargate.NewGhcrFargateComposeProject(ctx, "cache", &ghcrfargate.GhcrFargateComposeProjectArgs{
			Directory: pulumi.StringRef(filepath.Dir(directory)),
		})
		if err != nil {
			return err
		}
		immutable := ghcrfargate.EcrTagMutabilityImmutable
		namespace, err := ghcrfargate.NewEcrNamespace(ctx, "shop", &ghcrfargate.EcrNamespaceArgs{
			Namespace:     "shop",
			Repositories:  []string{"web"},
			TagMutability: &immutable,
			Lifecycle:     &ghcrfargate.EcrLifecycleArgs{KeepImages: pulumi.IntRef(20)},
		})
		if err != nil {
			return err
		}
		read := ghcrfargate.EcrRightsRead
		access, err := ghcrfargate.NewEcrAccess(ctx, "deployer", &ghcrfargate.EcrAccessArgs{
			Form:       ghcrfargate.EcrAccessFormPath,
			Namespaces: []string{"shop"},
			Rights:     &read,
			Members:    ghcrfargate.EcrMembersArgs{RoleNames: []string{"shop-deployer"}},
		})
		if err != nil {
			return err
		}
		ctx.Export("serviceName", web.ServiceName)
		ctx.Export("taskDefinitionArn", report.TaskDefinitionArn)
		ctx.Export("serviceNames", cache.ServiceNames)
		ctx.Export("repositoryUrls", namespace.RepositoryUrls)
		ctx.Export("policyJson", access.PolicyJson)
		return nil
	})
}
