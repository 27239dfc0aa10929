namespace Gantry.Billing.Wallets;

/// <summary>
/// How many tokens a byte of a request is worth, learnt for each model from what upstreams report: the cheap bound for a hold, for which reading
/// the text would take too long (reliability §5.5). The charge itself never rests on it where an upstream reports.
/// </summary>
internal sealed class PromptRatios
{
    // Thousandths of a token per byte. Until a model is known the lowest: what it misses, the answer's share of the hold has room for.
    private const long Lowest = 250;
    private const long Highest = 667;

    // What a picture or a page costs at most with the current vendors, in tokens, whatever its bytes.
    private const long TokensOfMedia = 1_600;
    private const int MostModels = 5_000;
    private const int Longest = 10_000;

    private readonly BoundedTable<string, Ratio> _models = new(MostModels);

    /// <summary>A likely upper bound of the prompt's tokens.</summary>
    /// <param name="model">The upstream's name of the model.</param>
    /// <param name="textBytes">Bytes of the request without its media.</param>
    /// <param name="media">Pictures and documents in it.</param>
    public long Tokens(string model, long textBytes, int media)
    {
        var ratio = _models.TryFind(model, out var known) ? Math.Clamp(known.Upper, Lowest, Highest) : Lowest;
        return Math.Max(1, textBytes * ratio * 105 / 100_000) + media * TokensOfMedia;
    }

    /// <summary>Takes note of what a prompt of text turned out to be.</summary>
    public void Learn(string model, long textBytes, long tokens)
    {
        if (textBytes >= 64 && tokens > 0 && _models.TryFindOrAdd(model, out var ratio))
        {
            ratio.Add(tokens * 1_000 / textBytes);
        }
    }

    /// <summary>A running mean and mean deviation; the bound lies twice the deviation above the mean, which short prompts with dense text seldom pass.</summary>
    private sealed class Ratio
    {
        private long _mean;
        private long _deviation;
        private long _count;
        private long _upper;

        public long Upper => Volatile.Read(ref _upper);

        public void Add(long thousandths)
        {
            lock (this)
            {
                _count = Math.Min(_count + 1, Longest);
                var scaled = thousandths << 10;
                _mean += (scaled - _mean) / _count;
                _deviation += (Math.Abs(scaled - _mean) - _deviation) / _count;
                Volatile.Write(ref _upper, (_mean + 2 * _deviation + 1023) >> 10);
            }
        }
    }
}
