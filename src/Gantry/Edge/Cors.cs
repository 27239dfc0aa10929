using Gantry.Access;
using Gantry.Relay.Paths;
using Gantry.Snapshot;

namespace Gantry.Edge;

/// <summary>
/// Lets pages of configured origins call the client endpoints (the fetch standard). Never with credentials: a key is named by the page's
/// own code, no browser sends it along by itself, and so <c>*</c> gives away nothing. The console and the management API take no part.
/// </summary>
internal static class Cors
{
    private const string Any = "*";
    private const string AnHour = "3600";
    private const int LongestList = 2048;

    /// <summary>A star stands for all where no credentials are in use; older browsers need the names.</summary>
    private const string Exposed =
        "*, x-request-id, x-upstream-request-id, retry-after, x-should-retry, x-gantry-attempts, x-gantry-cost, x-gantry-cost-usd, x-gantry-deprecated, x-gantry-dropped, "
        + "x-gantry-error-origin, x-gantry-estimated, x-gantry-group, x-gantry-healed, x-gantry-idempotent-replay, x-gantry-original-request-id";

    /// <summary>Sets the headers of a call across origins and answers a preflight.</summary>
    /// <returns>True where the answer is complete.</returns>
    public static bool Serve(HttpContext http, GatewaySettings settings)
    {
        var origin = http.Request.Headers.Origin;
        var headers = http.Response.Headers;
        var any = settings.CorsOrigins.Contains(Any);
        if (!any)
        {
            headers.Vary = "Origin";
        }

        if (origin is not [{ Length: > 0 } from] || !(any || settings.CorsOrigins.Contains(from)))
        {
            return false;
        }

        var asked = http.Request.Headers.AccessControlRequestMethod.ToString();
        var preflight = HttpMethods.IsOptions(http.Request.Method) && asked.Length > 0;
        var path = http.Request.Path.Value ?? "";
        if (!IsOpen(preflight ? asked : http.Request.Method, path, settings.PathBase))
        {
            return false;
        }

        headers.AccessControlAllowOrigin = any ? Any : from;
        if (!preflight)
        {
            headers.AccessControlExposeHeaders = Exposed;
            return false;
        }

        headers.AccessControlAllowMethods = asked;
        // Named again as asked: the star does not stand for Authorization.
        if (http.Request.Headers.AccessControlRequestHeaders.ToString() is { Length: > 0 and <= LongestList } names && names.All(IsOfAList))
        {
            headers.AccessControlAllowHeaders = names;
        }

        headers.AccessControlMaxAge = AnHour;
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return true;
    }

    private static bool IsOpen(string method, string path, string pathBase) =>
        RelayRoutes.Match(method, path, pathBase) is { MethodAllowed: true }
        || DeclaredEndpoints.Find(method, pathBase.Length > 0 && path.StartsWith(pathBase + "/", StringComparison.Ordinal) ? path[pathBase.Length..] : path) is { Browsers: true };

    private static bool IsOfAList(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or ',' or ' ' or '.';
}
