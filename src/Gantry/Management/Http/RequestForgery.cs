using Gantry.Accounts;
using Gantry.Contracts.Manage;

namespace Gantry.Management.Http;

/// <summary>
/// A browser sends the cookie of a session with requests that other sites make. A header of ours it sends only for our own pages: another
/// site has to ask first, and is told no. Tokens are sent by nobody but their holder.
/// </summary>
internal static class RequestForgery
{
    /// <summary>Any value counts.</summary>
    public const string Header = "X-Gantry-Csrf";

    /// <exception cref="RefusedException">The request may come from another site.</exception>
    public static void Check(HttpRequest request, Caller caller, ManageRoute route)
    {
        if (!route.IsUnsafe || caller.TokenId is not null) return;
        var isForeign = request.Headers["Sec-Fetch-Site"].ToString() is "cross-site";
        if (isForeign || string.IsNullOrEmpty(request.Headers[Header]))
            throw RefusedException.Of(RefusalKind.Invalid, "csrf", $"A session sends the header {Header} with every request that may change something.");
    }
}
