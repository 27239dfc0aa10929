using System.Text.Json;
using System.Text.RegularExpressions;
using Gantry.Tests.Laws;
using Gantry.Tests.Observe.Otlp;
using Xunit;
using YamlDotNet.Serialization;

namespace Gantry.Tests.Observe.Prometheus;

/// <summary>The dashboard and the rules that come with the gateway ask for nothing that it does not tell (issue 9 §5).</summary>
public sealed partial class DashboardTests
{
    private const string Poor = "sk-poor-key-0123456789abcdef";
    private const string Slow = "sk-slow-key-0123456789abcdef";

    [Fact]
    public async Task Every_metric_and_label_of_dashboard_and_rules_is_told_by_a_running_gateway()
    {
        await using var rig = await MetricsRig.StartAsync(Configuration);
        await rig.AskAsync(TelemetryRig.Plain, stream: true);
        await rig.AskAsync(TelemetryRig.Failing, stream: false);
        for (var time = 0; time < 6; time++) await rig.AskAsync(TelemetryRig.Broken, stream: false);
        Assert.Equal(402, (int)await rig.AskAsync(TelemetryRig.Plain, stream: false, key: Poor));
        await rig.AskAsync(TelemetryRig.Plain, stream: false, key: Slow);
        Assert.Equal(429, (int)await rig.AskAsync(TelemetryRig.Plain, stream: false, key: Slow));
        var read = await rig.SettledAsync(11);
        var names = read.Samples.Select(sample => sample.Name).ToHashSet(StringComparer.Ordinal);
        var labels = read.Samples.SelectMany(sample => sample.Labels.Keys).Concat(["job", "instance", "le"]).ToHashSet(StringComparer.Ordinal);
        var questions = Dashboard().Concat(Rules().Select(rule => rule.Expr)).ToList();
        Assert.True(questions.Count > 60);
        Assert.Equal([], questions.SelectMany(Metrics).Distinct().Except(names));
        Assert.Equal([], questions.SelectMany(Labels).Distinct().Except(labels));
        // Values that rules wait for are words of ours.
        Assert.Contains(read.Samples, sample => sample.Labels.GetValueOrDefault("gantry_status_class") == "5xx");
        Assert.Contains(read.Samples, sample => sample.Labels.GetValueOrDefault("gantry_limit_owner") == "key");
    }

    [Fact]
    public void Rules_say_what_is_wrong_and_how_bad_it_is()
    {
        var rules = Rules();
        Assert.Equal(rules.Count, rules.Select(rule => rule.Alert).Distinct().Count());
        foreach (var rule in rules)
        {
            Assert.Matches("^Gantry[A-Z]", rule.Alert);
            Assert.Contains(rule.Labels["severity"], (string[])["critical", "warning", "info"]);
            Assert.True(rule.Annotations["summary"].Length > 10 && rule.Annotations["description"].Length > 10, rule.Alert);
            Assert.Contains(rule.Alert, Guide(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Guide_names_every_metric_and_attribute_of_ours()
    {
        var guide = Guide();
        var names = File.ReadAllText(Path.Combine(Repository.Root, "src/Gantry/Observe/TelemetryNames.cs"));
        Assert.All(OwnName().Matches(names).Select(match => match.Groups["name"].Value), name => Assert.Contains($"`{name}`", guide, StringComparison.Ordinal));
    }

    [Fact]
    public void Panels_have_ids_of_their_own_and_do_not_overlap()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "deploy/grafana/gantry.json")));
        var panels = file.RootElement.GetProperty("panels").EnumerateArray().ToList();
        Assert.Equal(panels.Count, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        var cells = panels.Select(panel => panel.GetProperty("gridPos")).SelectMany(place =>
            from x in Enumerable.Range(place.GetProperty("x").GetInt32(), place.GetProperty("w").GetInt32())
            from y in Enumerable.Range(place.GetProperty("y").GetInt32(), place.GetProperty("h").GetInt32())
            select (x, y)).ToList();
        Assert.Equal(cells.Count, cells.Distinct().Count());
        Assert.All(cells, cell => Assert.InRange(cell.x, 0, 23));
    }

    private static string Configuration(Uri simulator) =>
        TelemetryRig.Configuration(simulator).Replace("settings: {active_probes: false}", "settings: {active_probes: false, rate_limit_queue: {seconds: 0}}", StringComparison.Ordinal)
        + $$"""

              - email: poor@example.com
                keys:
                  - {name: poor, secret: {{Poor}}, groups: [all]}
              - email: slow@example.com
                credit: 1.00
                keys:
                  - {name: slow, secret: {{Slow}}, groups: [all], rate_limits: {requests_per_minute: 1} }
            """;

    private static string Guide() => File.ReadAllText(Path.Combine(Repository.Root, "docs/guide/observability.md"));

    private static List<string> Dashboard()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "deploy/grafana/gantry.json")));
        return
        [
            .. from panel in file.RootElement.GetProperty("panels").EnumerateArray()
               where panel.GetProperty("type").GetString() != "row"
               from target in panel.GetProperty("targets").EnumerateArray()
               select target.GetProperty("expr").GetString()!,
        ];
    }

    private static List<AlertRule> Rules() =>
        [.. new DeserializerBuilder().WithNamingConvention(YamlDotNet.Serialization.NamingConventions.CamelCaseNamingConvention.Instance).Build()
            .Deserialize<AlertFile>(File.ReadAllText(Path.Combine(Repository.Root, "deploy/grafana/alerts.yml"))).Groups.SelectMany(group => group.Rules)];

    // What is left of a question without its labels.
    private static IEnumerable<string> Metrics(string question) => Metric().Matches(Grouping().Replace(Selector().Replace(question, ""), "")).Select(match => match.Value);

    private static IEnumerable<string> Labels(string question) =>
        Selector().Matches(question).SelectMany(match => SelectorLabel().Matches(match.Value)).Select(match => match.Groups["name"].Value)
            .Concat(Grouping().Matches(question).SelectMany(match => match.Groups["names"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));

    [GeneratedRegex("\\{[^}]*\\}")]
    private static partial Regex Selector();

    [GeneratedRegex("(?<name>\\w+)\\s*(=~|!=|!~|=)", RegexOptions.ExplicitCapture)]
    private static partial Regex SelectorLabel();

    [GeneratedRegex("\\b(by|without|on|ignoring)\\s*\\((?<names>[^)]*)\\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Grouping();

    [GeneratedRegex("\\b(gantry|gen_ai|dotnet|kestrel|http_client)_\\w+", RegexOptions.ExplicitCapture)]
    private static partial Regex Metric();

    [GeneratedRegex("\"(?<name>gantry\\.[a-z0-9_.]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex OwnName();

    /// <summary>The file of rules, as far as the tests look.</summary>
    public sealed class AlertFile
    {
        public List<AlertGroup> Groups { get; set; } = [];
    }

    /// <summary>One group of it.</summary>
    public sealed class AlertGroup
    {
        public string Name { get; set; } = "";

        public List<AlertRule> Rules { get; set; } = [];
    }

    /// <summary>One rule.</summary>
    public sealed class AlertRule
    {
        public string Alert { get; set; } = "";

        public string Expr { get; set; } = "";

        public string For { get; set; } = "";

        public Dictionary<string, string> Labels { get; set; } = [];

        public Dictionary<string, string> Annotations { get; set; } = [];
    }
}
