using Gantry.Arrivals;
using Gantry.Protocols.Hub;
using Gantry.Relay;
using Gantry.Relay.Paths;
using Gantry.Snapshot;

namespace Gantry.Hosting;

/// <summary>The last resort: a path that is nobody's is answered in the caller's protocol, with the base URL that this client needs.</summary>
internal sealed class UnknownPath(SnapshotHolder snapshots)
{
    public Task HandleAsync(HttpContext http)
    {
        if (http.Features.Get<ArrivalNote>() is { } note) note.IsUnknown = true;
        var requestId = http.Response.Headers[RequestIds.Header].ToString();
        var settings = snapshots.Current.Settings;
        var advice = PathAdvice.For(name => http.Request.Headers[name], PublicAddress.Of(settings, http.Request) + settings.PathBase);
        var error = new GatewayError(ErrorKind.NotFound, ErrorOrigin.Client, advice.Sentence) { RequestId = requestId };
        return ModelsHandler.WriteErrorAsync(http, advice.Protocol, error);
    }
}
