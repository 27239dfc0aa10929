using Gantry.Protocols.Citations;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Fitting.Thinking;

/// <summary>Takes the tags out of the first text of an answer, however they are cut; blocks are numbered anew, because one becomes two.</summary>
/// <remarks>Text is decoded as long as a tag may come: encoders that escape <c>&lt;</c> are common. What follows passes as it is.</remarks>
internal sealed class ThinkTagSink(IStreamSink next, LossLog losses) : IStreamSink
{
    private const string Open = "<think>";
    private const string End = "</think>";

    private readonly List<int> _numbers = [];
    private State _state = State.Waiting;
    private int _first = -1;
    private int _thought;
    private int _count;
    private Part? _part;
    private string _held = "";

    private enum State
    {
        /// <summary>No text has begun.</summary>
        Waiting,

        /// <summary>What has come of the text may be the beginning of a tag.</summary>
        Undecided,
        Thinking,

        /// <summary>The thought is over, the text has not begun.</summary>
        Between,
        Saying,
    }

    public void Take(in StreamEvent step)
    {
        switch (step.Kind)
        {
            case StreamEventKind.Opened:
                Begin(step);
                break;
            case StreamEventKind.Grew when step.Block == _first && _state != State.Saying:
                _held += new JsonText(step.Text.ToArray()).ToString();
                Read();
                break;
            case StreamEventKind.Closed when step.Block == _first && _state != State.Saying:
                Finish();
                break;
            case StreamEventKind.Cited when _numbers[step.Block] < 0:
                losses.Note(CitationForms.Coarse);
                break;
            case StreamEventKind.Grew or StreamEventKind.Sealed or StreamEventKind.Cited or StreamEventKind.Closed:
                next.Take(step with { Block = _numbers[step.Block] });
                break;
            default:
                next.Take(step);
                break;
        }
    }

    private void Begin(in StreamEvent step)
    {
        if (_state == State.Waiting && step.BlockKind == BlockKind.Text)
        {
            (_state, _first, _part) = (State.Undecided, step.Block, step.Part);
            _numbers.Add(-1);
            return;
        }

        // A server that tells thoughts apart leaves no tags.
        if (_state == State.Waiting && step.BlockKind == BlockKind.Reasoning) _state = State.Saying;
        _numbers.Add(_count);
        next.Take(step with { Block = _count++ });
    }

    private void Read()
    {
        if (_state == State.Undecided)
        {
            var text = _held.AsSpan().TrimStart();
            if (text.Length < Open.Length && Open.AsSpan().StartsWith(text)) return;
            if (!text.StartsWith(Open))
            {
                Say();
                return;
            }

            _held = text[Open.Length..].ToString();
            (_state, _thought) = (State.Thinking, _count++);
            next.Take(new StreamEvent { Kind = StreamEventKind.Opened, Block = _thought, BlockKind = BlockKind.Reasoning });
        }

        if (_state == State.Thinking) Think();
        if (_state == State.Between && _held.AsSpan().TrimStart() is { IsEmpty: false } rest)
        {
            _held = rest.ToString();
            Say();
        }
    }

    private void Think()
    {
        int end = _held.IndexOf(End, StringComparison.Ordinal);
        int sure = end >= 0 ? end : _held.Length - Begun(_held);
        Tell(_thought, BlockKind.Reasoning, _held[..sure]);
        _held = end >= 0 ? _held[(end + End.Length)..] : _held[sure..];
        if (end < 0) return;
        next.Take(new StreamEvent { Kind = StreamEventKind.Closed, Block = _thought, BlockKind = BlockKind.Reasoning });
        _state = State.Between;
    }

    private void Say()
    {
        _state = State.Saying;
        _numbers[_first] = _count;
        next.Take(new StreamEvent { Kind = StreamEventKind.Opened, Block = _count++, BlockKind = BlockKind.Text, Part = _part });
        Tell(_numbers[_first], BlockKind.Text, _held);
        _held = "";
    }

    private void Finish()
    {
        switch (_state)
        {
            case State.Undecided:
                Say();
                next.Take(new StreamEvent { Kind = StreamEventKind.Closed, Block = _numbers[_first], BlockKind = BlockKind.Text });
                break;
            case State.Thinking:
                Tell(_thought, BlockKind.Reasoning, _held);
                next.Take(new StreamEvent { Kind = StreamEventKind.Closed, Block = _thought, BlockKind = BlockKind.Reasoning });
                break;
            default:
                break;
        }

        _state = State.Saying;
    }

    private void Tell(int block, BlockKind kind, string text)
    {
        if (text.Length > 0) next.Take(new StreamEvent { Kind = StreamEventKind.Grew, Block = block, BlockKind = kind, Text = JsonText.From(text).Token });
    }

    // How much of the end may be the beginning of the closing tag.
    private static int Begun(string text)
    {
        for (int length = Math.Min(End.Length - 1, text.Length); length > 0; length--)
        {
            if (text.EndsWith(End[..length], StringComparison.Ordinal)) return length;
        }

        return 0;
    }
}
