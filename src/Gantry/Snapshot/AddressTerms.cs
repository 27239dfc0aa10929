using System.Collections.Immutable;
using System.Net;

namespace Gantry.Snapshot;

/// <summary>What one network address may ask for, before anybody knows who asks.</summary>
public sealed record AddressTerms
{
    private static readonly ImmutableArray<IPNetwork> ThisMachine = [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")];

    /// <summary>Requests in any minute; null for no limit.</summary>
    public long? RequestsPerMinute { get; init; }

    /// <summary>Connections at once.</summary>
    public long Connections { get; init; } = 200;

    /// <summary>Networks for which none of this holds: this machine, unless others are named.</summary>
    public ImmutableArray<IPNetwork> Exempt { get; init; } = ThisMachine;

    public bool IsExempt(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach (var network in Exempt)
        {
            if (network.Contains(plain))
            {
                return true;
            }
        }

        return false;
    }
}
