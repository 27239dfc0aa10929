namespace Gantry.Relay.Replays;

/// <summary>One who reads along. To be disposed: while somebody reads, the answer goes on.</summary>
internal sealed class ReplayReader(RunningReplay running) : IDisposable
{
    private long _position;
    private bool _left;

    public RunningReplay Running => running;

    /// <summary>Waits until the answer has begun, or has ended without.</summary>
    public async ValueTask<ReplayHead?> BeginAsync(CancellationToken cancellation)
    {
        await running.Beginning().WaitAsync(cancellation);
        return running.Head;
    }

    /// <returns>Bytes read; 0 at the end, whose kind <see cref="RunningReplay.End"/> tells.</returns>
    public async ValueTask<int> ReadAsync(Memory<byte> into, CancellationToken cancellation)
    {
        while (true)
        {
            var (count, news) = running.TryRead(into, _position);
            if (news is null)
            {
                _position += count;
                return count;
            }

            await news.WaitAsync(cancellation);
        }
    }

    public void Dispose()
    {
        if (!_left)
        {
            _left = true;
            running.Leave();
        }
    }
}
