using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Gantry.Protocols.Signals;

namespace Gantry.Routing;

/// <summary>A conversation about one model: prompts are cached per model. Of one account, whatever others call theirs.</summary>
internal readonly record struct SessionKey(ulong High, ulong Low)
{
    private const int LongestName = 1_024;

    /// <summary>By the name that the client gives it.</summary>
    public static SessionKey Of(Guid account, string model, string session) =>
        Of(account, model, Encoding.UTF8.GetBytes(session.Length > LongestName ? session[..LongestName] : session), named: true);

    /// <summary>By what its turns begin with; null where the body is no conversation.</summary>
    public static SessionKey? OfHead(Guid account, string model, ReadOnlySpan<byte> body)
    {
        Span<byte> print = stackalloc byte[ConversationHead.Size];
        return ConversationHead.TryPrint(body, print) ? Of(account, model, print, named: false) : null;
    }

    private static SessionKey Of(Guid account, string model, ReadOnlySpan<byte> session, bool named)
    {
        Span<byte> text = stackalloc byte[25 + (LongestName * 3)];
        account.TryWriteBytes(text);
        text[16] = named ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt64LittleEndian(text[17..], StableHash.Of(model));
        session = session[..Math.Min(session.Length, LongestName * 3)];
        session.CopyTo(text[25..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..(25 + session.Length)], hash);
        return new SessionKey(BinaryPrimitives.ReadUInt64LittleEndian(hash), BinaryPrimitives.ReadUInt64LittleEndian(hash[8..]));
    }
}
