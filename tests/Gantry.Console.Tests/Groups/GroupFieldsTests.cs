using Gantry.Console.Groups;
using Gantry.Console.Language;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Groups;
using Xunit;

namespace Gantry.Console.Tests.Groups;

/// <summary>The terms of a group between the form and the service.</summary>
public sealed class GroupFieldsTests
{
    private static readonly GroupWords Words = new(Tongue.English);

    [Fact]
    public void What_has_no_field_and_what_was_not_touched_stays()
    {
        var full = new GroupPriceTerms { Model = "full", Price = new PriceTerms { Input = "1.00", Output = "2.00", CacheRead = "0.10" } };
        var view = new GroupView
        {
            Name = "g", Deployments = 1, ManagedBy = "hand", Multiplier = "0.8", Prices = [full, new GroupPriceTerms { Model = "m", Multiplier = "0.5" }],
            SpendCap = [new SpendCap { Amount = "5.00", Window = "week" }], ModelRateLimits = new Dictionary<string, RateLimits> { ["m"] = new() { Concurrent = 2 } },
            VirtualModels = new Dictionary<string, IReadOnlyList<string>> { ["best"] = ["a", "b"] },
        };
        var fields = GroupFields.Of(view);
        Assert.Equal("full = 1.00 / 2.00\nm = 0.5", fields.Prices);
        fields.Prices += "\nnew/one = free\nthird = 3 / 4";
        fields.Rates["concurrent"] = "9";
        var next = fields.Read<GroupTerms>(Words, "no number")!(view);
        Assert.Same(full, next.Prices[0]);
        Assert.Equal(("0.5", true, "4"), (next.Prices[1].Multiplier, next.Prices[2].Price!.Free, next.Prices[3].Price!.Output));
        Assert.Same(view.ModelRateLimits, next.ModelRateLimits);
        Assert.Equal(("week", 9L, "b"), (next.SpendCap[0].Window, next.RateLimits!.Concurrent, next.VirtualModels!["best"][1]));
    }

    [Theory]
    [InlineData("m")]
    [InlineData("m = ")]
    [InlineData("m = 1 / 2 / 3")]
    [InlineData("m = much")]
    public void Line_that_means_nothing_is_marked(string line)
    {
        var fields = new GroupFields { Prices = line };
        Assert.Null(fields.Read<GroupTerms>(Words, "no number"));
        Assert.NotEmpty(fields.Errors("prices"));
    }

    [Fact]
    public void Reasons_of_the_service_come_to_their_fields()
    {
        var fields = new GroupFields();
        (fields.Caps["day"], fields.Caps["month"]) = ("x", "y");
        fields.Read<GroupTerms>(Words, "no number");
        var refusal = new Refusal { Kind = RefusalKind.Invalid, Code = "invalid_request", Detail = "", Errors = Refusal.NoErrors.Add("spend_cap[1].amount", ["is no amount"]).Add("multiplier", ["is no number"]) };
        Assert.True(fields.Mark(refusal));
        Assert.Equal((1, 1, 0), (fields.Errors("spend_cap.month").Count, fields.Errors("multiplier").Count, fields.Errors("spend_cap.day").Count));
    }
}
