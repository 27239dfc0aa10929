using Gantry.Contracts.Manage.Prices;

namespace Gantry.Console.Tests.Doubles;

/// <summary>A price list with all that one can hold.</summary>
internal static class PaperPrices
{
    public static PriceListView List { get; } = new()
    {
        Version = 1,
        NextChange = DateTimeOffset.UnixEpoch.AddYears(57),
        Groups =
        [
            new GroupPricesView
            {
                Name = "standard", Description = "For everybody.", Multiplier = "1.0", CancelPolicy = "delivered",
                Models =
                [
                    Model("claude-sonnet-5", "Claude Sonnet 5", "anthropic") with
                    {
                        ContextWindow = 1_000_000,
                        Prices =
                        [
                            Price("input", "3.00"), Price("output", "15.00"), Price("cache_read", "0.30"), Price("cache_write_5m", "3.75"), Price("cache_write_1h", "6.00"),
                            Price("web_search", "0.01") with { Unit = "search" }, Price("input", "6.00") with { PromptTokens = 200_000, Bound = "gt" }, Price("output", "22.50") with { PromptTokens = 200_000, Bound = "gt" },
                            Price("input", "1.50") with { ServiceTier = "batch" }, Price("output", "7.50") with { ServiceTier = "batch" },
                        ],
                    },
                    Model("a-model-with-a-name-that-is-very-long-for-a-phone-2026-11-21", "<b>Long</b>", "own") with { Free = true },
                    Model("new", "new", "own") with { PriceVersion = null },
                ],
            },
            new GroupPricesView
            {
                Name = "saver", Description = "", Multiplier = "0.123456", CancelPolicy = "upstream",
                Models =
                [
                    Model("gpt-image-1", "GPT Image 1", "openai") with
                    {
                        Multiplier = "0.123456",
                        Prices = [Price("image", "0.17") with { Unit = "image", Variant = "high/1024x1024", Charged = "0.02098752" }, Price("request", "0.000000001") with { Unit = "request", Charged = "0.000000000123456" }],
                    },
                ],
            },
        ],
    };

    private static ModelPricesView Model(string id, string name, string owner) => new() { Id = id, DisplayName = name, OwnedBy = owner, PriceVersion = "v1", Multiplier = "1.0" };

    private static PriceView Price(string dimension, string amount) => new() { Dimension = dimension, Unit = "1M tokens", ServiceTier = "standard", List = amount, Charged = amount };
}
