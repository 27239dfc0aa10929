using Gantry.Access;
using Gantry.Catalog.Declared;
using Gantry.Observe.Prometheus;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gantry.Hosting;

/// <summary>An address of its own for metrics, open to whoever reaches it: the operator chooses one that only the right ones do. Nothing else is served there.</summary>
internal sealed class MetricsListener(string? url, MetricBoard board) : IHostedService, IAsyncDisposable
{
    /// <summary>Names the address where no flag does.</summary>
    public const string Variable = "GANTRY_METRICS_URL";

    private WebApplication? _app;

    /// <summary>Where it listens, with the real port; null where it does not.</summary>
    public Uri? Address => _app is { } app ? new Uri(app.Urls.First()) : null;

    /// <summary>Whether a text is an address to listen on.</summary>
    /// <exception cref="ConfigurationException">It is none.</exception>
    public static string? Check(string? url)
    {
        if (string.IsNullOrWhiteSpace(url)) return null;
        try
        {
            // As the server reads it: its host may be a star.
            if (BindingAddress.Parse(url) is { Scheme: "http", PathBase: "" or "/", IsUnixPipe: false }) return url;
        }
        catch (FormatException)
        {
            // Said below, as for any other that is none.
        }

        throw new ConfigurationException([new ConfigurationProblem(Variable, null, $"'{url}' is no address such as http://127.0.0.1:9464, without a path and without TLS")]);
    }

    /// <exception cref="IOException">The address is taken.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (url is null) return;
        board.Start(late: false);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(url).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Limits.MaxConcurrentConnections = 64;
            kestrel.Limits.MaxRequestBodySize = DeclaredEndpoints.Metrics.BodyLimit;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
        });
        var app = builder.Build();
        app.Run(http =>
        {
            if (http.Request.Path == DeclaredEndpoints.Metrics.Path && HttpMethods.IsGet(http.Request.Method)) return MetricsEndpoint.WriteAsync(http, board);
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        _app = app;
        await app.StartAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => _app is { } app ? app.StopAsync(cancellationToken) : Task.CompletedTask;

    public ValueTask DisposeAsync() => _app is { } app ? app.DisposeAsync() : ValueTask.CompletedTask;
}
