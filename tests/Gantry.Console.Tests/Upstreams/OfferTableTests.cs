using Gantry.Console.Upstreams;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Upstreams;
using Xunit;

namespace Gantry.Console.Tests.Upstreams;

/// <summary>What is chosen of a provider's list of models, and what is asked of whoever chooses.</summary>
public sealed class OfferTableTests
{
    [Fact]
    public void Known_prices_come_first_and_what_is_chosen_survives_another_look_at_the_list()
    {
        var table = new OfferTable();
        table.Fill([Model("zeta"), Model("alpha"), Model("known", "1.00")], free: false);
        Assert.Equal(["known", "alpha", "zeta"], table.All.Select(row => row.Name));
        var zeta = table.All[2];
        (zeta.Chosen, zeta.Input) = (true, "2");
        table.Add("unlisted", free: true);
        table.Add(" ", free: true);
        table.Add("alpha", free: true);
        Assert.Equal(["unlisted", "alpha", "zeta"], table.Chosen.Select(row => row.Name));

        table.Fill([Model("zeta"), Model("known", "1.00")], free: false);
        Assert.Equal(["unlisted", "alpha", "known", "zeta"], table.All.Select(row => row.Name));
        Assert.Equal("2", table.All[3].Input);
        table.Search = "ZE";
        Assert.Equal(["zeta"], table.Shown.Select(row => row.Name));
    }

    [Fact]
    public void Price_is_asked_for_where_none_is_known_and_sent_nowhere_else()
    {
        var known = OfferRow.Of(Model("known", "1.00"), free: true);
        var unknown = OfferRow.Of(Model("unknown"), free: false);
        (known.Chosen, unknown.Chosen) = (true, true);
        Assert.False(known.LacksPrice);
        Assert.Null(known.Offer().Price);
        Assert.True(unknown.LacksPrice);
        (unknown.Input, unknown.Output) = (" 0.5 ", "");
        Assert.Equal(new PriceTerms { Input = "0.5" }, unknown.Offer().Price);
        unknown.Free = true;
        Assert.Equal(new PriceTerms { Free = true }, unknown.Offer().Price);
        Assert.Equal(new PriceTerms { Free = true }, OfferRow.Typed("mine", free: true).Offer().Price);
    }

    [Fact]
    public void Test_is_suggested_with_what_costs_least_by_its_name()
    {
        var table = new OfferTable();
        Assert.Null(table.Suggestion());
        table.Fill([Model("text-embedding-small") with { Kind = "embedding" }, Model("big"), Model("big-mini")], free: false);
        Assert.Equal("big-mini", table.Suggestion());
    }

    private static UpstreamModel Model(string name, string? input = null) => new()
    {
        Name = name, Kind = "chat", Model = name, Exists = false, Groups = [], Price = input is null ? null : new PriceTerms { Input = input },
    };
}
