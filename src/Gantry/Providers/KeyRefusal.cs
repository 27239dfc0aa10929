using System.Net;
using Gantry.Protocols.Errors;

namespace Gantry.Providers;

/// <summary>Gives the answer of a vendor that does not know our key the status that says so: what is done then hangs on the status alone.</summary>
internal static class KeyRefusal
{
    // Of a refusal nobody reads more.
    private const int Longest = 1024 * 1024;

    /// <summary>Reads a body under a status that may hide it; whoever reads next reads from the beginning.</summary>
    public static async ValueTask MendAsync(Provider provider, UpstreamCall call, HttpResponseMessage response, CancellationToken cancellation)
    {
        if (provider.RefusesKey is not { } refuses
            || response.StatusCode is not (HttpStatusCode.BadRequest or HttpStatusCode.Forbidden)
            || response.Content.Headers.ContentLength > Longest)
        {
            return;
        }

        await response.Content.LoadIntoBufferAsync(Longest, cancellation);
        var body = await response.Content.ReadAsByteArrayAsync(cancellation);
        if (refuses(UpstreamErrors.Read(call.Protocol, (int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), body, _ => null)))
        {
            response.StatusCode = HttpStatusCode.Unauthorized;
        }
    }
}
