using Gantry.Protocols.Hub;
using Gantry.Protocols.Reasoning;
using Gantry.Protocols.Reasoning.Controls;
using Xunit;

namespace Gantry.Protocols.Tests.Reasoning.Controls;

public sealed class WishReaderTests
{
    private readonly LossLog _losses = new();

    [Fact]
    public void Silence_is_no_wish()
    {
        Assert.Equal(ReasoningWish.Unstated, WishReader.Read(null, _losses));
        Assert.Equal(ReasoningWish.Unstated, WishReader.Read(new(), _losses));
    }

    [Theory]
    [InlineData("high", null, ReasoningMode.Effort, ReasoningEffort.High)]
    [InlineData("MINIMAL", null, ReasoningMode.Effort, ReasoningEffort.Minimal)]
    [InlineData("high", -1L, ReasoningMode.Effort, ReasoningEffort.High)]
    [InlineData("", -1L, ReasoningMode.Auto, null)]
    [InlineData("none", null, ReasoningMode.Off, null)]
    [InlineData("", 0L, ReasoningMode.Off, null)]
    [InlineData("max", 0L, ReasoningMode.Off, ReasoningEffort.Max)]
    [InlineData("low", 20_000L, ReasoningMode.Budget, ReasoningEffort.High)]
    public void Words_are_understood(string effort, long? budget, ReasoningMode mode, ReasoningEffort? meant)
    {
        var wish = WishReader.Read(new() { Effort = effort, BudgetTokens = budget }, _losses);
        Assert.Equal((mode, meant, true), (wish.Mode, wish.AsEffort, wish.IsStated));
        Assert.True(_losses.IsEmpty);
    }

    [Fact]
    public void Unknown_word_is_noted()
    {
        Assert.Equal(ReasoningWish.Unstated, WishReader.Read(new() { Effort = "ultra" }, _losses));
        Assert.Equal("param_dropped:reasoning", _losses.ToString());
    }

    [Theory]
    [InlineData(true, ReasoningVisibility.Summary)]
    [InlineData(false, ReasoningVisibility.None)]
    [InlineData(null, ReasoningVisibility.None)]
    public void Who_asks_to_see_thoughts_sees_them(bool? visible, ReasoningVisibility expected) =>
        Assert.Equal(expected, WishReader.Read(new() { Effort = "low", Visible = visible }, _losses).Visible);
}
