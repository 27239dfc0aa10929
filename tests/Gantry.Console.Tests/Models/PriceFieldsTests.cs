using Gantry.Console.Models;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Models;
using Xunit;

namespace Gantry.Console.Tests.Models;

/// <summary>From a form to a price that begins at a moment.</summary>
public sealed class PriceFieldsTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Price_from_now_takes_the_place_of_the_undated_one_unless_a_dated_one_has_begun()
    {
        var fields = PriceFields.Of(null);
        fields.Usd["input"] = " 3.00 ";
        var change = fields.Read(TimeZoneInfo.Utc, Now, "bad")!;
        var coming = new DatedPriceTerms { From = Now.AddDays(1), Price = new PriceTerms { Free = true } };
        Assert.Equal(("3.00", 1), change(new ModelPrices { Prices = [coming] }) is var undated ? (undated.Price!.Input, undated.Prices.Count) : default);
        var begun = change(new ModelPrices { Prices = [coming with { From = Now.AddDays(-1) }] });
        Assert.Null(begun.Price);
        Assert.Equal((2, Now, "3.00"), (begun.Prices.Count, begun.Prices[1].From, begun.Prices[1].Price.Input));
    }

    [Fact]
    public void Price_for_later_begins_by_the_readers_clock()
    {
        var fields = PriceFields.Of(null);
        (fields.From, fields.Usd["output"]) = ("2026-07-01T00:00", "1");
        var zone = TimeZoneInfo.CreateCustomTimeZone("east", TimeSpan.FromHours(8), "east", "east");
        var next = fields.Read(zone, Now, "bad")!(new ModelPrices());
        Assert.Equal(new DateTimeOffset(2026, 6, 30, 16, 0, 0, TimeSpan.Zero), Assert.Single(next.Prices).From);
        fields.From = "tomorrow";
        Assert.Null(fields.Read(zone, Now, "bad"));
        Assert.Equal(["bad"], fields.Errors("from"));
    }

    [Fact]
    public void Dimensions_without_a_field_are_kept_and_reasons_come_to_theirs()
    {
        var before = new PriceTerms { Input = "1.00", LongContext = new LongContextTerms { Above = 200_000, Input = "2.00" }, WebSearch = "0.01" };
        var fields = PriceFields.Of(before);
        Assert.True(fields.Keeps);
        fields.Usd["cache_read"] = "0.1";
        var next = fields.Read(TimeZoneInfo.Utc, Now, "bad")!(new ModelPrices { Price = before }).Price!;
        Assert.Equal(before with { CacheRead = "0.1" }, next);
        var refusal = new Refusal { Kind = RefusalKind.Invalid, Code = "invalid_request", Detail = "", Errors = Refusal.NoErrors.Add("prices[0].price.cache_read", ["is no amount"]).Add("input", ["is no amount"]) };
        Assert.True(fields.Mark(refusal));
        Assert.Equal((1, 1), (fields.Errors("cache_read").Count, fields.Errors("input").Count));
        fields.Free = true;
        Assert.Equal(new PriceTerms { Free = true }, fields.Read(TimeZoneInfo.Utc, Now, "bad")!(new ModelPrices()).Price);
    }
}
