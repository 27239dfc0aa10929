using System.Security.Cryptography;
using Gantry.Catalog.Declared;
using Gantry.Contracts.SignIn;
using Gantry.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Console.Tests.Rig;

/// <summary>The whole gateway, on a data folder of its own.</summary>
internal sealed class GatewayServer : IConsoleServer
{
    private readonly string _folder;
    private readonly GatewayHost _host;

    private GatewayServer(string folder, GatewayHost host, ShiftedTime time)
    {
        _folder = folder;
        _host = host;
        Time = time;
        Address = new UriBuilder(host.Address) { Host = "localhost" }.Uri;
    }

    public Uri Address { get; }

    public ShiftedTime Time { get; }

    public IServiceProvider Services => _host.Services;

    /// <summary>Skips the test where the gateway has no sign-in of its own.</summary>
    public static async Task<GatewayServer> StartAsync(string? configuration = null)
    {
        var folder = Path.Combine(Path.GetTempPath(), "gantry-console-test-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));
        Directory.CreateDirectory(folder);
        var time = new ShiftedTime();
        var host = await GatewayHost.StartAsync(
            new HostingOptions { Urls = "http://127.0.0.1:0", DataFolder = folder, Environment = _ => null, Time = time, Declared = configuration is null ? null : CatalogFile.Parse(configuration, "test.yaml", _ => null) }, TestContext.Current.CancellationToken);
        var server = new GatewayServer(folder, host, time);
        using var scope = host.Services.CreateScope();
        if (scope.ServiceProvider.GetService<ISignIn>() is not null) return server;
        await server.DisposeAsync();
        Assert.Skip("The gateway registers no ISignIn of its own: only the double was tested.");
        return server;
    }

    public async Task<string> SetUpTokenAsync() => (await File.ReadAllTextAsync(Path.Combine(_folder, "setup-token"))).Trim();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
