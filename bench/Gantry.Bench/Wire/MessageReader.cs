using System.Buffers.Text;
using System.Text;

namespace Gantry.Bench.Wire;

/// <summary>Reads HTTP/1.1 messages one after the other, wherever reads cut them, and keeps none of the body.</summary>
internal sealed class MessageReader(IMessageSink? sink, bool readsRequests)
{
    private const int LongestHead = 16 * 1024;
    private const int LongestChunk = 1 << 30;

    private readonly byte[] _head = new byte[LongestHead];
    private int _headLength;
    private long _left;
    private bool _sizeEnded;
    private int _lineLength;

    public MessageState State { get; private set; }

    /// <summary>Of an answer; 0 before it came.</summary>
    public int Status { get; private set; }

    /// <summary>The sender closes after this message.</summary>
    public bool Closes { get; private set; }

    /// <summary>Everything before the body.</summary>
    public ReadOnlySpan<byte> Head => _head.AsSpan(0, _headLength);

    public void Reset() => (State, Status, Closes, _headLength, _left) = (MessageState.Head, 0, false, 0, 0);

    /// <summary>The sender has closed: which ends a message that has no length.</summary>
    public void End() => State = State == MessageState.UntilClosed ? MessageState.Whole : MessageState.Broken;

    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && State is not (MessageState.Broken or MessageState.Whole)) bytes = bytes[Step(bytes)..];

        // Nobody sends the next one before this one is answered.
        if (!bytes.IsEmpty) State = MessageState.Broken;
    }

    private int Step(ReadOnlySpan<byte> bytes) => State switch
    {
        MessageState.Head => TakeHead(bytes),
        MessageState.Counted => TakeBody(bytes, MessageState.Whole),
        MessageState.Chunk => TakeBody(bytes, MessageState.ChunkEnd),
        MessageState.ChunkSize => TakeSize(bytes[0]),
        MessageState.ChunkEnd => TakeEnd(bytes[0]),
        MessageState.Trailer => TakeTrailer(bytes[0]),
        _ => TakeRest(bytes),
    };

    private int TakeHead(ReadOnlySpan<byte> bytes)
    {
        int had = _headLength, taken = Math.Min(bytes.Length, LongestHead - had);
        bytes[..taken].CopyTo(_head.AsSpan(had));
        int from = Math.Max(0, had - 3), end = _head.AsSpan(from, had + taken - from).IndexOf("\r\n\r\n"u8);
        _headLength = end < 0 ? had + taken : from + end + 4;
        if (end >= 0) Understand();
        else if (_headLength == LongestHead) State = MessageState.Broken;
        return _headLength - had;
    }

    private void Understand()
    {
        var head = Head;
        if (!readsRequests)
        {
            if (head.Length < 12 || !Utf8Parser.TryParse(head.Slice(9, 3), out int status, out _)) State = MessageState.Broken;
            else Status = status;
        }

        long length = -1;
        bool isChunked = false;
        for (int line; (line = head.IndexOf("\r\n"u8)) > 0; head = head[(line + 2)..])
        {
            var field = head[..line];
            int colon = field.IndexOf((byte)':');
            if (colon is not (10 or 14 or 17)) continue;
            var value = field[(colon + 1)..].Trim((byte)' ');
            if (Ascii.EqualsIgnoreCase(field[..colon], "content-length"u8)) length = Utf8Parser.TryParse(value, out long told, out _) ? told : -1;
            else if (Ascii.EqualsIgnoreCase(field[..colon], "transfer-encoding"u8)) isChunked = Ascii.EqualsIgnoreCase(value, "chunked"u8);
            else if (Ascii.EqualsIgnoreCase(field[..colon], "connection"u8)) Closes = Ascii.EqualsIgnoreCase(value, "close"u8);
        }

        if (State == MessageState.Broken) return;
        _left = Math.Max(0, length);
        (_sizeEnded, _lineLength) = (false, 0);
        State = isChunked ? MessageState.ChunkSize
            : length > 0 ? MessageState.Counted
            : length == 0 || readsRequests ? MessageState.Whole
            : MessageState.UntilClosed;
        if (isChunked) _left = 0;
    }

    private int TakeBody(ReadOnlySpan<byte> bytes, MessageState then)
    {
        int taken = (int)Math.Min(_left, bytes.Length);
        sink?.Body(bytes[..taken]);
        _left -= taken;
        if (_left == 0) State = then;
        return taken;
    }

    private int TakeRest(ReadOnlySpan<byte> bytes)
    {
        sink?.Body(bytes);
        return bytes.Length;
    }

    private int TakeSize(byte one)
    {
        if (one == '\n')
        {
            State = _lineLength == 0 ? MessageState.Broken : _left > 0 ? MessageState.Chunk : MessageState.Trailer;
            (_sizeEnded, _lineLength) = (false, 0);
        }
        else if (!_sizeEnded && char.IsAsciiHexDigit((char)one))
        {
            _left = (_left << 4) | Digit(one);
            _lineLength++;
            if (_left > LongestChunk) State = MessageState.Broken;
        }
        else
        {
            // An extension, or the CR.
            _sizeEnded = true;
        }

        return 1;
    }

    private static long Digit(byte one) => one <= '9' ? one - '0' : (one | 0x20) - 'a' + 10;

    private int TakeEnd(byte one)
    {
        if (one == '\n') State = MessageState.ChunkSize;
        else if (one != '\r') State = MessageState.Broken;
        return 1;
    }

    private int TakeTrailer(byte one)
    {
        if (one == '\n')
        {
            if (_lineLength == 0) State = MessageState.Whole;
            _lineLength = 0;
        }
        else if (one != '\r')
        {
            _lineLength++;
        }

        return 1;
    }
}
