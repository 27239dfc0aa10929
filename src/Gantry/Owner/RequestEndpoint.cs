using Gantry.Access;
using Gantry.Billing;
using Gantry.Billing.Pricing;
using Gantry.Protocols.Hub;
using Gantry.Snapshot;

namespace Gantry.Owner;

/// <summary><c>GET /v1/requests/{id}</c>: one request of the account, with all that explains its charge.</summary>
internal sealed class RequestEndpoint(OwnerApi api, IUsageReader usage, IPriceStore prices)
{
    private const int LongestId = 512;

    /// <summary>Middleware: serves its path, hands on the others.</summary>
    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var path = api.Path(http);
        return DeclaredEndpoints.Request.Has(path)
            ? api.ServeAsync(http, DeclaredEndpoints.Request, (call, _, key) => ShowAsync(call, key, path[DeclaredEndpoints.Request.Prefix.Length..]))
            : next(http);
    }

    private async Task<GatewayError?> ShowAsync(HttpContext http, ApiKey key, string id)
    {
        if (id.Length > LongestId || await usage.FindAsync(OwnerApi.UsageOf(key), id, http.RequestAborted) is not { } found) return Unknown;
        var version = found.Record.Charge is { } charge ? await prices.FindAsync(charge.PriceVersion, http.RequestAborted) : null;
        await OwnerApi.WriteAsync(http, json => RequestView.Write(json, found, version, key.SeesUpstreams));
        return null;
    }

    // The same for what does not exist and for what is somebody else's.
    private static readonly GatewayError Unknown =
        new(ErrorKind.NotFound, ErrorOrigin.Client, "No request of this account has this id. One that has just ended is found a moment later.") { Code = "request_not_found" };
}
