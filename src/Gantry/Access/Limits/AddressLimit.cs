using System.Net;
using Gantry.Snapshot;

namespace Gantry.Access.Limits;

/// <summary>Requests a minute of one network address, counted before anybody looks at their keys: who guesses keys, guesses few (reliability S-38).</summary>
internal sealed class AddressLimit(IRateLimiter limiter)
{
    // Whoever has one address of version 6 has all of its network.
    private const int OwnBytes = 8;

    /// <returns>Null, or why the address has to wait.</returns>
    public ValueTask<RateRefusal?> AdmitAsync(AddressTerms terms, IPAddress? address, CancellationToken cancellation) =>
        terms.RequestsPerMinute is not { } limit || address is null || terms.IsExempt(address) ? default : AdmitAsync(limit, address, cancellation);

    private async ValueTask<RateRefusal?> AdmitAsync(long limit, IPAddress address, CancellationToken cancellation)
    {
        var scopes = RateScopes.Of(new RateLimit(new RateScope(RateOwner.Address, Name(address)), limit));
        var admission = await limiter.AdmitAsync(new RateAsk(scopes, Guid.Empty), TimeSpan.Zero, 0, cancellation);
        admission.Lease?.End(0);
        return admission.Refusal;
    }

    private static string Name(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = plain.GetAddressBytes();
        return Convert.ToHexString(bytes.AsSpan(0, Math.Min(bytes.Length, OwnBytes)));
    }
}
