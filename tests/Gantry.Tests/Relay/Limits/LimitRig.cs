using System.Net;
using System.Text.Json.Nodes;
using Gantry.Access.Limits;
using Gantry.Hosting;
using Gantry.Relay;
using Gantry.Tests.Relay.Face;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Relay.Limits;

/// <summary>A gateway with keys that are limited in different ways, over a simulator whose answers have 100 tokens of prompt and 50 of answer.</summary>
internal static class LimitRig
{
    public const string Answer = "sim-text-n3-b8-usage-in100-out50";

    public static string Secret(string key) => $"sk-limited-{key}-0123456789abcdef";

    /// <summary>The header by which a key is shown.</summary>
    public static (string Name, string Value) As(string key) => ("authorization", $"Bearer {Secret(key)}");

    /// <summary>A line of the list of keys.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="limits">What stands in <c>rate_limits</c>; null for no such member.</param>
    /// <param name="more">Further members.</param>
    public static string Key(string name, string? limits, string more = "groups: [all]") =>
        $"      - {{name: {name}, secret: {Secret(name)}, {more}{(limits is null ? "" : $", rate_limits: {{{limits}}}")}}}";

    /// <param name="keys">Lines of <see cref="Key"/>.</param>
    /// <param name="settings">Further settings, as the file writes them in one mapping.</param>
    /// <param name="groups">The groups; null for one that is called all.</param>
    /// <param name="account">Further members of the account, each on a line of its own.</param>
    /// <param name="models">Upstream names by which models are offered beside <c>m</c>.</param>
    /// <param name="adjust">What else is different.</param>
    public static Task<TestGateway> StartAsync(
        IEnumerable<string> keys, string settings = "", string? groups = null, string account = "", string[]? models = null, Func<HostingOptions, HostingOptions>? adjust = null) =>
        TestGateway.StartAsync(new RelayLimits { Attempts = 3 }, simulator => File(simulator, keys, settings, groups, account, models ?? []), adjust);

    /// <summary>A group that offers <c>m</c> and <paramref name="models"/>.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="more">Further members, each on a line.</param>
    /// <param name="models">Upstream names by which they are offered.</param>
    public static string Group(string name, string more, params string[] models) => $"""
          - name: {name}
            {more.ReplaceLineEndings("\n    ")}
            deployments:
              - {"{"}model: m, upstream: sim, upstream_model: {Answer}{"}"}
        {string.Join('\n', models.Select(m => $"      - {{model: {m}, upstream: sim, upstream_model: {m}}}"))}
        """;

    public static async Task<JsonNode[]> StandingAsync(TestGateway gateway, string key, string model = "m")
    {
        using var response = await gateway.PostAsync("/v1/route/explain", $$"""{"model":"{{model}}","protocol":"chat"}""", As(key));
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return [.. JsonNode.Parse(body)!["limits"]!.AsArray().Select(l => l!)];
    }

    public static async Task<long> UsedAsync(TestGateway gateway, string key, string name, string model = "m") =>
        (long)(await StandingAsync(gateway, key, model)).Single(l => (string)l["name"]! == name)["used"]!;

    /// <summary>Requests that wait for a place.</summary>
    public static int Waiting(TestGateway gateway) => ((RateLimiter)gateway.Host.Services.GetRequiredService<IRateLimiter>()).Waiting;

    /// <summary>Asks, and reads the answer to its end.</summary>
    public static async Task<(HttpStatusCode Status, string Body, HttpResponseMessage Response)> AskAsync(TestGateway gateway, string key, Call? call = null, params (string Name, string Value)[] headers)
    {
        var response = await (call ?? Call.Of("chat", "m")).SendAsync(gateway, [As(key), .. headers]);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response);
    }

    private static string File(Uri simulator, IEnumerable<string> keys, string settings, string? groups, string account, string[] models) => $"""
        settings: {"{"}active_probes: false{(settings.Length > 0 ? $", {settings}" : "")}{"}"}
        upstreams:
          - {"{"}name: sim, provider: simulator, base_url: "{simulator}", api_keys: [{TestGateway.UpstreamKey}], allow_private_network: true{"}"}
        models:
          - {"{"}id: m, price: {"{"}input: 1.00, output: 2.00{"}"}{"}"}
        {string.Join('\n', models.Select(m => $"  - {{id: {m}, price: {{free: true}}}}"))}
        groups:
        {groups ?? Group("all", "description: everything", models)}
        accounts:
          - email: limited@example.com
            role: admin
            credit: 1000.00
        {account}
            keys:
        {string.Join('\n', keys)}
        """;
}
