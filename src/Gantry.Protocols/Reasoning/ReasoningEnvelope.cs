using System.Buffers.Binary;
using System.Security.Cryptography;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Reasoning;

/// <summary>Carries a blob through a client that speaks another protocol, and knows it again when the client sends it back.</summary>
/// <remarks>
/// The layout, written in base64 of the standard alphabet with padding (some clients decode the slot into bytes):
/// <c>gw1</c>, kind (1), issuer (8), flags (1), checksum (4), with text its form and length, the text, the blob.
/// The checksum makes a chance match of somebody else's blob impossible in practice; it does not keep out forgers, who could only forge a
/// blob for a request of their own. What is decoded is therefore checked to be no more than a JSON string.
/// The same blob gives the same bytes every time, so that upstream prompt caches hit.
/// </remarks>
public static class ReasoningEnvelope
{
    /// <summary>Longest envelope that is read, in characters.</summary>
    public const int MaxLength = 16 << 20;

    private const int HeaderSize = 17;
    private const int FlagsAt = 12;
    private const int ChecksumAt = 13;

    /// <summary>What every envelope begins with: the base64 form of <c>gw1</c>. Where it is absent, no further look is needed.</summary>
    public static ReadOnlySpan<byte> Prefix => "Z3cx"u8;

    private static ReadOnlySpan<byte> Magic => "gw1"u8;

    /// <summary>Wraps a blob.</summary>
    public static JsonText Encode(in ReasoningBlob blob)
    {
        var packing = BlobPacking.Pack(blob.Value.Escaped, out byte[] value);
        byte[] text = blob.Text is { } readable ? EnvelopeText.Pack(readable.Escaped) : [];
        var envelope = new byte[HeaderSize + text.Length + value.Length];
        Magic.CopyTo(envelope);
        envelope[3] = (byte)blob.Kind;
        BinaryPrimitives.WriteUInt64BigEndian(envelope.AsSpan(4), blob.Issuer.Value);
        envelope[FlagsAt] = (byte)((int)blob.Direction | ((int)packing << 2) | (blob.Text is null ? 0 : 1 << 4));
        text.CopyTo(envelope, HeaderSize);
        value.CopyTo(envelope, HeaderSize + text.Length);
        BinaryPrimitives.WriteUInt32BigEndian(envelope.AsSpan(ChecksumAt), Checksum(envelope));
        return StrictBase64.Token(envelope);
    }

    /// <summary>Reads an envelope back. False for anything else: a foreign blob, a damaged envelope, one of an unknown kind. Never throws.</summary>
    /// <param name="slot">What the client sent. The url-safe alphabet, missing padding and JSON escapes are read as well: clients rewrite them.</param>
    /// <param name="blob">The blob that was wrapped, in memory of its own.</param>
    public static bool TryDecode(JsonText slot, out ReasoningBlob blob)
    {
        blob = default;
        var written = slot.Escaped;
        if (written.Length > MaxLength || !written.StartsWith(Prefix) || !StrictBase64.TryDecodeLoose(written, out byte[] envelope)) return false;
        if (envelope.Length < HeaderSize || BinaryPrimitives.ReadUInt32BigEndian(envelope.AsSpan(ChecksumAt)) != Checksum(envelope)) return false;
        var kind = (BlobKind)envelope[3];
        int flags = envelope[FlagsAt];
        var direction = (BlobDirection)(flags & 3);
        if (!Enum.IsDefined(kind) || !Enum.IsDefined(direction) || flags >> 5 != 0) return false;

        // Both tokens go into a request unchecked later on: they must not be able to end the strings that they claim to be.
        var rest = envelope.AsSpan(HeaderSize);
        JsonText? text = null;
        if ((flags & (1 << 4)) != 0)
        {
            if (!EnvelopeText.TryUnpack(rest, out byte[] token, out int used) || !StringToken.IsValid(token)) return false;
            text = new JsonText(token);
            rest = rest[used..];
        }

        if (!BlobPacking.TryUnpack((BlobPacking.Form)((flags >> 2) & 3), rest, out byte[] value) || !StringToken.IsValid(value)) return false;
        blob = new ReasoningBlob(kind, new IssuerId(BinaryPrimitives.ReadUInt64BigEndian(envelope.AsSpan(4))), new JsonText(value))
        {
            Direction = direction,
            Text = text,
        };
        return true;
    }

    private static uint Checksum(ReadOnlySpan<byte> envelope)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(envelope[..ChecksumAt]);
        hash.AppendData(envelope[HeaderSize..]);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return BinaryPrimitives.ReadUInt32BigEndian(digest);
    }
}
