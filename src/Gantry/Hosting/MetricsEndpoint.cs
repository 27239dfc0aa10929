using System.Text;
using Gantry.Access;
using Gantry.Accounts;
using Gantry.Catalog;
using Gantry.Management.Http;
using Gantry.Observe.Prometheus;

namespace Gantry.Hosting;

/// <summary>
/// <c>GET /metrics</c> beside the client endpoints: to administrators alone, by an admin token or a session. To everybody else it is not there
/// (reliability S-44): behind a proxy everybody comes from the loopback, so that is no reason to trust anybody.
/// </summary>
internal static class MetricsEndpoint
{
    public static void MapMetrics(this IEndpointRouteBuilder app) => app.MapGet(DeclaredEndpoints.Metrics.Path, HandleAsync);

    /// <summary>Answers with all that the board has.</summary>
    public static async Task WriteAsync(HttpContext http, MetricBoard board)
    {
        var body = Encoding.UTF8.GetBytes(board.Read());
        http.Response.ContentType = PrometheusText.ContentType;
        http.Response.ContentLength = body.Length;
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    private static async Task HandleAsync(HttpContext http, ManageCallers callers, MetricBoard board, UnknownPath unknown)
    {
        if (!MayRead(await callers.IdentifyAsync(http)))
        {
            await unknown.HandleAsync(http);
            return;
        }

        // A gateway that nobody reads counts nothing: the first reader begins it.
        board.Start(late: true);
        await WriteAsync(http, board);
    }

    private static bool MayRead(Caller? caller) =>
        caller is { Role: >= AccountRole.Admin, MustAddFactor: false } && (caller.Scopes is not { } scopes || scopes.Contains(ManageScopes.SettingsRead));
}
