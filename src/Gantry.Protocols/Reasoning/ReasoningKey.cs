using System.Buffers;
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
    public static ReasoningKey ForCall(string tenant, string route, ReadOnlySpan<byte> callId) => ForCall(OwnerOf(tenant), tenant, route, callId);

    /// <summary>The same for many calls of one tenant.</summary>
    /// <param name="owner">Of <see cref="OwnerOf"/>.</param>
    /// <param name="tenant">The tenant that owner is made of.</param>
    /// <param name="route">As of <see cref="ForCall(string, string, ReadOnlySpan{byte})"/>.</param>
    /// <param name="callId">As of <see cref="ForCall(string, string, ReadOnlySpan{byte})"/>.</param>
    internal static ReasoningKey ForCall(ulong owner, string tenant, string route, ReadOnlySpan<byte> callId) => Of("call"u8, owner, tenant, route, callId);

    /// <summary>The key of a whole assistant turn.</summary>
    /// <param name="tenant">Who owns it.</param>
    /// <param name="route">Public model id, or whatever else parts conversations that must not mix.</param>
    /// <param name="canonicalTurn">A form of the turn that does not depend on how the client spells it.</param>
    public static ReasoningKey ForTurn(string tenant, string route, ReadOnlySpan<byte> canonicalTurn) => Of("turn"u8, OwnerOf(tenant), tenant, route, canonicalTurn);

    // Asked for every call of a history: nothing is allocated. Each piece has its length in front, so that none can be read as the beginning of the next.
    private static ReasoningKey Of(ReadOnlySpan<byte> kind, ulong owner, string tenant, string route, ReadOnlySpan<byte> what)
    {
        int most = (4 * sizeof(int)) + Encoding.UTF8.GetMaxByteCount(tenant.Length) + kind.Length + Encoding.UTF8.GetMaxByteCount(route.Length) + what.Length;
        byte[] room = ArrayPool<byte>.Shared.Rent(most);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        int end = Append(room, 0, tenant);
        end = Append(room, end, kind);
        end = Append(room, end, route);
        end = Append(room, end, what);
        SHA256.HashData(room.AsSpan(0, end), digest);
        ArrayPool<byte>.Shared.Return(room);
        return new(owner, BinaryPrimitives.ReadUInt128BigEndian(digest));
    }

    /// <summary>Whose share of the memory a tenant's keys count towards.</summary>
    internal static ulong OwnerOf(string tenant)
    {
        byte[] room = ArrayPool<byte>.Shared.Rent(sizeof(int) + Encoding.UTF8.GetMaxByteCount(tenant.Length));
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(room.AsSpan(0, Append(room, 0, tenant)), digest);
        ArrayPool<byte>.Shared.Return(room);
        return BinaryPrimitives.ReadUInt64BigEndian(digest);
    }

    private static int Append(byte[] room, int at, string piece)
    {
        int length = Encoding.UTF8.GetBytes(piece, room.AsSpan(at + sizeof(int)));
        BinaryPrimitives.WriteInt32BigEndian(room.AsSpan(at), length);
        return at + sizeof(int) + length;
    }

    private static int Append(byte[] room, int at, ReadOnlySpan<byte> piece)
    {
        BinaryPrimitives.WriteInt32BigEndian(room.AsSpan(at), piece.Length);
        piece.CopyTo(room.AsSpan(at + sizeof(int)));
        return at + sizeof(int) + piece.Length;
    }
}
