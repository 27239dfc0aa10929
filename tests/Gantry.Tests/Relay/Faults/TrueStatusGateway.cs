using Gantry.Relay;
using Gantry.Tests.Relay.Translated;
using Xunit;

namespace Gantry.Tests.Relay.Faults;

/// <summary>Two impatient gateways over broken upstreams of every protocol: one that is silent to its clients meanwhile, one that keeps them alive.</summary>
public sealed class TrueStatusGateway : IAsyncLifetime
{
    /// <summary>Sends nothing for five seconds.</summary>
    public const string Late = "sim-text-n6-d5000";

    /// <summary>What goes wrong before content.</summary>
    internal static readonly string[] Faults = ["reset", "html", "empty", "closeafter-k0", "resetafter-k0", "stall-k0", "errorbefore", "500", "503", "429"];

    private static readonly RelayLimits Quick = new()
    {
        Attempts = 1,
        FirstByte = TimeSpan.FromSeconds(1),
        FirstByteSlow = TimeSpan.FromSeconds(1),
        Idle = TimeSpan.FromSeconds(1),
        Drain = TimeSpan.FromSeconds(1),
    };

    private TestGateway? _patient;
    private TestGateway? _talkative;

    internal TestGateway Patient => _patient!;

    internal TestGateway Talkative => _talkative!;

    /// <summary>The scenario that breaks as told.</summary>
    public static string Broken(string fault) => $"sim-text-n6-i5-fault-{fault}";

    /// <summary>What the usage log says of a request.</summary>
    internal static async Task<UsageRow> RowAsync(TestGateway gateway, string requestId)
    {
        for (var look = 0; look < 100; look++)
        {
            if ((await gateway.UsageAsync(0)).FirstOrDefault(row => row.RequestId == requestId) is { } row)
            {
                return row;
            }

            await Task.Delay(50);
        }

        throw new InvalidOperationException($"No usage record for {requestId}");
    }

    public async ValueTask InitializeAsync()
    {
        _patient = await Crossing.StartAsync(Quick, Faults.Concat(["429-ra120", "503-ra120", "529-ra120"]).Select(Broken));
        _talkative = await Crossing.StartAsync(
            Quick with { FirstByte = TimeSpan.FromSeconds(2), FirstByteSlow = TimeSpan.FromSeconds(2), Idle = TimeSpan.FromSeconds(2), KeepAlive = TimeSpan.FromMilliseconds(300) },
            [Late, Broken("stall-k0")]);
    }

    public async ValueTask DisposeAsync()
    {
        await Patient.DisposeAsync();
        await Talkative.DisposeAsync();
    }
}
