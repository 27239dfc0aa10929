using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Gantry.Protocols.Framing;
using Gantry.Relay.State;
using Microsoft.AspNetCore.Http.Features;

namespace Gantry.Relay.Sockets;

/// <summary>The answer of one turn: each event of its stream becomes a frame while it is written; anything else is held to be told at the end.</summary>
internal sealed class SocketAnswer : Stream, IHttpResponseFeature, IHttpResponseBodyFeature, IHttpRequestLifetimeFeature
{
    private readonly SocketFrames _frames;
    private readonly SseScanner _scanner = new(int.MaxValue);
    private readonly ArrayBufferWriter<byte> _held = new(256);

    /// <param name="frames">Where the frames go.</param>
    /// <param name="gone">Cancelled when the client has left.</param>
    public SocketAnswer(SocketFrames frames, CancellationToken gone)
    {
        _frames = frames;
        RequestAborted = gone;
        Writer = PipeWriter.Create(this, new StreamPipeWriterOptions(leaveOpen: true));
    }

    /// <summary>The event that ended the answer, as it was sent; empty while there is none.</summary>
    public ReadOnlyMemory<byte> Ending { get; private set; }

    /// <summary><see cref="Ending"/> carries a response that can be continued.</summary>
    public bool HasAnswer { get; private set; }

    /// <summary>What was written in another form than events.</summary>
    public ReadOnlyMemory<byte> Held => _held.WrittenMemory;

    public int StatusCode { get; set; } = StatusCodes.Status200OK;

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

    Stream IHttpResponseFeature.Body
    {
        get => this;
        set => throw new NotSupportedException();
    }

    public bool HasStarted { get; private set; }

    Stream IHttpResponseBodyFeature.Stream => this;

    public PipeWriter Writer { get; }

    public CancellationToken RequestAborted { get; set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The answer cannot be finished. The connection stays: what is missing is told on it.</summary>
    public void Abort()
    {
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        HasStarted = true;
        if (StatusCode != StatusCodes.Status200OK || !(Headers.ContentType.ToString().StartsWith("text/event-stream", StringComparison.Ordinal)))
        {
            _held.Write(buffer.Span);
            return;
        }

        foreach (var frame in Read(buffer.Span))
        {
            await _frames.SendAsync(frame, cancellationToken);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public void DisableBuffering()
    {
    }

    public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task CompleteAsync() => Task.CompletedTask;

    public void OnStarting(Func<object, Task> callback, object state)
    {
    }

    public void OnCompleted(Func<object, Task> callback, object state)
    {
    }

    private List<ReadOnlyMemory<byte>> Read(ReadOnlySpan<byte> bytes)
    {
        var frames = new List<ReadOnlyMemory<byte>>(1);
        while (_scanner.TryRead(ref bytes, out var sse))
        {
            var frame = sse.Data.ToArray();
            var type = frame is [(byte)'{', ..] ? sse.Name.IsEmpty ? JsonCut.Text(JsonCut.Member(frame, "type")) : Encoding.UTF8.GetString(sse.Name) : null;

            // Pings keep a WebSocket alive; an event for it would have a number that is not due.
            if (type is null or "keepalive")
            {
                continue;
            }

            frames.Add(frame);
            if (type is "response.completed" or "response.incomplete" or "response.failed" or "error")
            {
                Ending = frame;
                HasAnswer = type is "response.completed" or "response.incomplete";
            }
        }

        return frames;
    }
}
