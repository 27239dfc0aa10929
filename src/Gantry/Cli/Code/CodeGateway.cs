using Gantry.Catalog.Declared;
using Gantry.Cli.Code.Clients;
using Gantry.Cli.Verify;
using Gantry.Hosting;
using Gantry.Relay;
using Gantry.Secrets;
using Gantry.Storage;

namespace Gantry.Cli.Code;

/// <summary>The gateway that a run goes through: one that is named, one that runs on the data folder, or one in this process.</summary>
internal sealed class CodeGateway : IAsyncDisposable
{
    private const string AnyPort = "http://127.0.0.1:0";
    private const string LogName = "gateway.log";
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(300);

    // Those who are left are other runs on this folder.
    private static readonly RelayLimits Limits = new() { Drain = TimeSpan.FromSeconds(5) };

    private readonly CancellationTokenSource _stop = new();
    private readonly KeptKey? _kept;
    private GatewayHost? _host;
    private Task _standBy = Task.CompletedTask;

    private CodeGateway(string address, string key, KeptKey? kept, GatewayHost? host) => (Address, Key, _kept, _host) = (address, key, kept, host);

    /// <summary>Its root, without a slash at the end.</summary>
    public string Address { get; }

    /// <summary>The key to use there.</summary>
    public string Key { get; }

    /// <summary>It stands on this machine: what is changed in its store is in force there within a second.</summary>
    public bool IsLocal { get; private init; }

    /// <summary>Requests are under way in this process.</summary>
    public bool IsBusy => _host is { } host && host.Services.GetRequiredService<ExchangeWatch>().Count > 0;

    /// <exception cref="CodeRefusedException">It cannot be had.</exception>
    public static async Task<CodeGateway> OpenAsync(CodeOptions options, CancellationToken cancellation)
    {
        if (options.Server is { } server)
        {
            var root = VerifyOptions.ParseBase(server) ?? throw new CodeRefusedException("The address of the server must begin with http:// or https://.", ExitCodes.WrongUsage);
            return options.Key is { } given
                ? new CodeGateway(root.AbsoluteUri.TrimEnd('/'), given, null, null)
                : throw new CodeRefusedException("A server that is named needs a key: $GANTRY_KEY, or --key.", ExitCodes.WrongUsage);
        }

        var place = CodePlace.Find(options);
        var running = ServerLock.Find(place.Folder);
        var (key, kept) = await CodeKey.TakeAsync(options, place, isRunning: running is not null, cancellation);
        try
        {
            return await OpenAsync(place.Folder, running, key, kept, options.Time, cancellation);
        }
        catch
        {
            kept?.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _standBy;
        if (_host is not null) await _host.DisposeAsync();
        _kept?.Dispose();
        _stop.Dispose();
    }

    private static async Task<CodeGateway> OpenAsync(string folder, RunningServer? running, string key, KeptKey? kept, TimeProvider time, CancellationToken cancellation)
    {
        var since = time.GetTimestamp();
        while (true)
        {
            if (running is not null)
            {
                var gateway = new CodeGateway(running.Root, key, kept, null) { IsLocal = true };
                if (running.IsPassing) gateway._standBy = gateway.StandByAsync(folder, time);
                return gateway;
            }

            try
            {
                var host = await GatewayHost.StartAsync(Options(folder, AnyPort, time), cancellation);
                return new CodeGateway(host.Address.AbsoluteUri.TrimEnd('/'), key, kept, host) { IsLocal = true };
            }
            catch (FolderInUseException) when (time.GetElapsedTime(since) < StartPatience)
            {
                // Another run is just starting, or just ending.
                await Task.Delay(Look, time, cancellation);
                running = ServerLock.Find(folder);
            }
        }
    }

    /// <summary>The gateway is another run's: when that one ends, this one serves on at the same address.</summary>
    private async Task StandByAsync(string folder, TimeProvider time)
    {
        using var timer = new PeriodicTimer(Look, time);
        try
        {
            while (_host is null && await timer.WaitForNextTickAsync(_stop.Token))
            {
                if (ServerLock.Find(folder) is null) _host = await TryServeAsync(folder, time);
            }
        }
        catch (OperationCanceledException)
        {
            return; // The run is over.
        }
    }

    private async Task<GatewayHost?> TryServeAsync(string folder, TimeProvider time)
    {
        try
        {
            return await GatewayHost.StartAsync(Options(folder, Address, time), _stop.Token);
        }
        catch (Exception failure) when (failure is DatabaseException or SecretFileException or ConfigurationException or IOException)
        {
            return null; // A third one was faster, or the port is not free yet.
        }
    }

    private static HostingOptions Options(string folder, string url, TimeProvider time) => new()
    {
        Urls = url,
        DataFolder = folder,
        CommandLog = Path.Combine(folder, LogName),
        Limits = Limits,
        Time = time,
    };
}
