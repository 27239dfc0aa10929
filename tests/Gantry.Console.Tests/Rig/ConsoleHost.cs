using Gantry.Console.Tests.Doubles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gantry.Console.Tests.Rig;

/// <summary>The console alone in a server, with the sign-in that a test registers.</summary>
internal sealed class ConsoleHost : IConsoleServer
{
    /// <summary>A request with this header counts as one that came over TLS.</summary>
    public const string OverTls = "x-over-tls";

    private readonly WebApplication _app;

    private ConsoleHost(WebApplication app, ShiftedTime time)
    {
        _app = app;
        Time = time;
        Address = new UriBuilder(app.Urls.First()) { Host = "localhost" }.Uri;
    }

    public Uri Address { get; }

    public ShiftedTime Time { get; }

    public IReadOnlyList<RouteEndpoint> Routes => [.. _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    /// <summary>Starts with the double; <paramref name="prepare"/> fills it.</summary>
    public static Task<ConsoleHost> StartAsync(Action<PaperAccounts>? prepare = null) => StartAsync((services, time) =>
    {
        var accounts = new PaperAccounts(time);
        prepare?.Invoke(accounts);
        accounts.Register(services);
    });

    /// <param name="register">Registers <c>ISignIn</c> and <c>IMySecurity</c>.</param>
    public static async Task<ConsoleHost> StartAsync(Action<IServiceCollection, ShiftedTime> register)
    {
        var time = new ShiftedTime();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        register(builder.Services, time);
        builder.Services.AddConsole();
        var app = builder.Build();
        app.Use((http, next) =>
        {
            if (http.Request.Headers.ContainsKey(OverTls)) http.Request.Scheme = "https";
            return next(http);
        });
        app.UseRouting();
        app.MapConsole();
        app.MapFallback("{*path}", http =>
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        await app.StartAsync();
        return new ConsoleHost(app, time);
    }

    public Task<string> SetUpTokenAsync() => Task.FromResult(PaperAccounts.Token);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
