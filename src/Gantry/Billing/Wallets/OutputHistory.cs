namespace Gantry.Billing.Wallets;

/// <summary>How long the answers to one key by one model usually are: streams set aside for that much first and extend.</summary>
internal sealed class OutputHistory
{
    /// <summary>The least that a stream sets aside for, in tokens.</summary>
    public const long Least = 1_024;

    private const int MostPairs = 20_000;

    private readonly BoundedTable<(Guid Key, string Model), Lengths> _pairs = new(MostPairs);

    /// <summary>Half as much again as 19 of 20 of the last answers took, in tokens; <see cref="Least"/> where nothing is known.</summary>
    public long Likely(Guid key, string model) => _pairs.TryFind((key, model), out var lengths) ? Math.Max(Least, lengths.Percentile95() * 3 / 2) : Least;

    /// <summary>What half of the last answers stayed below, in tokens; null where nothing is known.</summary>
    public long? Typical(Guid key, string model) => _pairs.TryFind((key, model), out var lengths) ? lengths.Median() : null;

    /// <summary>Takes note of a finished answer.</summary>
    public void Note(Guid key, string model, long tokens)
    {
        if (tokens > 0 && _pairs.TryFindOrAdd((key, model), out var lengths))
        {
            lengths.Add(tokens);
        }
    }

    private sealed class Lengths
    {
        private const int Kept = 64;

        private readonly long[] _ring = new long[Kept];
        private long _count;
        private long _sortedAt;
        private long _percentile;
        private long _median;

        public void Add(long tokens)
        {
            lock (_ring)
            {
                _ring[(int)(_count++ % Kept)] = tokens;
            }
        }

        public long Median()
        {
            lock (_ring)
            {
                Sort();
                return _median;
            }
        }

        public long Percentile95()
        {
            lock (_ring)
            {
                Sort();
                return _percentile;
            }
        }

        // When it is asked for: most answers are to requests that do not.
        private void Sort()
        {
            if (_sortedAt == _count) return;
            _sortedAt = _count;
            var known = _ring.AsSpan(0, (int)Math.Min(_count, Kept));
            Span<long> sorted = stackalloc long[known.Length];
            known.CopyTo(sorted);
            sorted.Sort();
            _median = sorted[known.Length / 2];
            _percentile = sorted[(known.Length * 95 + 99) / 100 - 1];
        }
    }
}
