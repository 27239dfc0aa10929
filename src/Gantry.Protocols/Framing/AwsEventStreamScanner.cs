using System.Buffers.Binary;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Framing;

/// <summary>Cuts a byte stream into Amazon event stream frames and checks their checksums.</summary>
/// <remarks>A frame: total length, header length, CRC of these eight bytes, headers, payload, CRC of all before it; big-endian.
/// Frames cannot be found again behind a broken one, so the scanner then stops for good. Not thread safe.</remarks>
public sealed class AwsEventStreamScanner(int largestFrame = AwsEventStreamScanner.DefaultLargestFrame)
{
    /// <summary>Bytes of one frame; AWS itself allows 24 MiB of payload, Bedrock's are far smaller.</summary>
    public const int DefaultLargestFrame = 25 * 1024 * 1024;

    private const int Prelude = 12;
    private const int Trailer = 4;

    private PieceBuffer _begun;
    private bool _clear;

    /// <summary>The bytes are no event stream, or were damaged; nothing more is read.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Between two frames.</summary>
    public bool AtBoundary => !IsBroken && (_clear || _begun.Length == 0);

    /// <summary>Takes the next complete frame off <paramref name="bytes"/>; use as <see cref="SseScanner.TryRead"/>.</summary>
    public bool TryRead(ref ReadOnlySpan<byte> bytes, out AwsFrame frame)
    {
        frame = default;
        if (_clear)
        {
            _clear = false;
            _begun.Clear();
        }

        if (IsBroken)
        {
            bytes = default;
            return false;
        }

        if (_begun.Length == 0) return TryReadWhole(ref bytes, out frame);
        if (_begun.Length < Prelude && !Fill(ref bytes, Prelude)) return false;
        int total = TotalLength(_begun.Span);
        if (total < 0 || !Fill(ref bytes, total)) return false;
        _clear = true;
        return TryParse(_begun.Span, out frame);
    }

    /// <summary>Gives rented memory back: the stream has ended, and its last frame has been read.</summary>
    public void Release()
    {
        _clear = false;
        _begun.Release();
    }

    private bool TryReadWhole(ref ReadOnlySpan<byte> bytes, out AwsFrame frame)
    {
        frame = default;
        int total = bytes.Length < Prelude ? int.MaxValue : TotalLength(bytes);
        if (total < 0 || total > bytes.Length)
        {
            if (total > 0) _begun.Append(bytes);
            bytes = default;
            return false;
        }

        var whole = bytes[..total];
        bytes = bytes[total..];
        return TryParse(whole, out frame);
    }

    // Completes the begun frame to a length; false when the bytes do not suffice.
    private bool Fill(ref ReadOnlySpan<byte> bytes, int length)
    {
        int taken = Math.Min(bytes.Length, length - _begun.Length);
        _begun.Append(bytes[..taken]);
        bytes = bytes[taken..];
        return _begun.Length == length;
    }

    // -1 when the prelude is not one.
    private int TotalLength(ReadOnlySpan<byte> frame)
    {
        uint total = BinaryPrimitives.ReadUInt32BigEndian(frame);
        uint headers = BinaryPrimitives.ReadUInt32BigEndian(frame[4..]);
        if (total <= largestFrame && total >= Prelude + Trailer && headers <= total - Prelude - Trailer
            && Crc32.Of(frame[..8]) == BinaryPrimitives.ReadUInt32BigEndian(frame[8..]))
        {
            return (int)total;
        }

        IsBroken = true;
        return -1;
    }

    private bool TryParse(ReadOnlySpan<byte> frame, out AwsFrame parsed)
    {
        parsed = default;
        var body = frame[..^Trailer];
        if (Crc32.Of(body) != BinaryPrimitives.ReadUInt32BigEndian(frame[^Trailer..]))
        {
            IsBroken = true;
            return false;
        }

        int headers = (int)BinaryPrimitives.ReadUInt32BigEndian(frame[4..]);
        parsed = new AwsFrame(body.Slice(Prelude, headers), body[(Prelude + headers)..]);
        return true;
    }
}
