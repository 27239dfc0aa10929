using System.Collections.Concurrent;

namespace Gantry.Billing.Wallets;

/// <summary>How long the answers to one key by one model usually are: streams set aside for that much first and extend.</summary>
internal sealed class OutputHistory
{
    /// <summary>The least that a stream sets aside for, in tokens.</summary>
    public const long Least = 1_024;

    private const int MostPairs = 20_000;

    private readonly ConcurrentDictionary<(Guid Key, string Model), Lengths> _pairs = new();

    /// <summary>Half as much again as 19 of 20 of the last answers took, in tokens; <see cref="Least"/> where nothing is known.</summary>
    public long Likely(Guid key, string model) => _pairs.TryGetValue((key, model), out var lengths) ? Math.Max(Least, lengths.Percentile95() * 3 / 2) : Least;

    /// <summary>What half of the last answers stayed below, in tokens; null where nothing is known.</summary>
    public long? Typical(Guid key, string model) => _pairs.TryGetValue((key, model), out var lengths) ? lengths.Median() : null;

    /// <summary>Takes note of a finished answer.</summary>
    public void Note(Guid key, string model, long tokens)
    {
        if (tokens <= 0 || (_pairs.Count >= MostPairs && !_pairs.ContainsKey((key, model))))
        {
            return;
        }

        _pairs.GetOrAdd((key, model), static _ => new Lengths()).Add(tokens);
    }

    private sealed class Lengths
    {
        private const int Kept = 64;

        private readonly long[] _ring = new long[Kept];
        private int _count;
        private long _percentile;
        private long _median;

        public void Add(long tokens)
        {
            lock (_ring)
            {
                _ring[_count++ % Kept] = tokens;
                var known = _ring.AsSpan(0, Math.Min(_count, Kept));
                Span<long> sorted = stackalloc long[known.Length];
                known.CopyTo(sorted);
                sorted.Sort();
                Volatile.Write(ref _median, sorted[known.Length / 2]);
                Volatile.Write(ref _percentile, sorted[(known.Length * 95 + 99) / 100 - 1]);
            }
        }

        public long Median() => Volatile.Read(ref _median);

        public long Percentile95() => Volatile.Read(ref _percentile);
    }
}
