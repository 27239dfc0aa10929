using System.Text;
using Gantry.Protocols.Reasoning;
using Xunit;

namespace Gantry.Protocols.Tests.Reasoning;

public sealed class ReasoningWishTests
{
    [Theory]
    [InlineData(1, ReasoningEffort.Minimal)]
    [InlineData(1_023, ReasoningEffort.Minimal)]
    [InlineData(1_024, ReasoningEffort.Low)]
    [InlineData(4_095, ReasoningEffort.Low)]
    [InlineData(4_096, ReasoningEffort.Medium)]
    [InlineData(12_287, ReasoningEffort.Medium)]
    [InlineData(12_288, ReasoningEffort.High)]
    [InlineData(31_999, ReasoningEffort.High)]
    [InlineData(32_768, ReasoningEffort.High)]
    [InlineData(32_769, ReasoningEffort.XHigh)]
    public void Budget_stands_for_an_effort(long budget, ReasoningEffort effort) => Assert.Equal(effort, ReasoningWish.OfBudget(budget).AsEffort);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Budget_of_nothing_is_off(long budget) => Assert.Equal(ReasoningWish.Off, ReasoningWish.OfBudget(budget));

    [Theory]
    [InlineData("minimal", ReasoningEffort.Minimal)]
    [InlineData("MEDIUM", ReasoningEffort.Medium)]
    [InlineData("xhigh", ReasoningEffort.XHigh)]
    [InlineData("max", ReasoningEffort.Max)]
    public void Name_of_an_effort_is_read_in_any_case(string name, ReasoningEffort effort)
    {
        Assert.True(ReasoningEfforts.TryParse(Encoding.UTF8.GetBytes(name), out var read));
        Assert.Equal(effort, read);
        Assert.Equal(name.ToLowerInvariant(), ReasoningEfforts.Name(effort));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("")]
    [InlineData("highest")]
    public void Other_words_are_no_effort(string name) => Assert.False(ReasoningEfforts.TryParse(Encoding.UTF8.GetBytes(name), out _));
}
