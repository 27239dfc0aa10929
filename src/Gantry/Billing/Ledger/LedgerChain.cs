using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Gantry.Billing.Ledger;

/// <summary>
/// Ties each entry of a wallet's book to the one before it: an entry that is changed, left out or put in between later shows, for every
/// hash from there on is another one (reliability I-12).
/// </summary>
internal static class LedgerChain
{
    private const int Missing = -1;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    /// <summary>SHA-256 of everything that the entry says, in lower-case hexadecimal. Texts carry their lengths, so no two entries read alike.</summary>
    public static string Hash(LedgerTransaction entry)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(1024);
        buffer.ResetWrittenCount();
        Add(buffer, entry.PreviousHash);
        Add(buffer, entry.Id);
        Add(buffer, entry.WalletId);
        Add(buffer, entry.Sequence);
        Add(buffer, entry.Kind);
        Add(buffer, entry.RequestId);
        Add(buffer, entry.At);
        Add(buffer, entry.Actor);
        Add(buffer, entry.Reason);
        foreach (var line in entry.Lines)
        {
            Add(buffer, line.Account);
            Add(buffer, line.Nanos);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.WrittenSpan, hash);
        return Convert.ToHexStringLower(hash);
    }

    private static void Add(ArrayBufferWriter<byte> buffer, string? text)
    {
        var length = text is null ? Missing : Encoding.UTF8.GetByteCount(text);
        BinaryPrimitives.WriteInt32LittleEndian(buffer.GetSpan(sizeof(int)), length);
        buffer.Advance(sizeof(int));
        if (length > 0) buffer.Advance(Encoding.UTF8.GetBytes(text, buffer.GetSpan(length)));
    }

    private static void Add(ArrayBufferWriter<byte> buffer, long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(buffer.GetSpan(sizeof(long)), number);
        buffer.Advance(sizeof(long));
    }
}
