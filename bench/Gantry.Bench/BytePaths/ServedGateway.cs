using System.Diagnostics;
using Gantry.Bench.EndToEnd;
using Gantry.Bench.Wire;
using Gantry.Billing;
using Gantry.Hosting;
using Gantry.Protocols;
using Gantry.Relay;
using Microsoft.Extensions.DependencyInjection;

namespace Gantry.Bench.BytePaths;

/// <summary>A gateway in this process, with a client and a provider that allocate nothing: what is allocated is the gateway's.</summary>
internal sealed class ServedGateway : IAsyncDisposable
{
    private static readonly Lazy<ServedGateway> Started = new(static () => StartAsync().GetAwaiter().GetResult());

    private const long Glance = 3_000_000;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestSettling = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _folder;
    private readonly WireLoop _loop;
    private readonly ScriptedProvider _provider;
    private readonly GatewayHost _gateway;
    private readonly HeldTime _time;
    private readonly UsageWriter _writer;

    private ServedGateway(DirectoryInfo folder, WireLoop loop, ScriptedProvider provider, GatewayHost gateway, HeldTime time)
    {
        (_folder, _loop, _provider, _gateway, _time) = (folder, loop, provider, gateway, time);
        _writer = gateway.Services.GetRequiredService<UsageWriter>();
    }

    /// <summary>The one of this process; made when it is first asked for.</summary>
    public static ServedGateway Shared => Started.Value;

    public static ValueTask EndAsync() => Started.IsValueCreated ? Started.Value.DisposeAsync() : ValueTask.CompletedTask;

    /// <summary>One request over a connection that stands.</summary>
    /// <param name="client">What the client speaks.</param>
    /// <param name="spoken">What the upstream speaks, where that is another; null to relay.</param>
    /// <param name="events">Of a stream; 0 for a whole answer.</param>
    /// <param name="settles">The records of a batch go to the store, and that counts.</param>
    public BytePathRun Ask(Protocol client, Protocol? spoken, int events, bool settles = false)
    {
        var stage = new Stage("served", "", StageKind.Whole) { Client = client, Spoken = spoken };
        byte[] request = WireRequest.Of(stage.Dialect, _gateway.Address.Port, GatewayFile.Key, stage.Model, events > 0, WireRequest.Short);
        var asking = new LoadClient(_loop, _provider, _gateway.Address.Port, request, StageRunner.Term(client));
        var script = new Script(events, InStep: true);
        var shape = new LoadShape { Answers = 1, Stamps = Math.Max(1, events), InStep = events > 0 };
        return new(
            () =>
            {
                _provider.Script = script;
                var figures = asking.Run(shape);
                if (figures.Failed > 0 || figures.Answers != 1) throw new InvalidOperationException($"The gateway did not answer: {figures.Fault}");
            },
            asking.Dispose,
            settles ? Settle : Rest);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _provider.Dispose();
        _loop.Dispose();
        _folder.Delete(recursive: true);
    }

    // Records go to the store a moment later, many together: here all of one batch of requests at once, however fast the machine is.
    private void Settle()
    {
        for (long since = Stopwatch.GetTimestamp(); _writer.Backlog > 0;)
        {
            if (Stopwatch.GetElapsedTime(since) > LongestSettling) throw new InvalidOperationException($"{_writer.Backlog} records do not get into the store.");
            _time.Advance(Step);
            _loop.Turn(Glance);
        }

        Rest();
    }

    // What a request leaves to be done behind its answer. Its record waits for the clock, which stands.
    private void Rest()
    {
        long last;
        do
        {
            last = GC.GetTotalAllocatedBytes(precise: true);
            _loop.Turn(Glance);
        }
        while (GC.GetTotalAllocatedBytes(precise: true) != last);
    }

    private static async Task<ServedGateway> StartAsync()
    {
        var time = new HeldTime();
        var folder = Directory.CreateTempSubdirectory("gantry-bench-");
        var loop = new WireLoop();
        var provider = new ScriptedProvider(loop);
        string file = Path.Combine(folder.FullName, "gantry.yaml");
        await File.WriteAllTextAsync(file, GatewayFile.Of(provider.Port));
        var usual = new RelayLimits();
        var gateway = await GatewayHost.StartAsync(
            new HostingOptions
            {
                Urls = "http://127.0.0.1:0",
                DataFolder = Path.Combine(folder.FullName, "data"),
                ConfigFile = file,
                CommandLog = Path.Combine(folder.FullName, "log"),
                Time = time,
                // However slow the machine is: what is counted are bytes.
                Limits = usual with { Admission = usual.Admission with { Lag = TimeSpan.FromMinutes(1) } },
            },
            CancellationToken.None);
        return new ServedGateway(folder, loop, provider, gateway, time);
    }
}
