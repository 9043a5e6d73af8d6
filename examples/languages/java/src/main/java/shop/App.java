package shop;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import io.github.ghcrfargate.components.EcrAccess;
import io.github.ghcrfargate.components.EcrAccessArgs;
import io.github.ghcrfargate.components.EcrNamespace;
import io.github.ghcrfargate.components.EcrNamespaceArgs;
import io.github.ghcrfargate.components.GhcrFargateComposeProject;
import io.github.ghcrfargate.components.GhcrFargateComposeProjectArgs;
import io.github.ghcrfargate.components.GhcrFargateService;
import io.github.ghcrfargate.components.GhcrFargateServiceArgs;
import io.github.ghcrfargate.components.GhcrFargateTask;
import io.github.ghcrfargate.components.GhcrFargateTaskArgs;
import io.github.ghcrfargate.components.RegistryCredentials;
import io.github.ghcrfargate.components.RegistryCredentialsArgs;
import io.github.ghcrfargate.components.enums.CpuArchitecture;
import io.github.ghcrfargate.components.enums.EcrAccessForm;
import io.github.ghcrfargate.components.enums.EcrRights;
import io.github.ghcrfargate.components.enums.EcrTagMutability;
import io.github.ghcrfargate.components.inputs.EcrLifecycleArgs;
import io.github.ghcrfargate.components.inputs.EcrMembersArgs;
import io.github.ghcrfargate.components.inputs.ImageCredentialsArgs;
import io.github.ghcrfargate.components.inputs.ServiceLogsArgs;
import io.github.ghcrfargate.components.inputs.TaskScheduleArgs;
import java.nio.file.Path;
import java.util.Map;

/** A shop on Fargate with its images' credentials, a nightly report, a compose file and its namespace in ECR. */
public final class App {
    private App() {}

    public static void main(String[] args) {
        Pulumi.run(App::stack);
    }

    private static void stack(Context context) {
        var config = context.config();
        var registry =
                new RegistryCredentials(
                        "ghcr",
                        RegistryCredentialsArgs.builder()
                                .username(config.require("username"))
                                .token(config.requireSecret("token"))
                                .recoveryWindowDays(7)
                                .build());
        // An output of a resource fits wherever a value does not decide what is created, in objects too. Maps take texts alone.
        var credentials =
                ImageCredentialsArgs.builder().secretArn(registry.secretArn()).keyArn(registry.keyArn()).build();

        var web =
                new GhcrFargateService(
                        "web",
                        GhcrFargateServiceArgs.builder()
                                .image("ghcr.io/octocat/web:1")
                                .port(8080)
                                .cpu(256)
                                .memory(512)
                                .cpuArchitecture(CpuArchitecture.Arm64)
                                .credentials(credentials)
                                .environment(Map.of("LOG_LEVEL", "info"))
                                .logs(ServiceLogsArgs.builder().retentionDays(30).build())
                                .build());
        var report =
                new GhcrFargateTask(
                        "report",
                        GhcrFargateTaskArgs.builder()
                                .image("ghcr.io/octocat/report:1")
                                .credentials(credentials)
                                .environment(Map.of("SERVICE", "web"))
                                .schedules(
                                        TaskScheduleArgs.builder()
                                                .name("nightly")
                                                .cron("0 3 * * ? *")
                                                .timeZone("Europe/Berlin")
                                                .flexibleMinutes(10)
                                                .build())
                                .build());
        var cache =
                new GhcrFargateComposeProject(
                        "cache",
                        GhcrFargateComposeProjectArgs.builder()
                                .directory(Path.of("").toAbsolutePath().getParent().toString())
                                .build());
        var namespace =
                new EcrNamespace(
                        "shop",
                        EcrNamespaceArgs.builder()
                                .namespace("shop")
                                .repositories("web")
                                .tagMutability(EcrTagMutability.Immutable)
                                .lifecycle(EcrLifecycleArgs.builder().keepImages(20).build())
                                .build());
        var access =
                new EcrAccess(
                        "deployer",
                        EcrAccessArgs.builder()
                                .form(EcrAccessForm.Path)
                                .namespaces("shop")
                                .rights(EcrRights.Read)
                                .members(EcrMembersArgs.builder().roleNames("shop-deployer").build())
                                .build());

        context.export("serviceName", web.serviceName());
        context.export("taskDefinitionArn", report.taskDefinitionArn());
        context.export("serviceNames", cache.serviceNames());
        context.export("repositoryUrls", namespace.repositoryUrls());
        context.export("policyJson", access.policyJson());
    }
}
