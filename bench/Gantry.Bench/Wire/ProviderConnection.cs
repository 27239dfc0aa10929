using System.Diagnostics;
using System.Net.Sockets;

namespace Gantry.Bench.Wire;

/// <summary>One connection of a proxy to the <see cref="ScriptedProvider"/>.</summary>
internal sealed class ProviderConnection : IWireEnd, IDisposable
{
    private static readonly byte[] LastChunk = "0\r\n\r\n"u8.ToArray();
    private static readonly byte[] Refusal = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 2\r\n\r\nno"u8.ToArray();

    private readonly WireLoop _loop;
    private readonly ScriptedProvider _provider;
    private readonly WireSocket _socket;
    private readonly MessageReader _request = new(sink: null, readsRequests: true);
    private Script _script = Script.Whole;
    private ProviderAnswers _answers = ProviderAnswers.All[0];
    private byte[] _unsent = [];
    private int _unsentFrom;
    private int _unsentLength;
    private int _sent;
    private bool _streams;
    private bool _queued;
    private bool _closed;

    public ProviderConnection(WireLoop loop, ScriptedProvider provider, Socket socket)
    {
        (_loop, _provider) = (loop, provider);
        _socket = loop.Attach(socket, this, writable: false);
    }

    /// <summary>When its next event is due, by the stopwatch.</summary>
    public long Due { get; private set; }

    public bool WaitsForStep => _streams && _script.InStep && _unsentLength == 0;

    public void Ready(bool canRead, bool canWrite)
    {
        if (canWrite && _unsentLength > 0) SendRest();
        if (!canRead || _closed) return;
        int read = _socket.Receive(_loop.Incoming);
        if (read is 0 or -2) Dispose();
        else if (read > 0) Take(_loop.Incoming.AsSpan(0, read));
    }

    /// <summary>The next events of the stream, as many as <paramref name="most"/> at once.</summary>
    public void Go(int most)
    {
        _queued = false;
        if (_closed || !_streams || _unsentLength > 0) return;
        var to = _loop.Outgoing.AsSpan();
        int length = 0, until = _script.Interval > 0 ? _sent + 1 : Math.Min(_script.Events, _sent + most);
        for (; _sent < until; _sent++)
        {
            if (_script.Fault != ScriptFault.Skips || _sent != 1) length += _answers.Event.Write(to[length..], _sent);
        }

        if (_sent == _script.Events)
        {
            var close = _script.Fault == ScriptFault.Unended ? LastChunk : _answers.Close;
            close.CopyTo(to[length..]);
            length += close.Length;
            End();
        }

        Send(to[..length]);
        if (_script.Fault == ScriptFault.Cuts) Dispose();
        Continue();
    }

    public void Dispose()
    {
        if (_closed) return;
        _closed = true;
        if (_streams) End();
        _provider.Left(this);
        _socket.Dispose();
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        _request.Read(bytes);
        if (_request.State == MessageState.Broken) Dispose();
        else if (_request.State == MessageState.Whole) Answer();
    }

    private void Answer()
    {
        var head = _request.Head;
        var path = head[..head.IndexOf((byte)'\r')];
        _answers = ProviderAnswers.All[0];
        foreach (var answers in ProviderAnswers.All)
        {
            if (path.IndexOf(answers.Path) >= 0) _answers = answers;
        }

        _script = _provider.Script;
        _request.Reset();
        if (_script.Fault == ScriptFault.Refuses)
        {
            Send(Refusal);
            return;
        }

        if (_script.Events == 0)
        {
            Send(_loop.Outgoing.AsSpan(0, _answers.Whole.Write(_loop.Outgoing, 0)));
            return;
        }

        (_streams, _sent) = (true, 1);
        _provider.Running++;
        Due = Stopwatch.GetTimestamp();
        // The first content goes with what opens the stream.
        var to = _loop.Outgoing.AsSpan();
        _answers.Open.CopyTo(to);
        Send(to[..(_answers.Open.Length + _answers.Event.Write(to[_answers.Open.Length..], 0))]);
        Continue();
    }

    private void Continue()
    {
        if (!_streams || _closed || _queued || _unsentLength > 0 || _script.InStep) return;
        Due += _script.Interval;
        _queued = true;
        _provider.Queue(this);
    }

    private void End()
    {
        _streams = false;
        _provider.Running--;
    }

    private void Send(ReadOnlySpan<byte> bytes)
    {
        int sent = _socket.Send(bytes);
        if (sent == -2)
        {
            Dispose();
            return;
        }

        var rest = bytes[Math.Max(0, sent)..];
        if (rest.IsEmpty) return;
        if (_unsent.Length < rest.Length) _unsent = new byte[rest.Length];
        rest.CopyTo(_unsent);
        (_unsentFrom, _unsentLength) = (0, rest.Length);
        _socket.Watch(writable: true);
    }

    private void SendRest()
    {
        int sent = _socket.Send(_unsent.AsSpan(_unsentFrom, _unsentLength));
        if (sent == -2)
        {
            Dispose();
            return;
        }

        if (sent > 0) (_unsentFrom, _unsentLength) = (_unsentFrom + sent, _unsentLength - sent);
        if (_unsentLength > 0) return;
        _socket.Watch(writable: false);
        Continue();
    }
}
