using System.Collections.Concurrent;

namespace Gantry.Protocols.Tokens;

/// <summary>Learns by how much estimates of a model miss, from the usage that its answers report. Thread safe, in memory only.</summary>
/// <remarks>A slow mean of ratios, kept between bounds: one odd answer moves it little, and no series of them moves it far.</remarks>
public sealed class TokenCalibration
{
    /// <summary>Bounds of the ratio, in thousandths.</summary>
    public const int Lowest = 500, Highest = 2_000;

    private const int Even = 1_000;
    private const int MostModels = 1_000;
    private const int FewTokens = 200;        // below this the frame outweighs the text
    private const double Weight = 1.0 / 16;

    private readonly ConcurrentDictionary<string, Ratio> _ratios = new(StringComparer.Ordinal);

    /// <summary>Takes note of what a prompt turned out to cost.</summary>
    /// <param name="model">The model's name at the upstream. Beyond a thousand names new ones are not learnt.</param>
    /// <param name="estimated">The estimate before any correction.</param>
    /// <param name="reported">All prompt tokens that the upstream reports, cached ones included.</param>
    public void Observe(string model, long estimated, long reported)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (estimated < FewTokens || reported <= 0) return;
        if (!_ratios.TryGetValue(model, out var ratio))
        {
            if (_ratios.Count >= MostModels) return;
            ratio = _ratios.GetOrAdd(model, static _ => new Ratio());
        }

        ratio.Observe(Math.Clamp(Even * (double)reported / estimated, Lowest, Highest));
    }

    /// <summary>What an estimate of this model is to be multiplied with, in thousandths.</summary>
    public int RatioOf(string model) => _ratios.TryGetValue(model, out var ratio) ? ratio.Thousandths : Even;

    /// <summary>An estimate with the correction applied; rounded upwards, and never 0 where the estimate is not.</summary>
    public long Apply(string model, long estimated) => (estimated * RatioOf(model) + Even - 1) / Even;

    private sealed class Ratio
    {
        private double _mean = Even;

        public int Thousandths => (int)Math.Round(Volatile.Read(ref _mean));

        public void Observe(double seen)
        {
            double before, after;
            do
            {
                before = Volatile.Read(ref _mean);
                after = before + Weight * (seen - before);
            }
            while (Interlocked.CompareExchange(ref _mean, after, before) != before);
        }
    }
}
