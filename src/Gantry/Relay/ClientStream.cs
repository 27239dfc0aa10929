using System.IO.Pipelines;
using Gantry.Protocols;

namespace Gantry.Relay;

/// <summary>
/// The client's side of an answer, whoever gives it. One writer at a time: the lane, or a keep-alive while the lane waits for an upstream.
/// The first write sends status and headers.
/// </summary>
/// <param name="exchange">The exchange.</param>
/// <param name="beginEarly">Sets status and headers for a keep-alive that comes before any upstream has answered; null where they are set.</param>
internal sealed class ClientStream(Exchange exchange, Action? beginEarly = null) : IAsyncDisposable
{
    private readonly HttpResponse _response = exchange.Http.Response;
    private readonly Watched _watched = exchange.Watched;
    private readonly bool _numbered = exchange.Route.Route.Protocol == Protocol.Responses;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _silent;
    private bool _opened;

    /// <summary>Bytes handed to the client, without keep-alives.</summary>
    public long Written { get; private set; }

    /// <summary>Where the client stands in the stream.</summary>
    public StreamTail Tail { get; } = new();

    /// <summary>Sets status and headers, where none have been sent: what a keep-alive has begun early stands.</summary>
    public async ValueTask OpenAsync(Action begin)
    {
        await _turn.WaitAsync();
        try
        {
            if (!_response.HasStarted)
            {
                begin();
                _opened = true;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Writes and flushes: what was read in one piece leaves in one piece.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        exchange.Tee?.Take(_response, bytes.Span);
        exchange.Capture?.Take(bytes.Span);
        if (_watched.ConnectionGone)
        {
            return;
        }

        await _turn.WaitAsync(cancellation);
        try
        {
            // Within the turn: a keep-alive that comes between would otherwise be judged by bytes that have not left yet.
            Tail.Note(bytes.Span, _numbered);
            _watched.NoteWriting();
            await SendAsync(bytes, cancellation);
            Written += bytes.Length;
        }
        finally
        {
            _watched.NoteWritten();
            _turn.Release();
        }
    }

    /// <summary>Sends a keep-alive, if the stream stands between two events and the lane is not writing at this moment.</summary>
    public async ValueTask KeepAliveAsync(ReadOnlyMemory<byte> bytes)
    {
        if (!await _turn.WaitAsync(0))
        {
            return;
        }

        try
        {
            if (!_silent && Tail.AtBoundary)
            {
                if (!_response.HasStarted && !_opened)
                {
                    beginEarly?.Invoke();
                    _opened = true;
                }

                exchange.Tee?.Begin(_response);
                _watched.NoteWriting();
                await SendAsync(bytes, _watched.Token);
                _watched.NoteWritten();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>No keep-alive after this: one under way has ended when it returns. The response belongs to the caller alone then.</summary>
    public async ValueTask SilenceAsync()
    {
        _watched.KeepAlive = null;
        await _turn.WaitAsync();
        _silent = true;
        _turn.Release();
    }

    private ValueTask<FlushResult> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        var body = _response.BodyWriter;
        if (!exchange.Chunked)
        {
            return body.WriteAsync(bytes, cancellation);
        }

        // Whole or not at all: a chunk cut short would take what follows for its rest.
        cancellation.ThrowIfCancellationRequested();
        ChunkedBody.Write(body, bytes.Span);
        return body.FlushAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await SilenceAsync();
        _turn.Dispose();
    }
}
