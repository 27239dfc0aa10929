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

    /// <summary>Why the request may come from another site; null where it does not.</summary>
    public static Refusal? Find(HttpRequest request, Caller caller, ManageRoute route)
    {
        if (!route.IsUnsafe || caller.TokenId is not null) return null;
        var isForeign = request.Headers["Sec-Fetch-Site"].ToString() is "cross-site";
        return !isForeign && !string.IsNullOrEmpty(request.Headers[Header])
            ? null
            : new Refusal { Kind = RefusalKind.Invalid, Code = "csrf", Detail = $"A session sends the header {Header} with every request that may change something." };
    }
}
