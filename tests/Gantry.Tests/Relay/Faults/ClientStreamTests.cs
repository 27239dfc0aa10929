using System.Text;
using Gantry.Relay;
using Gantry.Relay.Paths;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gantry.Tests.Relay.Faults;

[Collection(AloneCollection.Name)]
public sealed class ClientStreamTests
{
    private static readonly byte[] KeepAlive = ": keep-alive\n\n"u8.ToArray();

    [Fact]
    public async Task Client_that_takes_no_keep_alive_is_let_go_and_holds_up_nobody()
    {
        var limits = new RelayLimits { KeepAlive = TimeSpan.FromMilliseconds(1), WriteStall = TimeSpan.FromSeconds(1) };
        using var watch = new ExchangeWatch(limits, TimeProvider.System, NullLogger<ExchangeWatch>.Instance);
        using var stuck = new Gate();
        var stalled = watch.Begin(CancellationToken.None);
        await using var stream = new ClientStream(Exchange(stalled, stuck));
        stalled.KeepAlive = () => stream.KeepAliveAsync(KeepAlive);
        var looks = 0;
        var other = watch.Begin(CancellationToken.None);
        other.KeepAlive = () =>
        {
            looks++;
            return ValueTask.CompletedTask;
        };

        await watch.StartAsync(TestContext.Current.CancellationToken);
        var letGo = await Waiting.UntilAsync(() => stalled.Reason == StopCause.ClientStalled, TimeSpan.FromSeconds(5));
        await watch.StopAsync(TestContext.Current.CancellationToken);

        Assert.NotNull(letGo);
        Assert.True(looks >= 2, $"the other exchange was looked at {looks} times");
    }

    [Fact]
    public async Task Keep_alive_stays_out_of_a_torn_event()
    {
        using var watched = new Watched(TimeProvider.System, CancellationToken.None);
        using var gate = new Gate();
        gate.Open();
        await using var stream = new ClientStream(Exchange(watched, gate));

        foreach (var piece in new[] { "data: 1\n\n", "dat", "a: 2\n", "\n" })
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(piece), CancellationToken.None);
            await stream.KeepAliveAsync(KeepAlive);
        }

        Assert.Equal("data: 1\n\n: keep-alive\n\ndata: 2\n\n: keep-alive\n\n", gate.Text);
        Assert.Equal("data: 1\n\ndata: 2\n\n".Length, stream.Written);
    }

    [Fact]
    public async Task Silence_waits_for_the_keep_alive_under_way_and_lets_none_follow()
    {
        using var watched = new Watched(TimeProvider.System, CancellationToken.None);
        using var gate = new Gate();
        await using var stream = new ClientStream(Exchange(watched, gate));
        var underWay = stream.KeepAliveAsync(KeepAlive).AsTask();

        var silence = stream.SilenceAsync().AsTask();
        Assert.False(silence.IsCompleted);
        gate.Open();
        await underWay;
        await silence;
        await stream.KeepAliveAsync(KeepAlive);

        Assert.Equal(": keep-alive\n\n", gate.Text);
    }

    private static Exchange Exchange(Watched watched, Stream client)
    {
        var http = new DefaultHttpContext();
        http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(client));
        return new Exchange
        {
            Http = http,
            Snapshot = Snapshots.Of(),
            Route = RelayRoutes.Match("POST", "/v1/chat/completions", "")!.Value,
            RequestId = "req_1",
            StartedAt = DateTimeOffset.UnixEpoch,
            StartedTicks = 0,
            Watched = watched,
        };
    }

    /// <summary>A client that takes bytes only once it is told to.</summary>
    private sealed class Gate : MemoryStream
    {
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Text => Encoding.UTF8.GetString(ToArray());

        public void Open() => _open.TrySetResult();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await _open.Task.WaitAsync(cancellationToken);
            await base.WriteAsync(buffer, cancellationToken);
        }
    }
}
