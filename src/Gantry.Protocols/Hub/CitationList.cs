using System.Buffers;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Hub;

/// <summary>Joins what is told of a text's sources: elements of arrays come together, any other value takes the place of what was told.</summary>
internal sealed class CitationList
{
    private ArrayBufferWriter<byte> _json = new(256);

    /// <summary>Whose words they are in.</summary>
    public Protocol? From { get; private set; }

    /// <summary>All that was told; absent where that is nothing.</summary>
    public JsonSlice Value => new(_json.WrittenSpan.ToArray());

    public void Add(Protocol? from, ReadOnlySpan<byte> sources)
    {
        sources = sources.Trim(" \t\r\n"u8);
        var said = _json.WrittenSpan;
        bool joins = said is [(byte)'[', ..] && sources is [(byte)'[', ..] && from == From;
        From = from;
        if (!joins)
        {
            _json.ResetWrittenCount();
            _json.Write(sources);
            return;
        }

        var first = said[..^1].TrimEnd(" \t\r\n"u8);
        var more = sources[1..].TrimStart(" \t\r\n"u8);
        if (more is [(byte)']', ..]) return;
        var joined = new ArrayBufferWriter<byte>(2 * (first.Length + more.Length));
        joined.Write(first);
        if (first.Length > 1) joined.Write(","u8);
        joined.Write(more);
        _json = joined;
    }
}
