using Gantry.Console.Prices;
using Gantry.Contracts.Manage.Prices;
using Xunit;

namespace Gantry.Console.Tests.Prices;

/// <summary>What of a price list is taken, and which times can be billed once more.</summary>
public sealed class PriceChoiceTests
{
    [Fact]
    public void What_is_large_is_taken_only_by_hand_and_what_cannot_be_taken_never()
    {
        var choice = new PriceChoice([Proposal("quiet", PriceProposalView.Changed), Proposal("new", PriceProposalView.Added), Proposal("large", PriceProposalView.Changed, large: true), Proposal("same", PriceProposalView.Unchanged), Proposal("bad", PriceProposalView.Refused)]);
        Assert.Equal(["new", "quiet"], choice.Taken.Order(StringComparer.Ordinal));
        choice.TakeAll();
        Assert.Equal(["large", "new", "quiet"], choice.Taken.Order(StringComparer.Ordinal));
        choice.Set("new", take: false);
        Assert.False(choice.Has("new"));
        choice.TakeNone();
        Assert.Empty(choice.Taken);
    }

    [Fact]
    public void Months_are_whole_ones_in_utc_across_the_turn_of_a_year()
    {
        var periods = SimulationPeriod.All(new DateTimeOffset(2027, 1, 1, 1, 0, 0, TimeSpan.FromHours(2)));
        Assert.Equal([null, new DateOnly(2026, 12, 1), new DateOnly(2026, 11, 1), new DateOnly(2026, 10, 1)], periods.Select(one => one.Month));
        Assert.Equal((null, null), (periods[0].From, periods[0].To));
        Assert.Equal((new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)), (periods[1].From, periods[1].To));
    }

    private static PriceProposalView Proposal(string model, string state, bool large = false) => new() { Model = model, ListedAs = model, Vendor = "acme", State = state, Large = large };
}
