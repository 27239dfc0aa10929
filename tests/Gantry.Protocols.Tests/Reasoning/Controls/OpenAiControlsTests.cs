using Gantry.Protocols.Hub;
using Gantry.Protocols.Models;
using Gantry.Protocols.Reasoning;
using Gantry.Protocols.Reasoning.Controls;
using Xunit;

namespace Gantry.Protocols.Tests.Reasoning.Controls;

public sealed class OpenAiControlsTests
{
    private readonly LossLog _losses = new();

    [Theory]
    [Trait("Case", "247")]
    [InlineData("gpt-5.6", ReasoningEffort.Minimal, "low")]
    [InlineData("gpt-5.6-terra", ReasoningEffort.Max, "max")]
    [InlineData("gpt-5", ReasoningEffort.Minimal, "minimal")]
    [InlineData("gpt-5", ReasoningEffort.XHigh, "high")]
    [InlineData("gpt-5.5", ReasoningEffort.Max, "xhigh")]
    [InlineData("gpt-5.1", ReasoningEffort.Max, "high")]
    [InlineData("gpt-5.5-pro", ReasoningEffort.Low, "medium")]
    [InlineData("o3", ReasoningEffort.Medium, "medium")]
    [InlineData("unknown", ReasoningEffort.Minimal, "minimal")]
    public void Effort_is_one_that_the_model_knows(string model, ReasoningEffort effort, string name)
    {
        Assert.Equal(name, For(model, ReasoningWish.OfEffort(effort)).Effort);
        Assert.True(_losses.IsEmpty);
    }

    [Fact]
    public void Budget_becomes_an_effort() => Assert.Equal("high", For("gpt-5.4", ReasoningWish.OfBudget(31_999)).Effort);

    [Fact]
    public void Off_is_none_where_the_model_can_and_the_least_where_it_cannot()
    {
        Assert.Equal("none", For("gpt-5.6", ReasoningWish.Off).Effort);
        Assert.True(_losses.IsEmpty);
        Assert.Equal("minimal", For("gpt-5-mini", ReasoningWish.Off).Effort);
        Assert.Equal("low", For("o4-mini", ReasoningWish.Off).Effort);
        Assert.Equal("reasoning_not_disableable", _losses.ToString());
    }

    [Fact]
    public void Silence_and_auto_send_nothing()
    {
        Assert.Equal(default, For("gpt-5.6", ReasoningWish.Unstated));
        Assert.Equal(default, For("gpt-5.6", ReasoningWish.Auto));
    }

    [Fact]
    public void Summary_is_asked_for_in_responses_alone()
    {
        var request = ReasoningWish.OfEffort(ReasoningEffort.High) with { Visible = ReasoningVisibility.Summary };
        Assert.Equal("auto", For("gpt-5.6", request, Protocol.Responses).Summary);
        Assert.Equal("detailed", For("gpt-5.6", request with { Visible = ReasoningVisibility.Full }, Protocol.Responses).Summary);
        Assert.Null(For("gpt-5.6", request).Summary);
        Assert.Null(For("gpt-5.6", ReasoningWish.Off with { Visible = ReasoningVisibility.Summary }, Protocol.Responses).Summary);
        Assert.Equal(default, For("gpt-4o", ReasoningWish.Unstated with { Visible = ReasoningVisibility.Summary }, Protocol.Responses));
    }

    [Fact]
    public void Model_that_does_not_think_is_not_asked_to()
    {
        Assert.Equal(default, For("gpt-4.1", ReasoningWish.OfEffort(ReasoningEffort.High)));
        Assert.Equal("param_dropped:reasoning", _losses.ToString());
        Assert.Equal(default, For("gpt-4.1", ReasoningWish.Off));
    }

    [Fact]
    public void Model_with_a_switch_gets_it_turned()
    {
        Assert.True(For("deepseek-v4-flash", ReasoningWish.OfEffort(ReasoningEffort.Low)).Switch);
        Assert.False(For("deepseek-v4-flash", ReasoningWish.Off).Switch);
        Assert.Null(For("deepseek-v4-flash", ReasoningWish.Unstated).Switch);
    }

    private OpenAiControls For(string model, ReasoningWish request, Protocol target = Protocol.Chat) =>
        OpenAiControls.For(request, ModelRulesCatalogue.BuiltIn.For(model), target, _losses);
}
