namespace Gantry.Billing.Charges;

/// <summary>
/// By how much the gateway's count of an answer's words misses the vendor's, learnt for each model from answers that ended: what an answer
/// is charged by that was broken off before the vendor said anything (reliability §5.5 rule 6).
/// </summary>
internal sealed class DeliveredRatios
{
    private const int MostModels = 5_000;
    private const long Unit = 1L << 20;
    private const int Longest = 2_000;

    // A count of a few words says little.
    private const long LeastTokens = 8;

    private readonly BoundedTable<string, Ratio> _models = new(MostModels);

    /// <summary>The vendor's likely count.</summary>
    /// <param name="model">The upstream's name of the model.</param>
    /// <param name="counted">The gateway's own count, in tokens.</param>
    public long Apply(string model, long counted)
    {
        var ratio = _models.TryFind(model, out var known) ? known.Mean : Unit;
        return (long)(((Int128)counted * ratio + Unit - 1) / Unit);
    }

    /// <summary>Takes note of an answer that ended and reported.</summary>
    public void Learn(string model, long counted, long reported)
    {
        if (counted >= LeastTokens && reported >= LeastTokens && _models.TryFindOrAdd(model, out var ratio))
        {
            ratio.Add(counted, reported);
        }
    }

    /// <summary>Sums rather than a mean of ratios: long answers, which cost, count for more than short ones.</summary>
    private sealed class Ratio
    {
        private long _counted;
        private long _reported;
        private int _answers;
        private long _mean = Unit;

        public long Mean => Volatile.Read(ref _mean);

        public void Add(long counted, long reported)
        {
            lock (this)
            {
                if (++_answers >= Longest)
                {
                    // The past fades, so that a model which changes its tokenizer is followed.
                    (_counted, _reported, _answers) = (_counted / 2, _reported / 2, _answers / 2);
                }

                _counted += counted;
                _reported += reported;
                Volatile.Write(ref _mean, Math.Clamp((long)((Int128)_reported * Unit / _counted), Unit / 4, Unit * 4));
            }
        }
    }
}
