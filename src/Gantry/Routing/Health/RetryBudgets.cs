using System.Collections.Concurrent;

namespace Gantry.Routing.Health;

/// <summary>
/// Keeps retries from multiplying a failure (reliability ). A pool is what requests of one model in one group may be served by.
/// </summary>
/// <remarks>
/// Requests earn a little for the first two retries of each other, answers earn a lot: a pool that answers some may be tried again and
/// again, one that answers nobody costs its upstreams hardly more than the requests themselves. Failing over to a target that has not
/// failed lately is free.
/// </remarks>
internal sealed class RetryBudgets
{
    /// <summary>Attempts of one request, whatever its pool has earned.</summary>
    public const int Most = 8;

    /// <summary>Retries that a pool which answered until now may have at once when it answers nobody any more, beside those that its requests earn.</summary>
    public const int Burst = MostByAnswers;

    /// <summary>Pools that are kept; far more than a configuration has.</summary>
    public const int MostPools = 10_000;

    /// <summary>Attempts of one request while its pool answers nobody (reliability §4.1).</summary>
    public const int Usual = 3;

    private const double ByRequest = 0.1;
    private const double LeastByRequests = 3;
    private const double ByAnswer = 1.5;
    private const int MostByAnswers = 20;

    private readonly ConcurrentDictionary<string, Pool> _pools = new(StringComparer.Ordinal);

    /// <summary>A request has begun.</summary>
    public void NoteRequest(string pool)
    {
        var budget = Of(pool);
        lock (budget)
        {
            budget.ByRequests = Math.Min(budget.ByRequests + ByRequest, LeastByRequests);
        }
    }

    /// <summary>A request was answered.</summary>
    public void NoteAnswer(string pool)
    {
        var budget = Of(pool);
        lock (budget)
        {
            budget.ByAnswers = Math.Min(budget.ByAnswers + ByAnswer, MostByAnswers);
        }
    }

    /// <summary>Whether a request may be tried once more.</summary>
    /// <param name="pool">Its pool.</param>
    /// <param name="attempts">How many attempts it has had, 1 or more.</param>
    /// <param name="unproven">The next target has not failed lately.</param>
    public bool TryRetry(string pool, int attempts, bool unproven)
    {
        if (attempts < Usual && unproven)
        {
            return true;
        }

        var budget = Of(pool);
        lock (budget)
        {
            if (attempts < Most && budget.ByAnswers >= 1)
            {
                budget.ByAnswers--;
                return true;
            }

            if (attempts < Usual && budget.ByRequests >= 1)
            {
                budget.ByRequests--;
                return true;
            }

            return false;
        }
    }

    /// <summary>How many pools are kept now.</summary>
    public int Pools => _pools.Count;

    private Pool Of(string pool)
    {
        if (_pools.TryGetValue(pool, out var known))
        {
            return known;
        }

        // Names change with the configuration and nobody says when one is done with; a pool that begins anew has lost a few retries.
        if (_pools.Count >= MostPools)
        {
            _pools.Clear();
        }

        return _pools.GetOrAdd(pool, static _ => new Pool());
    }

    private sealed class Pool
    {
        public double ByRequests { get; set; } = LeastByRequests;

        public double ByAnswers { get; set; }
    }
}
