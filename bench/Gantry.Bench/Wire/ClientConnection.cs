using System.Diagnostics;
using System.Text;

namespace Gantry.Bench.Wire;

/// <summary>One connection of the <see cref="LoadClient"/>: one request at a time.</summary>
internal sealed class ClientConnection : IWireEnd, IMessageSink, IDisposable
{
    private readonly LoadClient _client;
    private readonly MessageReader _answer;
    private readonly TermScanner _term;
    private StampScanner _scanner;
    private WireSocket? _socket;
    private string? _refusal;
    private long _due;
    private long _begun;
    private long _lastStamp;
    private int _sent;
    private int _stamps;
    private bool _countsFirst;
    private bool _outOfOrder;

    public ClientConnection(LoadClient client, byte[] term)
    {
        (_client, _term) = (client, new TermScanner(term));
        _answer = new MessageReader(this, readsRequests: false);
    }

    public bool IsBusy { get; private set; }

    /// <summary>When it last sent or read something.</summary>
    public long Heard { get; private set; }

    /// <summary>Sends the request.</summary>
    /// <param name="due">When that should have been; the time counts from then.</param>
    public void Begin(long due)
    {
        _answer.Reset();
        _term.Reset();
        (_scanner, _refusal, _lastStamp, _sent, _stamps, _outOfOrder) = (default, null, 0, 0, 0, false);
        (_due, _begun, IsBusy, _countsFirst) = (due, Stopwatch.GetTimestamp(), true, _client.IsCounting);
        Heard = _begun;
        if (_socket is null) _socket = WireSocket.Connect(_client.Loop, _client.Port, this);
        else Send();
    }

    public void Ready(bool canRead, bool canWrite)
    {
        if (canWrite && IsBusy && _sent < _client.Request.Length) Send();
        if (!canRead || _socket is null) return;
        var incoming = _client.Loop.Incoming;
        int read = _socket.Receive(incoming);
        if (read > 0) Take(incoming.AsSpan(0, read));
        else if (read != -1) Lose();
    }

    public void Body(ReadOnlySpan<byte> piece)
    {
        if (_answer.Status != 200)
        {
            _refusal ??= $"{_answer.Status} {Encoding.UTF8.GetString(piece[..Math.Min(piece.Length, 300)])}";
            return;
        }

        int at = 0;
        while (_scanner.TryNext(piece, ref at, out long stamp)) Count(stamp);
        if (_client.Shape.Stamps > 1 && _stamps >= _client.Shape.Stamps) _term.Read(piece);
    }

    public void Dispose()
    {
        IsBusy = false;
        _socket?.Dispose();
        _socket = null;
    }

    private void Count(long stamp)
    {
        // Responses says the whole text again at its end, several times.
        if (_stamps == _client.Shape.Stamps && stamp <= _lastStamp) return;
        _stamps++;
        _outOfOrder |= stamp < _lastStamp;
        _lastStamp = stamp;
        if (_client.IsCounting)
        {
            _client.Figures.Stamps++;
            _client.Figures.Transit.Add(Heard - stamp);
            if (_stamps == 1 && _countsFirst) _client.Figures.First.Add(Heard - _begun);
        }

        if (_client.Shape.InStep && _stamps < _client.Shape.Stamps) _client.Step();
    }

    private void Send()
    {
        int sent = _socket!.Send(_client.Request.AsSpan(_sent));
        if (sent == -2)
        {
            Lose();
            return;
        }

        _sent += Math.Max(0, sent);
        _socket.Watch(writable: _sent < _client.Request.Length);
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        if (!IsBusy)
        {
            // Nobody has asked.
            Dispose();
            return;
        }

        Heard = Stopwatch.GetTimestamp();
        _answer.Read(bytes);
        if (_answer.State == MessageState.Broken) End("The answer is no HTTP.", reusable: false);
        else if (_answer.State == MessageState.Whole) End(Judge(), reusable: !_answer.Closes && _sent == _client.Request.Length);
    }

    // The other side has closed, or there was none.
    private void Lose()
    {
        if (!IsBusy)
        {
            Dispose();
            return;
        }

        bool wasHead = _answer.State == MessageState.Head;
        _answer.End();
        End(_answer.State == MessageState.Whole ? Judge() : wasHead ? "The connection was closed before an answer came." : "The answer was cut.", reusable: false);
    }

    private string? Judge() => _answer.Status != 200 ? _refusal ?? _answer.Status.ToString()
        : _stamps != _client.Shape.Stamps ? $"{_stamps} of {_client.Shape.Stamps} pieces of content came."
        : _outOfOrder ? "The pieces of content came in another order."
        : _client.Shape.Stamps > 1 && !_term.Found ? "The stream has no end."
        : null;

    private void End(string? fault, bool reusable)
    {
        IsBusy = false;
        if (!reusable) Dispose();
        if (fault is not null) _client.Figures.Fail(fault);
        else if (_client.IsCounting) _client.Figures.Answers++;
        if (fault is null && _client.IsCounting && _due >= _client.CountsSince) _client.Figures.Times.Add(Heard - _due);
        _client.Ended(this);
    }
}
