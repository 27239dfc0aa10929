using System.Net;
using Dapper;
using Gantry.Billing.Ledger;
using Gantry.Billing.Wallets;
using Gantry.Hosting;
using Gantry.Relay;
using Gantry.Simulator;
using Gantry.Simulator.Recording;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Relay.Routed;

/// <summary>A gateway with several upstreams, all of them one simulator that tells them apart by key and model; and the eyes of an auditor.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private Fleet(TestGateway gateway) => Gateway = gateway;

    /// <summary>The sizes that the acceptance names, instead of ordinary ones.</summary>
    public TestGateway Gateway { get; }

    public SimulatorServer Simulator => Gateway.Simulator;

    public IReadOnlyList<RecordedExchange> Asked => Gateway.Simulator.Record.Exchanges;

    public static async Task<Fleet> StartAsync(Func<Uri, string> configuration, SimulatorOptions? upstream = null, TimeProvider? time = null) =>
        new(await TestGateway.StartAsync(new RelayLimits(), configuration, time is null ? null : (HostingOptions options) => options with { Time = time }, upstream));

    /// <summary>Upstreams of the file.</summary>
    /// <param name="simulator">Where all of them are.</param>
    /// <param name="upstreams">Names, each with its keys.</param>
    public static string Upstreams(Uri simulator, params IEnumerable<(string Name, IEnumerable<string> Keys)> upstreams) => "upstreams:\n" + string.Concat(
        upstreams.Select(u => $"  - {{name: {u.Name}, provider: simulator, base_url: \"{simulator}\", api_keys: [{string.Join(", ", u.Keys)}], allow_private_network: true}}\n"));

    /// <summary>Asks and reads the answer to its end.</summary>
    public async Task<Reply> AskAsync(ClientCall call, params (string Name, string Value)[] headers)
    {
        using var answer = await Gateway.PostAsync(call.Path, call.Body, headers);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new Reply(answer.StatusCode, Header(answer, "x-request-id")!, Header(answer, "x-gantry-group"), Header(answer, "x-gantry-deprecated"), body);
    }

    /// <summary>Waits for so many records, gives back what is set aside, and looks over the books: nothing is held, nothing is wrong.</summary>
    public async Task CloseBooksAsync(int records)
    {
        await Gateway.UsageAsync(records);
        var services = Gateway.Host.Services;
        await services.GetRequiredService<WalletDesk>().ReleaseAsync(TimeSpan.Zero, TestContext.Current.CancellationToken);
        Assert.Empty(await services.GetRequiredService<ILedgerBook>().CheckAsync(TestContext.Current.CancellationToken));
        Assert.All(await RowsAsync<long>("SELECT reserved_nanos FROM wallets"), reserved => Assert.Equal(0, reserved));
        Assert.Equal(0, Gateway.Running);
    }

    public async Task<IReadOnlyList<T>> RowsAsync<T>(string sql)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        await using var connection = await TestStore.ConnectAsync(Gateway.Database);
        return [.. await connection.QueryAsync<T>(sql)];
    }

    /// <summary>What was billed, by request.</summary>
    public async Task<IReadOnlyDictionary<string, Billed>> BilledAsync() =>
        (await RowsAsync<Billed>("SELECT request_id, group_name, upstream, upstream_model, outcome, uncached_input, cache_read, output, attempts, charged_nanos FROM usage_records")).ToDictionary(b => b.RequestId);

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();

    private static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? values.Single() : null;

    /// <summary>An answer as the client has it.</summary>
    public sealed record Reply(HttpStatusCode Status, string RequestId, string? Group, string? Deprecated, string Body);
}
