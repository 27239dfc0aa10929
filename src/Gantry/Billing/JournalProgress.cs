using System.Buffers.Binary;
using System.Text;
using Gantry.Protocols.Hub;

namespace Gantry.Billing;

/// <summary>
/// Progress as bytes: flags (1), length of the request id (2), request id in UTF-8, then the thirteen counts of <see cref="Usage"/> in the
/// order of their declaration, each as LEB128 (7 bits a byte, low ones first).
/// </summary>
/// <remarks>The form is closed: another count or flag makes a new <see cref="JournalKind"/>.</remarks>
internal static class JournalProgress
{
    const byte ContentSeen = 1;
    const int HeadBytes = 3;
    const int Counts = 13;
    const int LongestCount = 10;

    /// <summary>Enough room for <see cref="Write"/>.</summary>
    public static int Room(string requestId) => HeadBytes + Encoding.UTF8.GetMaxByteCount(requestId.Length) + (Counts * LongestCount);

    /// <returns>Bytes written.</returns>
    /// <exception cref="ArgumentException">The request id is longer than 65,535 bytes.</exception>
    public static int Write(in UsageProgress progress, Span<byte> bytes)
    {
        var id = Encoding.UTF8.GetBytes(progress.RequestId, bytes[HeadBytes..]);
        if (id > ushort.MaxValue)
        {
            throw new ArgumentException($"A request id of {id} bytes.", nameof(progress));
        }

        bytes[0] = progress.ContentSeen ? ContentSeen : (byte)0;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[1..], (ushort)id);
        var at = HeadBytes + id;
        var usage = progress.Usage;
        ReadOnlySpan<long> counts =
        [
            usage.UncachedInput, usage.CacheRead, usage.CacheWrite5m, usage.CacheWrite1h, usage.Output, usage.Reasoning, usage.AudioInput,
            usage.ImageInput, usage.AudioOutput, usage.ImageOutput, usage.Images, usage.AudioSeconds, usage.WebSearches,
        ];
        foreach (var count in counts)
        {
            var rest = (ulong)count;
            for (; rest >= 0x80; rest >>= 7)
            {
                bytes[at++] = (byte)(rest | 0x80);
            }

            bytes[at++] = (byte)rest;
        }

        return at;
    }

    /// <returns>Null where the bytes are not exactly one progress.</returns>
    public static UsageProgress? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeadBytes + Counts || bytes[0] > ContentSeen)
        {
            return null;
        }

        var id = BinaryPrimitives.ReadUInt16LittleEndian(bytes[1..]);
        if (bytes.Length < HeadBytes + id + Counts)
        {
            return null;
        }

        Span<long> counts = stackalloc long[Counts];
        var rest = bytes[(HeadBytes + id)..];
        foreach (ref var count in counts)
        {
            if (!TryCount(ref rest, out count))
            {
                return null;
            }
        }

        if (!rest.IsEmpty)
        {
            return null;
        }

        var usage = new Usage
        {
            UncachedInput = counts[0], CacheRead = counts[1], CacheWrite5m = counts[2], CacheWrite1h = counts[3], Output = counts[4],
            Reasoning = counts[5], AudioInput = counts[6], ImageInput = counts[7], AudioOutput = counts[8], ImageOutput = counts[9],
            Images = counts[10], AudioSeconds = counts[11], WebSearches = counts[12],
        };
        return new UsageProgress(Encoding.UTF8.GetString(bytes.Slice(HeadBytes, id)), usage, bytes[0] == ContentSeen);
    }

    static bool TryCount(ref ReadOnlySpan<byte> bytes, out long count)
    {
        var value = 0UL;
        for (var length = 0; length < Math.Min(bytes.Length, LongestCount); length++)
        {
            value |= (ulong)(bytes[length] & 0x7F) << (7 * length);
            if (bytes[length] < 0x80)
            {
                bytes = bytes[(length + 1)..];
                count = (long)value;
                return true;
            }
        }

        count = 0;
        return false;
    }
}
