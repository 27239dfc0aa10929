using System.Net;
using Gantry.Simulator.Recording;
using Gantry.Simulator.Scripts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gantry.Simulator;

/// <summary>A scripted upstream that speaks every protocol as its vendor does, fails on demand and keeps a record of what it served.</summary>
/// <remarks>
/// What is said follows from the model name (see the grammar in <c>Scenarios/ModelName.cs</c>), from markers in the prompt
/// (<c>Scenarios/Marker.cs</c>) or from a script. <c>GET</c>, <c>POST</c> and <c>DELETE /_simulator/scripts</c>, <c>GET</c> and <c>DELETE /_simulator/record</c> do the same from outside.
/// </remarks>
public sealed class SimulatorServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping;
    private readonly RecordFile? _file;

    private SimulatorServer(WebApplication app, CancellationTokenSource stopping, RecordFile? file, SimulatorRecord record, ScriptQueue scripts, Uri baseUrl)
    {
        _app = app;
        _stopping = stopping;
        _file = file;
        Record = record;
        Scripts = scripts;
        BaseUrl = baseUrl;
    }

    /// <summary>Where it listens: scheme, host and port.</summary>
    public Uri BaseUrl { get; }

    public SimulatorRecord Record { get; }

    public ScriptQueue Scripts { get; }

    /// <summary>Exchanges being served now.</summary>
    public int Open => Record.Open;

    /// <summary>Starts one and returns when it listens.</summary>
    /// <exception cref="ArgumentException">The address is no loopback address.</exception>
    public static async Task<SimulatorServer> StartAsync(SimulatorOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new SimulatorOptions();
        var record = new SimulatorRecord();
        var scripts = new ScriptQueue();
        var file = options.RecordFile is { } path ? new RecordFile(path) : null;
        var stopping = new CancellationTokenSource();
        var handler = new RequestHandler(options, record, scripts, file, stopping.Token);

        var app = Build(options);
        app.Run(handler.HandleAsync);
        await app.StartAsync(cancellation);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new SimulatorServer(app, stopping, file, record, scripts, new Uri(address));
    }

    /// <summary>Stops at once: open exchanges are cut.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _file?.Dispose();
        _stopping.Dispose();
    }

    private static WebApplication Build(SimulatorOptions options)
    {
        var url = new Uri(options.Url);
        var address = url.Host is "localhost" ? IPAddress.Loopback : IPAddress.Parse(url.Host.Trim('[', ']'));
        if (!IPAddress.IsLoopback(address)) throw new ArgumentException($"The simulator listens on loopback only, not on {address}.", nameof(options));

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        if (options.Certificate is not null) builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(address, url.Port, listen =>
            {
                if (options.Certificate is { } certificate) listen.UseHttps(certificate);
            });
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        return builder.Build();
    }
}
