namespace Gantry.Providers;

/// <summary>A token that many requests share: fetched once for all that wait, renewed ahead of its end while it still serves.</summary>
/// <param name="fetch">Fetches a new one.</param>
/// <param name="time">Tells when it is due.</param>
internal sealed class SharedToken(Func<CancellationToken, Task<FetchedToken>> fetch, TimeProvider time)
{
    // A request may be on its way for a while before the vendor looks at its token.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private FetchedToken? _held;
    private Task<Exception?>? _fetching;
    private DateTimeOffset _again;

    /// <summary>A token that holds for a while.</summary>
    /// <param name="cancellation">Ends this waiting; the fetch goes on for the others.</param>
    /// <exception cref="Exception">What <c>fetch</c> threw.</exception>
    public async ValueTask<string> GetAsync(CancellationToken cancellation)
    {
        Task<Exception?> fetching;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_held is { } held && now < held.ExpiresAt - Least)
            {
                if (now >= DueAt(held) && now >= _again)
                {
                    _fetching ??= FetchAsync();
                }

                return held.Text;
            }

            fetching = _fetching ??= FetchAsync();
        }

        var failure = await fetching.WaitAsync(cancellation);
        lock (_lock)
        {
            return failure is null ? _held!.Text : throw new SigningException(failure.Message, failure);
        }
    }

    private static DateTimeOffset DueAt(FetchedToken held) => held.RenewAt ?? held.ExpiresAt - Ahead;

    /// <summary>Never throws: a renewal ahead of time has nobody who waits for it.</summary>
    private async Task<Exception?> FetchAsync()
    {
        await Task.Yield();
        try
        {
            using var patience = new CancellationTokenSource(Patience, time);
            var token = await fetch(patience.Token);
            lock (_lock)
            {
                (_held, _fetching) = (token, null);
            }

            return null;
        }
        catch (Exception failure)
        {
            lock (_lock)
            {
                (_again, _fetching) = (time.GetUtcNow() + Pause, null);
            }

            return failure;
        }
    }
}
