using Gantry.Snapshot;

namespace Gantry.Relay;

/// <summary>The address under which clients know this gateway.</summary>
internal static class PublicAddress
{
    /// <returns>Scheme, host and port without a trailing slash.</returns>
    public static string Of(GatewaySettings settings, HttpRequest request) => settings.PublicUrl ?? $"{request.Scheme}://{request.Host}";
}
