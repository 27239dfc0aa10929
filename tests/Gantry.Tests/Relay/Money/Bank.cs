using System.Text;
using Dapper;
using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Catalog.Seed;
using Gantry.Hosting;
using Gantry.Relay;
using Gantry.Simulator;
using Gantry.Storage;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Relay.Money;

/// <summary>A gateway with priced models and a wallet, over a simulator, and the eyes of an auditor: plain SQL.</summary>
internal sealed class Bank : IAsyncDisposable
{
    private Bank(TestGateway gateway) => Gateway = gateway;

    public TestGateway Gateway { get; }

    public SimulatorServer Simulator => Gateway.Simulator;

    /// <summary>Opens one.</summary>
    /// <param name="credit">What the wallet begins with, in dollars.</param>
    /// <param name="price">The price of every model, as the file writes it.</param>
    /// <param name="models">Their names, and how the simulator answers.</param>
    /// <param name="key">Further members of the key, as YAML flow: <c>spend_cap: {amount: 1}</c>.</param>
    /// <param name="account">Further members of the account.</param>
    /// <param name="group">Further members of the group.</param>
    /// <param name="upstream">Further members of the upstream.</param>
    /// <param name="plans">The members of a plan <c>pro</c>; empty for no plan.</param>
    /// <param name="adjust">What else is to be different.</param>
    public static async Task<Bank> OpenAsync(
        string credit,
        string price,
        IReadOnlyList<string> models,
        string key = "",
        string account = "",
        string group = "",
        string upstream = "",
        string plans = "",
        Func<HostingOptions, HostingOptions>? adjust = null) =>
        new(await TestGateway.StartAsync(new RelayLimits { Attempts = 1 }, simulator => Configuration(simulator, credit, price, models, key, account, group, upstream, plans), adjust));

    public static string Configuration(
        Uri simulator, string credit, string price, IReadOnlyList<string> models, string key, string account, string group, string upstream, string plans = "")
    {
        var text = new StringBuilder();
        text.AppendLine("upstreams:");
        text.AppendLine($"  - {{name: sim, provider: simulator, base_url: \"{simulator}\", api_keys: [{TestGateway.UpstreamKey}], allow_private_network: true{More(upstream)}}}");
        text.AppendLine("models:");
        foreach (var name in models) text.AppendLine($"  - {{id: \"{name}\", price: {{{price}}}}}");
        text.AppendLine("groups:");
        text.AppendLine($"  - name: all");
        foreach (var line in group.Split('\n', StringSplitOptions.RemoveEmptyEntries)) text.AppendLine($"    {line}");
        text.AppendLine("    deployments:");
        foreach (var name in models) text.AppendLine($"      - {{model: \"{name}\", upstream: sim, upstream_model: \"{name}\"}}");
        if (plans.Length > 0) text.AppendLine($"plans: [{{name: pro{More(plans)}}}]");
        text.AppendLine("accounts:");
        text.AppendLine("  - email: test@example.com");
        text.AppendLine($"    credit: {credit}");
        foreach (var line in account.Split('\n', StringSplitOptions.RemoveEmptyEntries)) text.AppendLine($"    {line}");
        text.AppendLine("    keys:");
        text.AppendLine($"      - {{name: test, secret: {TestGateway.Key}, groups: [all]{More(key)}}}");
        return text.ToString();
    }

    public Task<HttpResponseMessage> ChatAsync(string model, bool stream, string text = "hello", params (string Name, string Value)[] headers) =>
        Gateway.PostAsync("/v1/chat/completions", $$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"{{text}}"}]}""", headers);

    /// <summary>Changes the configuration beside the running gateway, as <c>gantry apply</c> does, and returns when it serves by the new one.</summary>
    public async Task ApplyAsync(string credit, string price, IReadOnlyList<string> models, string key = "", string account = "", string group = "", string upstream = "")
    {
        var before = Gateway.Host.Snapshot.Version;
        await using (var folder = await DataFolder.OpenAsync(Path.GetDirectoryName(Gateway.Database)!, await TestStore.EnvironmentAsync(Path.GetDirectoryName(Gateway.Database)!), TimeProvider.System, TestContext.Current.CancellationToken))
        {
            var declared = CatalogFile.Parse(Configuration(Simulator.BaseUrl, credit, price, models, key, account, group, upstream), "test.yaml", _ => null);
            var planner = new CatalogPlanner(folder.Secrets.Hasher, folder.Secrets.Seal, SeedCatalogue.Load(), TimeProvider.System);
            await new CatalogApplier(folder.Catalog, planner).ApplyAsync(declared, ManagedBy.File, dryRun: false, TestContext.Current.CancellationToken);
        }

        while (Gateway.Host.Snapshot.Version == before) await Task.Delay(20, TestContext.Current.CancellationToken);
    }

    /// <summary>What the wallet has, in nano-USD: available and reserved.</summary>
    public async Task<(long Available, long Reserved)> BalanceAsync() =>
        (await RowsAsync<(long, long)>("SELECT available_nanos, reserved_nanos FROM wallets")).Single();

    /// <summary>The charges of finished requests, once so many records are there.</summary>
    public async Task<IReadOnlyList<Charged>> ChargesAsync(int count)
    {
        await Gateway.UsageAsync(count);
        return await RowsAsync<Charged>("SELECT * FROM usage_records ORDER BY started_at, request_id");
    }

    public async Task<IReadOnlyList<T>> RowsAsync<T>(string sql)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        await using var connection = await TestStore.ConnectAsync(Gateway.Database);
        return [.. await connection.QueryAsync<T>(sql)];
    }

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();

    private static string More(string members) => members.Length == 0 ? "" : ", " + members;
}
