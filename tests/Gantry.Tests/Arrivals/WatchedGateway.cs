using System.Net;
using Gantry.Arrivals;
using Gantry.Contracts.Connect;
using Gantry.Contracts.Manage.Arrivals;
using Gantry.Relay;
using Gantry.Snapshot;
using Gantry.Tests.Relay;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Arrivals;

/// <summary>A gateway, and the owner of its key who looks on.</summary>
internal sealed class WatchedGateway : IAsyncDisposable
{
    private readonly IAsyncEnumerator<Arrival> _arrivals;

    private WatchedGateway(TestGateway gateway, IArrivalWatch watch)
    {
        Gateway = gateway;
        Watch = watch;
        _arrivals = watch.ReadAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
    }

    public TestGateway Gateway { get; }

    public IArrivalWatch Watch { get; }

    public string Address => Gateway.Host.Address.GetLeftPart(UriPartial.Authority);

    /// <param name="configuration">The declarative file, for the simulator's address.</param>
    /// <param name="administrator">The watcher runs the gateway, from this machine.</param>
    public static async Task<WatchedGateway> StartAsync(Func<Uri, string> configuration, bool administrator = false)
    {
        var gateway = await TestGateway.StartAsync(new RelayLimits { Attempts = 1 }, configuration);
        var account = gateway.Host.Services.GetRequiredService<SnapshotHolder>().Current.Keys.Values.First(key => key.Name == "test").AccountId;
        return new WatchedGateway(gateway, gateway.Host.Services.GetRequiredService<ArrivalFeed>().Open(account, administrator ? IPAddress.Loopback : null));
    }

    public static Task<WatchedGateway> StartAsync(params string[] models) => StartAsync(simulator => $"settings: {{active_probes: false}}\n{TestGateway.Configuration(simulator, models)}");

    /// <summary>What arrived next.</summary>
    public async Task<Arrival> NextAsync()
    {
        Assert.True(await _arrivals.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        return _arrivals.Current;
    }

    /// <summary>What the next arrival says of a client's set-up.</summary>
    public async Task<Diagnosis> JudgeAsync(string client) => Diagnosis.Of(await NextAsync(), Recipes.Find(client)!, Address);

    public async ValueTask DisposeAsync()
    {
        Watch.Dispose();
        await _arrivals.DisposeAsync();
        await Gateway.DisposeAsync();
    }
}
