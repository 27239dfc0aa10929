using Gantry.Relay;
using Xunit;

namespace Gantry.Tests.Relay.Faults;

/// <summary>A gateway that loses patience within a second, for a class of tests that break its upstream.</summary>
public sealed class FaultGateway : IAsyncLifetime
{
    private static readonly RelayLimits Impatient = new()
    {
        Attempts = 1,
        FirstByte = TimeSpan.FromSeconds(1),
        FirstByteSlow = TimeSpan.FromSeconds(1),
        Idle = TimeSpan.FromSeconds(1),
        Whole = TimeSpan.FromSeconds(2),
        Drain = TimeSpan.FromSeconds(1),
    };

    private static readonly string[] Faults =
    [
        "reset", "cut0", "cut50", "cut99", "html", "empty", "json", "closeafter-k0", "closeafter-k4", "resetafter-k0", "resetafter-k4", "stall-k0", "stall-k4",
        "resetafter-k6", "closeafter-k6", "stall-k6", "errorbefore", "errorafter-k3", "errorafter-k6", "noterminal", "noend", "429-ra30", "429-ra31", "429-ra32", "429-ra33", "400", "500", "stall-k99", "resetafter-k99",
    ];

    private TestGateway? _gateway;

    internal TestGateway Gateway => _gateway!;

    /// <summary>The model that answers in six pieces and breaks as told.</summary>
    public static string Broken(string fault) => $"sim-text-n6-i5-usage-in100-out50-fault-{fault}";

    public const string Late = "sim-text-n6-d5000";

    public const string Replayed = "replayed";

    public async ValueTask InitializeAsync() => _gateway = await TestGateway.StartAsync(Impatient, [.. Faults.Select(Broken), Late, Replayed]);

    /// <summary>Asks, reads to the end, and finds what the upstream and the usage log say of it.</summary>
    internal async Task<FaultResult> AskAsync(string protocol, string model, bool stream)
    {
        var call = ClientCall.Ask(protocol, model, stream);
        var before = Gateway.Simulator.Record.Exchanges.Count;
        using var response = await Gateway.PostAsync(call.Path, call.Body);
        var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var requestId = response.Headers.GetValues("x-request-id").Single();
        var upstream = Gateway.Simulator.Record.Exchanges.Skip(before).LastOrDefault();
        return new FaultResult(response, body, upstream, await RowAsync(requestId));
    }

    private async Task<UsageRow> RowAsync(string requestId)
    {
        for (var look = 0; look < 100; look++)
        {
            if ((await Gateway.UsageAsync(0)).FirstOrDefault(r => r.RequestId == requestId) is { } row)
            {
                return row;
            }

            await Task.Delay(50);
        }

        throw new InvalidOperationException($"No usage record for {requestId}");
    }

    public ValueTask DisposeAsync() => _gateway?.DisposeAsync() ?? ValueTask.CompletedTask;
}
