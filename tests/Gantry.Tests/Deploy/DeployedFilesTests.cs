using System.Globalization;
using System.Text.RegularExpressions;
using Gantry.Tests.Laws;
using Xunit;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Gantry.Tests.Deploy;

/// <summary>What the examples of <c>deploy/</c> promise, as far as it can be seen without a cluster (issue 9 §7).</summary>
public sealed partial class DeployedFilesTests
{
    private const string Uid = "1654";

    [Fact]
    public void Pod_is_nobody_in_particular_writes_nowhere_but_its_volume_and_has_time_to_drain()
    {
        var pod = At(Kind("StatefulSet"), "spec", "template", "spec");
        var container = List(pod, "containers").Single();
        Assert.Equal(["true", Uid, Uid, "RuntimeDefault"], [At(pod, "securityContext", "runAsNonRoot"), At(pod, "securityContext", "runAsUser"), At(pod, "securityContext", "fsGroup"), At(pod, "securityContext", "seccompProfile", "type")]);
        Assert.Equal(["false", "true"], [At(container, "securityContext", "allowPrivilegeEscalation"), At(container, "securityContext", "readOnlyRootFilesystem")]);
        Assert.Equal(["ALL"], List(container, "securityContext", "capabilities", "drop"));
        Assert.Equal("false", At(pod, "automountServiceAccountToken"));
        Assert.DoesNotMatch(@":latest$|^[^:]+$", (string)At(container, "image"));

        var arguments = List(container, "args").Cast<string>().ToList();
        var drain = Number(arguments[arguments.IndexOf("--drain") + 1]);
        Assert.InRange(drain, 120, 600);
        Assert.True(Number(At(pod, "terminationGracePeriodSeconds")) > drain + 5);
        Assert.False(((Dictionary<object, object>)container).ContainsKey("lifecycle"));

        // The journal comes back with the pod; the image's home is where it lies.
        var claim = List(Kind("StatefulSet"), "spec", "volumeClaimTemplates").Single();
        var mounts = List(container, "volumeMounts");
        Assert.Contains(mounts, mount => Equals(At(mount, "name"), At(claim, "metadata", "name")) && Equals(At(mount, "mountPath"), "/home/app"));
        Assert.Contains("GANTRY_DATA\" Value=\"/home/app\"", Text("src/Gantry/Gantry.csproj"), StringComparison.Ordinal);
        Assert.Contains($"<ContainerUser>{Uid}</ContainerUser>", Text("src/Gantry/Gantry.csproj"), StringComparison.Ordinal);
        Assert.Equal("Retain", At(Kind("StatefulSet"), "spec", "persistentVolumeClaimRetentionPolicy", "whenScaled"));
    }

    [Fact]
    public void Pod_is_asked_whether_it_lives_and_whether_it_is_ready_and_no_more_than_one_goes_at_once()
    {
        var container = List(At(Kind("StatefulSet"), "spec", "template", "spec"), "containers").Single();
        Assert.Equal("/healthz", At(container, "livenessProbe", "httpGet", "path"));
        Assert.Equal("/healthz", At(container, "startupProbe", "httpGet", "path"));
        Assert.Equal("/readyz", At(container, "readinessProbe", "httpGet", "path"));
        // A node that drains takes requests for five seconds: by then it has been seen.
        Assert.True(Number(At(container, "readinessProbe", "periodSeconds")) * Number(At(container, "readinessProbe", "failureThreshold")) < 5);

        var labels = At(Kind("StatefulSet"), "spec", "template", "metadata", "labels");
        Assert.Equal(labels, At(Kind("StatefulSet"), "spec", "selector", "matchLabels"));
        Assert.Equal(labels, At(Kind("PodDisruptionBudget"), "spec", "selector", "matchLabels"));
        Assert.Equal("1", At(Kind("PodDisruptionBudget"), "spec", "maxUnavailable"));
        Assert.All(Manifests().Where(manifest => Equals(At(manifest, "kind"), "Service")), service => Assert.Equal(labels, At(service, "spec", "selector")));
        Assert.Contains(Manifests(), manifest => Equals(At(manifest, "kind"), "Service") && Equals(At(manifest, "metadata", "name"), At(Kind("StatefulSet"), "spec", "serviceName")));
    }

