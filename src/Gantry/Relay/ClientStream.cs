namespace Gantry.Relay;

/// <summary>The client's side of an answer. One writer at a time: the lane, or a keep-alive while the lane waits for the upstream.</summary>
internal sealed class ClientStream(HttpResponse response, Watched watched) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Bytes handed to the client, without keep-alives.</summary>
    public long Written { get; private set; }

    /// <summary>Writes and flushes: what was read in one piece leaves in one piece.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        await _turn.WaitAsync(cancellation);
        try
        {
            watched.NoteWriting();
            await response.BodyWriter.WriteAsync(bytes, cancellation);
            Written += bytes.Length;
        }
        finally
        {
            watched.NoteWritten();
            _turn.Release();
        }
    }

    /// <summary>Sends a keep-alive unless the lane is writing at this moment: then there is no silence to break.</summary>
    public async ValueTask KeepAliveAsync(ReadOnlyMemory<byte> bytes)
    {
        if (!await _turn.WaitAsync(0))
        {
            return;
        }

        try
        {
            await response.BodyWriter.WriteAsync(bytes, watched.Token);
        }
        finally
        {
            watched.NoteWritten();
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
