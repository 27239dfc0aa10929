using Gantry.Billing.Traffic;
using Xunit;

namespace Gantry.Tests.Billing.Traffic;

public sealed class PaceBucketsTests
{
    [Theory]
    [InlineData(-5, 0)]
    [InlineData(0, 0)]
    [InlineData(1_024, 0)]
    [InlineData(1_151, 0)]
    [InlineData(1_152, 1)]
    [InlineData(2_047, 7)]
    [InlineData(2_048, 8)]
    [InlineData(1_000_000, 79)]
    [InlineData(long.MaxValue, 255)]
    public void Time_has_its_bucket(long micros, int bucket) => Assert.Equal(bucket, PaceBuckets.Of(micros));

    [Fact]
    public void Buckets_follow_each_other_and_none_is_wider_than_an_eighth_of_what_is_in_it()
    {
        for (var bucket = 0; bucket < 255; bucket++)
        {
            var (low, next) = (PaceBuckets.Low(bucket), PaceBuckets.Low(bucket + 1));
            Assert.Equal((bucket, bucket, bucket + 1), (PaceBuckets.Of(low), PaceBuckets.Of(next - 1), PaceBuckets.Of(next)));
            Assert.True((next - low) * 8 <= low, $"{bucket}");
        }
    }

    [Fact]
    public void Percentiles_are_within_an_eighth_of_the_exact_ones()
    {
        var random = new Random(65);
        foreach (var size in (int[])[1, 2, 10, 1_000, 50_000])
        {
            var times = Enumerable.Range(0, size).Select(_ => (long)(40_000 * Math.Exp(random.NextDouble() * 8))).Order().ToArray();
            var counts = times.GroupBy(PaceBuckets.Of).ToDictionary(bucket => bucket.Key, bucket => bucket.LongCount());
            foreach (var share in (decimal[])[0.5m, 0.95m, 0.99m])
            {
                var exact = times[(int)Math.Ceiling(share * size) - 1];
                var found = PaceBuckets.Percentile(counts, share)!.Value;
                Assert.InRange(found, exact * 7 / 8, exact * 9 / 8 + 1);
            }
        }

        Assert.Null(PaceBuckets.Percentile(new Dictionary<int, long>(), 0.5m));
        Assert.Null(PaceBuckets.Percentile(new Dictionary<int, long> { [3] = 0 }, 0.5m));
    }
}
