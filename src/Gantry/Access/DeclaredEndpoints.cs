using System.Collections.Immutable;
using Gantry.Protocols;

namespace Gantry.Access;

/// <summary>The registry of endpoints beside <c>RelayRoutes</c>. Who serves one names it here, and so cannot forget what it must state.</summary>
internal static class DeclaredEndpoints
{
    /// <summary>The largest body where nothing else is declared, in bytes.</summary>
    public const int UsualBody = 1024 * 1024;

    private const int LargeBody = 32 * UsualBody;

    public static readonly DeclaredEndpoint Wallet = Owned("GET", "/v1/wallet");
    public static readonly DeclaredEndpoint Redeem = Owned("POST", "/v1/wallet/redeem");
    public static readonly DeclaredEndpoint Checkout = Owned("POST", "/v1/wallet/checkout");
    public static readonly DeclaredEndpoint CheckoutReturn = Open("GET", "/v1/wallet/checkout/return");
    public static readonly DeclaredEndpoint Request = Owned("GET", "/v1/requests/{id}");
    public static readonly DeclaredEndpoint Capture = Owned("GET", "/v1/requests/{id}/capture");
    public static readonly DeclaredEndpoint DropCapture = Owned("DELETE", "/v1/requests/{id}/capture");
    public static readonly DeclaredEndpoint Announcements = Owned("GET", "/v1/announcements");
    public static readonly DeclaredEndpoint Usage = Owned("GET", "/v1/usage");
    public static readonly DeclaredEndpoint UsageExport = Owned("GET", "/v1/usage/export");
    public static readonly DeclaredEndpoint RouteHealth = Owned("GET", "/v1/route/health");
    public static readonly DeclaredEndpoint Quote = Owned("POST", "/v1/quote") with { BodyLimit = LargeBody };
    public static readonly DeclaredEndpoint Explain = Owned("POST", "/v1/route/explain") with { BodyLimit = LargeBody };
    public static readonly DeclaredEndpoint Pricing = Open("GET", "/api/pricing") with { Access = EndpointAccess.KeyOrSetting, Browsers = true };
    public static readonly DeclaredEndpoint Status = Open("GET", "/api/status") with { Access = EndpointAccess.KeyOrSetting, Browsers = true };
    public static readonly DeclaredEndpoint Alive = Open("GET", "/healthz");
    public static readonly DeclaredEndpoint Ready = Open("GET", "/readyz");
    public static readonly DeclaredEndpoint Metrics = Open("GET", "/metrics") with { Access = EndpointAccess.Administrator };
    public static readonly DeclaredEndpoint Stripe = Open("POST", "/webhooks/stripe") with { Access = EndpointAccess.Signature, BodyLimit = 512 * 1024 };

    public static readonly ImmutableArray<DeclaredEndpoint> All =
        [Wallet, Redeem, Checkout, CheckoutReturn, Request, Capture, DropCapture, Announcements, Usage, UsageExport, RouteHealth, Quote, Explain, Pricing, Status, Alive, Ready, Metrics, Stripe];

    /// <summary>The endpoint of a method and a path below the base, or null.</summary>
    public static DeclaredEndpoint? Find(string method, string path)
    {
        foreach (var endpoint in All)
        {
            if (endpoint.Method == method && endpoint.Has(path))
            {
                return endpoint;
            }
        }

        return null;
    }

    /// <summary>The most bytes that anybody reads at a path, which may stand below a base.</summary>
    public static int LargestBody(string path)
    {
        foreach (var endpoint in All)
        {
            if (endpoint.BodyLimit != UsualBody && path.EndsWith(endpoint.Path, StringComparison.Ordinal))
            {
                return endpoint.BodyLimit;
            }
        }

        return UsualBody;
    }

    private static DeclaredEndpoint Owned(string method, string path) =>
        new(method, path, EndpointAccess.Key, Protocol.Chat, UsualBody, Metered: false, Browsers: true);

    private static DeclaredEndpoint Open(string method, string path) =>
        new(method, path, EndpointAccess.Nothing, Protocol.Chat, UsualBody, Metered: false, Browsers: false);
}
