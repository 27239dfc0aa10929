using System.Security.Cryptography;
using Gantry.Catalog;

namespace Gantry.Snapshot;

/// <summary>What it means for a key that somebody has made it in a team.</summary>
internal static class TeamTerms
{
    private const int IdBytes = 16;

    /// <summary>The account; of a member's key an id that is the same for all keys of that person in that team and for no others.</summary>
    public static Guid TenantOf(ApiKeyRow key) => key.MemberId is { } person ? TenantOf(key.AccountId, person) : key.AccountId;

    /// <summary>That of somebody in a team.</summary>
    public static Guid TenantOf(Guid team, Guid person)
    {
        Span<byte> both = stackalloc byte[2 * IdBytes];
        team.TryWriteBytes(both);
        person.TryWriteBytes(both[IdBytes..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(both, hash);
        return new Guid(hash[..IdBytes]);
    }

    /// <summary>Whoever made the key is no longer in the team, or disabled.</summary>
    public static bool IsOut(ApiKeyRow key, TeamMemberRow? member, CatalogIndex catalog) =>
        key.MemberId is { } person && (member is null || catalog.Accounts.GetValueOrDefault(person) is null or { Disabled: true });
}
