using Gantry.Contracts.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gantry.Console.Circuits;

/// <summary>
/// Stands before the circuits: only the console's own pages reach them, only with a session, only so many at once, and no longer than the session
/// lives. A circuit whose socket was closed here can do nothing: what it does goes through <see cref="Attendance"/>, which asks the session again.
/// </summary>
internal sealed class CircuitGate(RequestDelegate next, IPresence presence, CircuitSeats seats, TimeProvider time)
{
    /// <summary>Where circuits are served; the framework's script has it built in.</summary>
    public const string Path = "/_blazor";

    /// <summary>With the four seconds that a session's state may be old, an ended one is out within five.</summary>
    public static readonly TimeSpan Watch = TimeSpan.FromMilliseconds(500);

    public async Task InvokeAsync(HttpContext http)
    {
        if (!ComesFromHere(http.Request))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
        else if (await presence.HoldAsync(http.RequestAborted) is not { } hold)
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else
        {
            http.User = new SessionPrincipal(hold);
            if (OpensSocket(http)) await SeatAsync(http, hold);
            else if (IsBeside(http.Request)) await next(http);
            // Other transports would outlive the request that is watched.
            else http.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    private async Task SeatAsync(HttpContext http, ISessionHold hold)
    {
        if (!seats.TryTake(hold.SessionId))
        {
            http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        var watching = WatchAsync(http, hold, over.Token);
        try
        {
            await next(http);
        }
        finally
        {
            seats.Leave(hold.SessionId);
            await over.CancelAsync();
            await watching;
        }
    }

    private async Task WatchAsync(HttpContext http, ISessionHold hold, CancellationToken over)
    {
        using var timer = new PeriodicTimer(Watch, time);
        try
        {
            while (await timer.WaitForNextTickAsync(over))
            {
                if (await hold.LivesAsync(over)) continue;
                http.Abort();
                return;
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The page was left.
        }
        catch
        {
            // Nobody knows any more whether the session lives.
            http.Abort();
            throw;
        }
    }

    /// <summary>Browsers say with every socket and every post which page opens it. Only the host is compared: behind a proxy the server knows its scheme by hearsay.</summary>
    private static bool ComesFromHere(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin")) return false;
        if (request.Headers.Origin is not [{ Length: > 0 } origin]) return HttpMethods.IsGet(request.Method) && !OpensSocket(request.HttpContext);
        return Uri.TryCreate(origin, UriKind.Absolute, out var from) && string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }

    private static bool OpensSocket(HttpContext http) =>
        string.Equals(http.Request.Headers.Upgrade, "websocket", StringComparison.OrdinalIgnoreCase)
        || http.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: "websocket" };

    private static bool IsBeside(HttpRequest request) =>
        (HttpMethods.IsPost(request.Method) && request.Path.Value is Path + "/negotiate" or Path + "/disconnect" or Path + "/disconnect/")
        || (HttpMethods.IsGet(request.Method) && request.Path == Path + "/initializers");
}
