using Gantry.Bench.EndToEnd;
using Gantry.Bench.Wire;
using Gantry.Hosting;
using Gantry.Protocols;
using Gantry.Relay;

namespace Gantry.Bench.BytePaths;

/// <summary>A gateway in this process, with a client and a provider that allocate nothing: what is allocated is the gateway's.</summary>
internal sealed class ServedGateway : IAsyncDisposable
{
    private static readonly Lazy<ServedGateway> Started = new(static () => StartAsync().GetAwaiter().GetResult());

    private readonly DirectoryInfo _folder;
    private readonly WireLoop _loop;
    private readonly ScriptedProvider _provider;
    private readonly GatewayHost _gateway;

    private ServedGateway(DirectoryInfo folder, WireLoop loop, ScriptedProvider provider, GatewayHost gateway) =>
        (_folder, _loop, _provider, _gateway) = (folder, loop, provider, gateway);

    /// <summary>The one of this process; made when it is first asked for.</summary>
    public static ServedGateway Shared => Started.Value;

    public static ValueTask EndAsync() => Started.IsValueCreated ? Started.Value.DisposeAsync() : ValueTask.CompletedTask;

    /// <summary>One request over a connection that stands.</summary>
    public BytePathRun Ask(Protocol client, Protocol? spoken, int events)
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
            asking.Dispose);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _provider.Dispose();
        _loop.Dispose();
        _folder.Delete(recursive: true);
    }

    private static async Task<ServedGateway> StartAsync()
    {
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
                // However slow the machine is: what is counted are bytes.
                Limits = usual with { Admission = usual.Admission with { Lag = TimeSpan.FromMinutes(1) } },
            },
            CancellationToken.None);
        return new ServedGateway(folder, loop, provider, gateway);
    }
}
