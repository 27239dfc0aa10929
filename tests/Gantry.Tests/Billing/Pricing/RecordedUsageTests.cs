using System.Text;
using System.Text.Json;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Catalog.Seed;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Metering;
using Gantry.Tests.Simulator;
using Xunit;

namespace Gantry.Tests.Billing.Pricing;

/// <summary>Usages of real answers, read by the meters, at the prices of the seed catalogue.</summary>
public sealed class RecordedUsageTests(ITestOutputHelper output)
{
    private const int Fewest = 200;

    [Fact]
    public void Two_hundred_recorded_requests_cost_what_the_oracle_says()
    {
        using var stream = typeof(SeedCatalogue).Assembly.GetManifestResourceStream("Gantry.Catalog.Seed.models.json")!;
        var seed = JsonDocument.Parse(stream).RootElement.EnumerateArray().Where(m => m.TryGetProperty("price", out _)).ToDictionary(m => m.GetProperty("id").GetString()!);
        var priced = 0;
        foreach (var (id, asked, usage) in Recorded())
        {
            var model = Model(asked, seed.Keys);
            var json = seed[model].GetProperty("price");
            var pinned = Prices.Pin(json.Deserialize(CatalogJson.Default.ModelPrice)!, priced % 2 == 0 ? 1_000_000 : 2_500_000);
            foreach (var tier in Enum.GetValues<ServiceTier>())
            {
                var bill = PriceEngine.Explain(pinned, new BilledUsage(usage, tier));
                var expected = new PriceOracle(json).Cost(usage, tier, pinned.MultiplierPpm);
                Assert.True(expected == bill.Cost.Nanos, $"{id} as {model}, {tier}: {expected}, not {bill.Cost.Nanos}");
            }

            priced++;
        }

        output.WriteLine($"{priced} recorded usages");
        Assert.True(priced >= Fewest, $"only {priced} recordings hold a usage");
    }

    private static IEnumerable<(string Id, string Model, Usage Usage)> Recorded()
    {
        foreach (var file in Directory.EnumerateFiles(Shared.Folder("recordings"), "*.json").Order(StringComparer.Ordinal))
        {
            var json = JsonElement.Parse(File.ReadAllBytes(file));
            if (Kind(json.GetProperty("protocol").GetString()!) is not { } kind || json.GetProperty("response") is var answer && !answer.TryGetProperty("body", out _)) continue;
            var body = answer.GetProperty("body");
            var text = body.ValueKind == JsonValueKind.String ? body.GetString()! : body.GetRawText();
            var framing = json.GetProperty("stream").GetBoolean() && !text.StartsWith('[') && !text.StartsWith('{') ? ResponseFraming.Sse : ResponseFraming.Json;
            var meter = ResponseMeters.For(kind.Protocol, kind.Operation, framing, new MeterQuirks());
            meter.Append(Encoding.UTF8.GetBytes(text));
            meter.Complete();
            if (meter.Reading.Usage is { } usage && usage != default)
                yield return (json.GetProperty("id").GetString()!, meter.Reading.ServedModel ?? json.GetProperty("provider").GetString()!, usage);
        }
    }

    private static (Protocol Protocol, Operation Operation)? Kind(string protocol) => protocol switch
    {
        "chat" or "completions" => (Protocol.Chat, Operation.Chat),
        "responses" => (Protocol.Responses, Operation.Chat),
        "messages" => (Protocol.Messages, Operation.Chat),
        "gemini" => (Protocol.Gemini, Operation.Chat),
        "converse" => (Protocol.Converse, Operation.Chat),
        "embeddings" => (Protocol.Chat, Operation.Embeddings),
        "images" => (Protocol.Chat, Operation.ImageGeneration),
        _ => null,
    };

    // The model itself, else the seed's model whose name it begins with, else one of the same family.
    private static string Model(string asked, ICollection<string> known)
    {
        var name = asked[(asked.LastIndexOf('/') + 1)..];
        return known.Where(k => name.StartsWith(k, StringComparison.Ordinal)).MaxBy(k => k.Length)
            ?? (name.Contains("claude", StringComparison.Ordinal) || name == "anthropic" ? "claude-sonnet-4-5" : name.Contains("gemini", StringComparison.Ordinal) ? "gemini-2.5-pro" : "gpt-5.6");
    }
}
