namespace Gantry.Relay.Replays;

/// <summary>Which answers lie in files, by age, within the limits. Not safe for threads: the desk's lock guards it.</summary>
internal sealed class ReplayIndex(ReplayLimits limits)
{
    private readonly LinkedList<ReplayEntry> _byAge = [];
    private readonly Dictionary<Guid, (long Bytes, int Count)> _accounts = [];

    /// <summary>Bytes of all files.</summary>
    public long Bytes { get; private set; }

    public int Count => _byAge.Count;

    public void Add(ReplayEntry entry)
    {
        _byAge.AddLast(entry);
        Tally(entry, 1);
    }

    public void Remove(ReplayEntry entry)
    {
        if (_byAge.Remove(entry))
        {
            Tally(entry, -1);
        }
    }

    /// <summary>The next that has to go: too old, or the oldest where there are too many; null where all may stay.</summary>
    /// <param name="account">The one that has grown.</param>
    /// <param name="now">The time.</param>
    public ReplayEntry? Surplus(Guid account, DateTimeOffset now)
    {
        if (_byAge.First is not { Value: var oldest })
        {
            return null;
        }

        if (now - oldest.CreatedAt >= limits.Lifetime || Bytes > limits.TotalBytes || Count > limits.TotalCount)
        {
            return oldest;
        }

        return _accounts.TryGetValue(account, out var has) && (has.Bytes > limits.AccountBytes || has.Count > limits.AccountCount)
            ? _byAge.First(entry => entry.Account == account)
            : null;
    }

    private void Tally(ReplayEntry entry, int sign)
    {
        Bytes += sign * entry.Size;
        var (bytes, count) = _accounts.GetValueOrDefault(entry.Account);
        if (count + sign == 0)
        {
            _accounts.Remove(entry.Account);
        }
        else
        {
            _accounts[entry.Account] = (bytes + (sign * entry.Size), count + sign);
        }
    }
}
