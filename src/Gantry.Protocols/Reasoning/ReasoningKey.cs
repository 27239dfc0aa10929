using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Gantry.Protocols.Reasoning;

/// <summary>Where blobs are remembered: a hash over tenant, route and what the client is sure to send again.</summary>
/// <param name="Tenant">Whose share of the memory it counts towards.</param>
/// <param name="Hash">Says all: two tenants never meet at the same one.</param>
public readonly record struct ReasoningKey(ulong Tenant, UInt128 Hash)
{
    /// <summary>The key of a tool call. Its id must be the one that the client saw.</summary>
    public static ReasoningKey ForCall(string tenant, string route, ReadOnlySpan<byte> callId) => Of("call"u8, tenant, route, callId);

    /// <summary>The key of a whole assistant turn.</summary>
    /// <param name="tenant">Who owns it.</param>
    /// <param name="route">Public model id, or whatever else parts conversations that must not mix.</param>
    /// <param name="canonicalTurn">A form of the turn that does not depend on how the client spells it.</param>
    public static ReasoningKey ForTurn(string tenant, string route, ReadOnlySpan<byte> canonicalTurn) => Of("turn"u8, tenant, route, canonicalTurn);

    private static ReasoningKey Of(ReadOnlySpan<byte> kind, string tenant, string route, ReadOnlySpan<byte> what)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        Append(hash, Encoding.UTF8.GetBytes(tenant));
        hash.GetCurrentHash(digest);
        ulong owner = BinaryPrimitives.ReadUInt64BigEndian(digest);
        Append(hash, kind);
        Append(hash, Encoding.UTF8.GetBytes(route));
        Append(hash, what);
        hash.GetHashAndReset(digest);
        return new(owner, BinaryPrimitives.ReadUInt128BigEndian(digest));
    }

    // With its length in front no part can be read as the beginning of the next.
    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
        hash.AppendData(length);
        hash.AppendData(part);
    }
}