    [Fact]
    public void Nodes_share_their_secrets_and_no_example_has_one()
    {
        var container = List(At(Kind("StatefulSet"), "spec", "template", "spec"), "containers").Single();
        var secret = Read("deploy/kubernetes/secret.example.yaml").Single();
        Assert.Equal(At(secret, "metadata", "name"), At(List(container, "envFrom").Single(), "secretRef", "name"));
        var names = (Dictionary<object, object>)At(secret, "stringData");
        Assert.Equal(["GANTRY_DATABASE", "GANTRY_MASTER_KEY", "GANTRY_PEPPER"], names.Keys.Cast<string>().Order(StringComparer.Ordinal));
        Assert.Equal(["fill-in", "fill-in"], [names["GANTRY_PEPPER"], names["GANTRY_MASTER_KEY"]]);
    }

    [Fact]
    public void Two_nodes_of_compose_are_closed_in_drain_and_are_those_of_nginx()
    {
        var file = Read("deploy/compose/cluster.yaml").Single();
        var services = (Dictionary<object, object>)At(file, "services");
        var nodes = services.Where(service => ((string)service.Key).StartsWith("gantry-", StringComparison.Ordinal)).ToDictionary(service => (string)service.Key, service => service.Value);
        Assert.Equal(2, nodes.Count);
        foreach (var (_, node) in nodes)
        {
            Assert.Equal("true", At(node, "read_only"));
            Assert.Equal(["ALL"], List(node, "cap_drop"));
            Assert.False(((Dictionary<object, object>)node).ContainsKey("ports"));
            Assert.True(Number(((string)At(node, "stop_grace_period")).TrimEnd('s')) > Number(At(node, "environment", "GANTRY_DRAIN_SECONDS")) + 5);
        }

        // Each has a volume of its own.
        Assert.Equal(2, nodes.Values.Select(node => (string)List(node, "volumes").Single()).Distinct(StringComparer.Ordinal).Count());
        Assert.False(((Dictionary<object, object>)services["db"]).ContainsKey("ports"));
        Assert.Equal(nodes.Keys.Order(StringComparer.Ordinal), Node().Matches(Text("deploy/compose/gantry-nodes.conf")).Select(node => node.Groups["name"].Value));
        Assert.StartsWith("127.0.0.1:", (string)List(services["nginx"], "ports").Single(), StringComparison.Ordinal);
        foreach (var mount in List(services["nginx"], "volumes").Cast<string>())
            Assert.True(Repository.Paths.Contains(Path.GetRelativePath("/", Path.GetFullPath(Path.Combine("/deploy/compose", mount.Split(':')[0])))), mount);
        Assert.Contains("include /etc/nginx/gantry-nodes.conf;", Text("deploy/nginx/gantry.conf"), StringComparison.Ordinal);
    }

    [Fact]
    public void Service_of_systemd_has_time_to_drain()
    {
        var unit = Text("deploy/systemd/gantry.service");
        var drain = Number(Regex.Match(unit, @"--drain (\d+)").Groups[1].Value);
        Assert.True(Number(Regex.Match(unit, @"TimeoutStopSec=(\d+)").Groups[1].Value) > drain + 5);
    }

    [Fact]
    public void Proxy_waits_longer_than_the_gateway()
    {
        var settings = Text("deploy/nginx/gantry.conf");
        var patience = Number(Regex.Match(settings, @"proxy_read_timeout (\d+)s;").Groups[1].Value);
        Assert.True(patience > new Gantry.Relay.RelayLimits().Stream.TotalSeconds);
        // The side that sends closes idle connections first: Gantry's own bound is 130 s.
        Assert.InRange(Number(Regex.Match(settings, @"keepalive_timeout (\d+)s;").Groups[1].Value), 1, 129);
        Assert.DoesNotContain("\n        proxy_next_upstream error timeout", settings, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"(?m)^[^#\n]*non_idempotent", settings);
    }

    private static object Kind(string kind) => Manifests().Single(manifest => Equals(At(manifest, "kind"), kind));

    private static List<object> Manifests() => Read("deploy/kubernetes/gantry.yaml");

    private static string Text(string path) => Repository.Files.Single(file => file.Path == path).Text;

    private static List<object> Read(string path)
    {
        var parser = new MergingParser(new Parser(new StringReader(Text(path))));
        var deserializer = new DeserializerBuilder().Build();
        parser.Consume<YamlDotNet.Core.Events.StreamStart>();
        var documents = new List<object>();
        while (parser.Accept<YamlDotNet.Core.Events.DocumentStart>(out _)) documents.Add(deserializer.Deserialize(parser)!);
        return documents;
    }

    private static object At(object node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path) node = ((Dictionary<object, object>)node)[name];
        return node;
    }

    private static List<object> List(object node, params ReadOnlySpan<string> path) => (List<object>)At(node, path);

    private static int Number(object text) => int.Parse((string)text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^server (?<name>[\w-]+):3456 ", RegexOptions.Multiline)]
    private static partial Regex Node();
}
