using System.Text.Json;

namespace Gantry.Accounts.SignIn;

/// <summary>
/// Keeps the management API shut until there is an owner (reliability S-1); the console shuts its own pages. Client endpoints are not its business: they are shut by
/// keys, of which none exists before somebody makes one.
/// </summary>
internal sealed class SetupGate(SetupDesk setup, SignInPlace place)
{
    private static readonly PathString[] Locked = ["/api/manage", "/openapi/manage.json"];

    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (!Locks(http.Request.Path, place.PathBase()) || BringsToken(http.Request) || await setup.IsDoneAsync(http.RequestAborted))
        {
            await next(http);
            return;
        }

        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        http.Response.ContentType = "application/problem+json";
        http.Response.Headers.CacheControl = "no-store";
        await JsonSerializer.SerializeAsync(
            http.Response.Body,
            new
            {
                type = "about:blank",
                title = "Not set up yet",
                status = StatusCodes.Status503ServiceUnavailable,
                detail = $"This gateway has no owner yet. Open {place.PathBase()}/setup with the token in the file {SetupDesk.FileName} of its data folder.",
            },
            cancellationToken: http.RequestAborted);
    }

    /// <summary>Whether a path belongs to what is shut until then.</summary>
    /// <param name="path">As the client sent it.</param>
    /// <param name="pathBase">A prefix under which every path works as well; empty for none.</param>
    public static bool Locks(PathString path, string pathBase)
    {
        var inner = pathBase.Length > 0 && path.StartsWithSegments(pathBase, StringComparison.OrdinalIgnoreCase, out var rest) ? rest : path;
        return IsLocked(path) || IsLocked(inner);
    }

    // Admin tokens are first made at the machine itself: whoever holds one needs no page to prove that the gateway is his.
    private static bool BringsToken(HttpRequest request) =>
        request.Headers.Authorization is [{ } one] && one.StartsWith($"Bearer {AdminToken.Prefix}", StringComparison.OrdinalIgnoreCase);

    private static bool IsLocked(PathString path) => Array.Exists(Locked, root => path.StartsWithSegments(root, StringComparison.OrdinalIgnoreCase));
}
