using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Gantry.Simulator.Recording;
using Gantry.Tests.Hosting;
using Gantry.Tests.Relay;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Edge;

/// <summary>Clients that send or take a little at a time (reliability S-37).</summary>
[Collection(AloneCollection.Name)]
public sealed class SlowClientTests(ITestOutputHelper output)
{
    private const string Torrent = "sim-text-n4000-b16384";
    [Fact]
    public async Task S_37_Sockets_that_dribble_their_headers_leave_good_traffic_alone()
    {
        var (count, span) = TestRun.IsLong ? (1000, TimeSpan.FromMinutes(5)) : (200, TimeSpan.FromSeconds(3));
        await using var installation = await Installation.CreateAsync("m");
        await using var server = await installation.ServeAsync();
        await MeasureAsync(installation, server, TimeSpan.FromSeconds(1));
        // The short form looks at the middle, and at the best of three pairs taken in turn: the rest of a few seconds is whatever else the machine does.
        var (quiet, loud, closed) = (TimeSpan.Zero, TimeSpan.MaxValue, 0);
        for (var look = 0; look < (TestRun.IsLong ? 1 : 3) && !IsAlone(quiet, loud); look++)
        {
            quiet = await MeasureAsync(installation, server, TestRun.IsLong ? TimeSpan.FromSeconds(30) : TimeSpan.FromSeconds(2));
            using var stop = new CancellationTokenSource();
            var slow = Enumerable.Range(0, count).Select(_ => DribbleAsync(server.Address, stop.Token)).ToList();
            loud = await MeasureAsync(installation, server, span);
            await stop.CancelAsync();
            closed = (await Task.WhenAll(slow)).Sum();
            output.WriteLine($"{count} sockets for {span.TotalSeconds:0} s: {quiet.TotalMilliseconds:0.0} -> {loud.TotalMilliseconds:0.0} ms, {closed} times closed by the server");
        }

        Assert.True(IsAlone(quiet, loud), $"{quiet} -> {loud}");
        if (TestRun.IsLong) Assert.True(closed >= count * 10, $"{closed}");
    }

    private static bool IsAlone(TimeSpan quiet, TimeSpan loud) => TestRun.IsLong ? loud <= (1.1 * quiet) + TimeSpan.FromMilliseconds(10) : loud <= (1.5 * quiet) + TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task S_37_Headers_have_15_seconds_and_a_body_a_kilobyte_a_second()
    {
        Assert.SkipUnless(TestRun.IsLong, "Takes 20 s; set GANTRY_LONG=1 (./test --long).");
        await using var gateway = await TestGateway.StartAsync("m");
        var headers = Stopwatch.StartNew();
        using var first = await RawClient.ConnectAsync(gateway.Host.Address);
        await first.SendAsync("POST /v1/messages HTTP/1.1\r\nHost: x\r\n"u8.ToArray());
        using var second = await RawClient.ConnectAsync(gateway.Host.Address);
        await second.SendAsync(Encoding.ASCII.GetBytes($"POST /v1/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TestGateway.Key}\r\nContent-Length: 100000\r\n\r\n{{"));
        // The server cuts the upload; what it says before that is its choice.
        var body = Task.WhenAny(second.ReadToAsync("\r\n\r\n"), Task.Delay(TimeSpan.FromSeconds(30)));
        Assert.Contains("408", await first.ReadToAsync("\r\n\r\n"), StringComparison.Ordinal);
        Assert.InRange(headers.Elapsed.TotalSeconds, 14, 18);
        await body;
        Assert.NotNull(await Waiting.UntilAsync(() => gateway.Running == 0, TimeSpan.FromSeconds(5)));
        Assert.Empty(gateway.Simulator.Record.Exchanges);
    }

    [Fact]
    public async Task S_37_Reader_that_stops_costs_256_KiB_at_the_most()
    {
        const int readers = 60;
        const int mostEach = 256 * 1024;
        await using var installation = await Installation.CreateAsync(Torrent);
        await using var server = await installation.ServeAsync();
        // What the process grows to by itself comes with the first round.
        await StallAsync(installation, server, readers);
        var growth = await StallAsync(installation, server, readers);
        // A collection that comes late only adds to what is seen: the least of some rounds is what the readers cost.
        for (var round = 0; round < 3 && growth / readers > mostEach; round++)
        {
            growth = Math.Min(growth, await StallAsync(installation, server, readers));
        }

        output.WriteLine($"{growth / readers >> 10} KiB for each of {readers} readers");
        Assert.True(growth / readers <= mostEach, $"{growth / readers} bytes each");
    }

    private static async Task<long> StallAsync(Installation installation, GantryProcess server, int readers)
    {
        var before = server.ResidentBytes;
        var clients = new List<RawClient>();
        try
        {
            var known = installation.Simulator.Record.Exchanges.Count;
            for (var i = 0; i < readers; i++)
            {
                var client = await RawClient.ConnectAsync(server.Address, receiveBuffer: 16 * 1024);
                clients.Add(client);
                await client.SendAsync(ClientCall.Ask(ClientCall.Protocols[i % 4], Torrent, stream: true).Wire(server.Address.Authority));
            }

            await installation.Simulator.Record.ArrivedAsync(known + readers, TestContext.Current.CancellationToken);
            // Until no upstream can write any more: everything on the way is full.
            long written, soon = Written(installation);
            do
            {
                written = soon;
                await Task.Delay(300, TestContext.Current.CancellationToken);
                soon = Written(installation);
            }
            while (soon != written);
            return server.ResidentBytes - before;
        }
        finally
        {
            clients.ForEach(client => client.Reset());
            await Waiting.UntilAsync(() => installation.Simulator.Record.Exchanges.All(e => e.Outcome != ExchangeOutcome.Open), TimeSpan.FromSeconds(10));
        }
    }

    private static long Written(Installation installation) => installation.Simulator.Record.Exchanges.Sum(exchange => exchange.BytesWritten);

    private static async Task<TimeSpan> MeasureAsync(Installation installation, GantryProcess server, TimeSpan span)
    {
        var times = new List<TimeSpan>();
        var whole = Stopwatch.StartNew();
        while (whole.Elapsed < span)
        {
            var clock = Stopwatch.StartNew();
            Assert.Equal(200, (await installation.AskAsync(server, ClientCall.Ask("chat", "m", stream: false))).Status);
            times.Add(clock.Elapsed);
        }

        return times.Order().ElementAt(times.Count * (TestRun.IsLong ? 99 : 50) / 100);
    }

    /// <summary>Sends a byte of a header now and then; begins anew where the server has had enough.</summary>
    private static async Task<int> DribbleAsync(Uri server, CancellationToken stop)
    {
        var closed = 0;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(server.Host, server.Port, stop);
                await socket.SendAsync("POST /v1/messages HTTP/1.1\r\nHost: x\r\nX-Slow: "u8.ToArray(), stop);
                var letter = "a"u8.ToArray();
                while (socket.Available == 0 && !(socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0))
                {
                    await Task.Delay(500, stop);
                    await socket.SendAsync(letter, stop);
                }

                closed++;
            }
            catch (SocketException)
            {
                closed++;
            }
            catch (OperationCanceledException)
            {
                // The test is over.
            }
        }

        return closed;
    }
}
