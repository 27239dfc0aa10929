using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Protocols.Hub;
using Xunit;

namespace Gantry.Tests.Billing.Pricing;

/// <summary>Prices and usages by chance, always the same chance.</summary>
public sealed class RandomPriceTests
{
    private const int UsagesAPrice = 100;

    private static int Prices => TestRun.IsLong ? 10_000 : 200;

    [Fact]
    public void L_10_Engine_and_oracle_agree_to_the_nano_dollar()
    {
        var random = new Random(255);
        for (var i = 0; i < Prices; i++)
        {
            var json = JsonElement.Parse(Price(random));
            var pinned = Pin(json, random);
            var oracle = new PriceOracle(json);
            for (var n = 0; n < UsagesAPrice; n++)
            {
                var billed = new BilledUsage(Usage(random), (ServiceTier)random.Next(4));
                var expected = oracle.Cost(billed.Usage, billed.Tier, pinned.MultiplierPpm);
                var actual = PriceEngine.Cost(pinned, billed);
                Assert.True(expected == actual.Nanos, $"{json} x {pinned.MultiplierPpm}: {billed} costs {expected}, not {actual.Nanos}");
            }
        }
    }

    [Fact]
    public void L_11_Cost_is_never_below_the_exact_one_and_less_than_a_nano_dollar_above()
    {
        var random = new Random(11);
        for (var i = 0; i < 5_000; i++)
        {
            var pinned = Pin(JsonElement.Parse(Price(random)), random);
            var bill = PriceEngine.Explain(pinned, new BilledUsage(Usage(random), (ServiceTier)random.Next(4)));
            var above = (BigInteger)(Int128)bill.Cost.Nanos * BigInteger.Pow(10, 12) - (BigInteger)bill.Numerator;
            Assert.InRange(above, BigInteger.Zero, BigInteger.Pow(10, 12) - 1);
            Assert.Equal(Pricing.Prices.Oracle(bill), bill.Cost.Nanos);
            Assert.Equal(PriceEngine.Cost(pinned, new BilledUsage(Usage(new Random(i)), bill.Tier)), PriceEngine.Explain(pinned, new BilledUsage(Usage(new Random(i)), bill.Tier)).Cost);
        }
    }

    [Fact]
    public void Nothing_within_a_ceiling_costs_more_than_its_worst()
    {
        var random = new Random(77);
        for (var i = 0; i < 5_000; i++)
        {
            var pinned = Pin(JsonElement.Parse(Price(random)), random);
            var usage = Usage(random);
            var tier = (ServiceTier)random.Next(4);
            var ceiling = new UsageCeiling
            {
                PromptTokens = usage.TotalInput + random.Next(3),
                OutputTokens = usage.TotalOutput + random.Next(3),
                CachesAtAll = usage.CacheWrite5m > 0,
                CachesForOneHour = usage.CacheWrite1h > 0,
                Tier = tier,
                PictureInput = usage.ImageInput > 0,
                AudioInput = usage.AudioInput > 0,
                PictureOutput = usage.ImageOutput > 0,
                AudioOutput = usage.AudioOutput > 0,
                Images = usage.Images,
                AudioSeconds = usage.AudioSeconds,
                WebSearches = usage.WebSearches,
            };
            var worst = PriceEngine.Worst(pinned, ceiling);
            foreach (var served in new[] { tier, ServiceTier.Standard })
                Assert.InRange(PriceEngine.Cost(pinned, new BilledUsage(usage, served)).Nanos, 0, worst.Nanos);
        }
    }

    [Fact]
    public void Usual_path_does_not_allocate()
    {
        var pinned = Pin(JsonElement.Parse(Price(new Random(1))), new Random(1));
        var billed = new BilledUsage(new Usage { UncachedInput = 1_000, CacheRead = 5_000, Output = 300, Reasoning = 100 });
        PriceEngine.Cost(pinned, billed);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) PriceEngine.Cost(pinned, billed);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    internal static PinnedPrice Pin(JsonElement json, Random random)
    {
        var price = json.Deserialize(CatalogJson.Default.ModelPrice)!;
        long[] factors = [1_000_000, 100_000, 300_000, 2_500_000, 1, random.Next(1, 5_000_000)];
        return Pricing.Prices.Pin(price, factors[random.Next(factors.Length)]);
    }

    internal static string Price(Random random)
    {
        var text = new StringBuilder("{");
        text.Append(Tokens(random, always: true));
        foreach (var piece in new[] { "request", "image", "audio_second", "web_search" })
        {
            if (random.Next(3) == 0) text.Append(CultureInfo.InvariantCulture, $",\"{piece}\":{random.NextInt64(1, 200_000_000_000_000)}");
        }

        if (random.Next(2) == 0) text.Append($",\"long_context\":{Long(random)}");
        if (random.Next(2) == 0)
        {
            var tiers = new[] { "flex", "priority", "batch" }.Where(_ => random.Next(2) == 0)
                .Select(t => $"\"{t}\":{{{Tokens(random, always: false)}{(random.Next(3) == 0 ? $",\"long_context\":{Long(random)}" : "")}}}");
            text.Append($",\"tiers\":{{{string.Join(',', tiers)}}}");
        }

        return text.Append('}').ToString();
    }

    private static string Long(Random random) =>
        $"{{\"above\":{(random.Next(2) == 0 ? 200_000 : 272_000)}{(random.Next(2) == 0 ? ",\"bound\":\"ge\"" : "")},{Tokens(random, always: false)}}}";

    private static string Tokens(Random random, bool always)
    {
        string[] names = ["output", "cache_read", "cache_write_5m", "cache_write_1h", "reasoning", "image_input", "image_output", "audio_input", "audio_output"];
        var chosen = names.Where(_ => random.Next(2) == 0).Prepend(always || random.Next(4) > 0 ? "input" : "output").Distinct();
        return string.Join(',', chosen.Select(n => $"\"{n}\":{random.NextInt64(1, 150_000_000_000)}"));
    }

    internal static Usage Usage(Random random)
    {
        long Some(long most) => random.Next(3) == 0 ? 0 : random.NextInt64(most);
        var output = Some(50_000);
        // A third of the prompts lies around a bound.
        var input = random.Next(3) == 0 ? (random.Next(2) == 0 ? 200_000 : 272_000) + random.Next(-1, 2) : Some(400_000);
        var rest = random.Next(2) == 0;
        return new Usage
        {
            UncachedInput = input,
            CacheRead = rest ? Some(200_000) : 0,
            CacheWrite5m = rest ? Some(50_000) : 0,
            CacheWrite1h = rest ? Some(50_000) : 0,
            Output = output,
            Reasoning = random.NextInt64(output + 1),
            AudioInput = rest ? Some(5_000) : 0,
            ImageInput = rest ? Some(5_000) : 0,
            AudioOutput = Some(5_000),
            ImageOutput = Some(5_000),
            // Pieces come with tokens here; without any, see PriceSubstituteTests.
            Images = input > 0 ? random.Next(3) : 0,
            AudioSeconds = input > 0 ? random.Next(100) : 0,
            WebSearches = random.Next(3),
        };
    }
}
