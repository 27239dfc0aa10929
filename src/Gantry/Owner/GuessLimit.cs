namespace Gantry.Owner;

/// <summary>Bounds how many wrong codes one account may try (reliability P-10). In memory: a restart forgets, and the codes are too long to guess all the same.</summary>
internal sealed class GuessLimit(TimeProvider time)
{
    public const int PerHour = 10;

    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Queue<DateTimeOffset>> _guesses = [];

    /// <summary>Counts a guess before it is tried, so that many at once are counted as well.</summary>
    /// <returns>How long to wait; null where it may be tried.</returns>
    public TimeSpan? TryTake(Guid account)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (!_guesses.TryGetValue(account, out var taken)) _guesses[account] = taken = new Queue<DateTimeOffset>(PerHour);
            while (taken.TryPeek(out var oldest) && now - oldest >= Window) taken.Dequeue();
            if (taken.Count >= PerHour) return taken.Peek() + Window - now;
            taken.Enqueue(now);
            return null;
        }
    }

    /// <summary>A right code is no guess.</summary>
    public void GiveBack(Guid account)
    {
        lock (_gate)
        {
            if (_guesses.TryGetValue(account, out var taken) && taken.TryDequeue(out _) && taken.Count == 0) _guesses.Remove(account);
        }
    }
}
