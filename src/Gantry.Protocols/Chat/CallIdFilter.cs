using System.Buffers;
using System.Text;
using System.Text.Json;
using Gantry.Protocols.Json;
using Gantry.Protocols.Tools;

namespace Gantry.Protocols.Chat;

/// <summary>Gives the tool calls of a passing Chat answer ids that every client takes: letters, digits, <c>_</c> and <c>-</c>, 64 at most. All other bytes pass as they are.</summary>
/// <remarks>
/// An id that is fine stays; of any other a hash is made, so that it is the same wherever it stands. Held back is only the id that is being
/// read. It reads leniently and never throws: what is no answer passes untouched.
/// </remarks>
public sealed class CallIdFilter
{
    private const int Deepest = 64;
    private const int LongestName = 16;

    // No vendor's id, and too much to hold back: it passes.
    private const int LongestId = 64 * 1024;

    private readonly bool _isStream;
    private readonly ArrayBufferWriter<byte> _output = new(4096);
    private readonly Place[] _open = new Place[Deepest];
    private readonly bool[] _isArray = new bool[Deepest];
    private int _depth;
    private State _state;
    private bool _escaped;
    private bool _expectName;
    private bool _line;              // before the data of an event's line
    private PieceBuffer _held;       // the name, or the id
    private Place _member;

    /// <param name="isStream">The answer is a stream of events, each of them on one line; else one document.</param>
    public CallIdFilter(bool isStream) => _isStream = _line = isStream;

    private enum Place : byte
    {
        Other,
        Answer,
        Choices,
        Choice,
        Message,
        Calls,
        Call,
        Id,
    }

    private enum State : byte
    {
        Between,
        Name,
        Text,
        Id,
    }

    /// <summary>Takes the next bytes and gives what can go on. Valid until the next call.</summary>
    public ReadOnlyMemory<byte> Pass(ReadOnlySpan<byte> piece)
    {
        _output.ResetWrittenCount();
        var from = 0;
        for (var at = 0; at < piece.Length; at++)
        {
            if (_state == State.Id)
            {
                if (Ends(piece[at]))
                {
                    WriteId();
                    from = at;
                }
                else
                {
                    _held.Append(piece.Slice(at, 1));
                    from = at + 1;
                    if (_held.Length > LongestId || piece[at] == '\n')
                    {
                        _output.Write(_held.Span);
                        _held.Clear();
                        _state = State.Text;
                        if (piece[at] == '\n')
                        {
                            Read(piece[at]);
                        }
                    }
                }

                continue;
            }

            Read(piece[at]);
            if (_state == State.Id)
            {
                _output.Write(piece[from..(at + 1)]);
                from = at + 1;
            }
        }

        _output.Write(piece[from..]);
        return _output.WrittenMemory;
    }

    /// <summary>What was held back of an answer that has broken off.</summary>
    public ReadOnlyMemory<byte> Rest()
    {
        _output.ResetWrittenCount();
        if (_state == State.Id)
        {
            _output.Write(_held.Span);
        }

        _held.Clear();
        _state = State.Between;
        return _output.WrittenMemory;
    }

    private void Read(byte next)
    {
        if (_isStream && next == '\n')
        {
            // No string of JSON goes over a line end: whatever was open is torn.
            (_depth, _state, _escaped, _expectName, _line) = (0, State.Between, false, false, true);
            return;
        }

        switch (_state)
        {
            case State.Text:
                _state = Ends(next) ? State.Between : State.Text;
                break;
            case State.Name when Ends(next):
                _member = Member(_held.Span);
                _state = State.Between;
                _expectName = false;
                break;
            case State.Name:
                if (_held.Length <= LongestName)
                {
                    _held.Append([next]);
                }

                break;
            default:
                Structure(next);
                break;
        }
    }

    private void Structure(byte next)
    {
        switch (next)
        {
            case (byte)'{' or (byte)'[':
                if (_depth < Deepest)
                {
                    _open[_depth] = Value();
                    _isArray[_depth] = next == '[';
                }

                _depth++;
                _expectName = next == '{';
                _line = false;
                break;
            case (byte)'}' or (byte)']':
                _depth = Math.Max(0, _depth - 1);
                _expectName = false;
                break;
            case (byte)',':
                _expectName = _depth is > 0 and <= Deepest && !_isArray[_depth - 1];
                break;
            case (byte)'"' when !_line:
                _held.Clear();
                _state = _expectName ? State.Name : Value() == Place.Id ? State.Id : State.Text;
                break;
        }
    }

    /// <summary>The place of the value that begins now.</summary>
    private Place Value()
    {
        if (_depth == 0)
        {
            return Place.Answer;
        }

        if (_depth > Deepest)
        {
            return Place.Other;
        }

        var member = _member;
        _member = Place.Other;
        return !_isArray[_depth - 1] ? member : _open[_depth - 1] switch
        {
            Place.Choices => Place.Choice,
            Place.Calls => Place.Call,
            _ => Place.Other,
        };
    }

    private Place Member(ReadOnlySpan<byte> name) => _depth > Deepest ? Place.Other : _open[_depth - 1] switch
    {
        Place.Answer when name.SequenceEqual("choices"u8) => Place.Choices,
        Place.Choice when name.SequenceEqual("delta"u8) || name.SequenceEqual("message"u8) => Place.Message,
        Place.Message when name.SequenceEqual("tool_calls"u8) => Place.Calls,
        Place.Call when name.SequenceEqual("id"u8) => Place.Id,
        _ => Place.Other,
    };

    /// <summary>Whether this byte is the quote that ends the current string.</summary>
    private bool Ends(byte next)
    {
        var escaped = _escaped;
        _escaped = !escaped && next == '\\';
        return !escaped && next == '"';
    }

    private void WriteId()
    {
        _state = State.Between;
        var raw = _held.Span;
        if (Text(raw) is { Length: > 0 } id && ToolCallIds.Wire(id, Protocol.Messages) is var wire && !ReferenceEquals(wire, id))
        {
            _output.Write(Encoding.ASCII.GetBytes(wire));
        }
        else
        {
            _output.Write(raw);
        }

        _held.Clear();
    }

    private static string? Text(ReadOnlySpan<byte> raw)
    {
        try
        {
            var reader = new Utf8JsonReader([(byte)'"', .. raw, (byte)'"']);
            return reader.Read() ? reader.GetString() : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
