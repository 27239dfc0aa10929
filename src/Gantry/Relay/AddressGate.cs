using Gantry.Access.Limits;
using Gantry.Observe;
using Gantry.Protocols;
using Gantry.Relay.Paths;
using Gantry.Snapshot;

namespace Gantry.Relay;

/// <summary>In front of everything: an address that asks too often is told so before its key is looked at, in the protocol of the endpoint that it asked.</summary>
internal sealed class AddressGate(SnapshotHolder snapshots, AddressLimit addresses, GatewayMeter meter, TimeProvider time)
{
    /// <summary>Middleware.</summary>
    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var settings = snapshots.Current.Settings;
        return settings.Addresses.RequestsPerMinute is null ? next(http) : CheckAsync(http, settings, next);
    }

    private async Task CheckAsync(HttpContext http, GatewaySettings settings, RequestDelegate next)
    {
        if (await addresses.AdmitAsync(settings.Addresses, http.Connection.RemoteIpAddress, http.RequestAborted) is not { } refusal)
        {
            await next(http);
            return;
        }

        meter.CountRateRefusal(TelemetryWords.Of(refusal.Scope.Owner), TelemetryWords.Of(refusal.Kind));
        var id = RequestIds.Next(time);
        var (name, value) = RateErrors.Header(refusal);
        http.Response.Headers[RequestIds.Header] = id;
        http.Response.Headers[name] = value;
        var protocol = RelayRoutes.Match(http.Request.Method, http.Request.Path.Value ?? "", settings.PathBase)?.Route.Protocol ?? Protocol.Chat;
        await ModelsHandler.WriteErrorAsync(http, protocol, RateErrors.Of(refusal, time.GetUtcNow()) with { RequestId = id });
    }
}
