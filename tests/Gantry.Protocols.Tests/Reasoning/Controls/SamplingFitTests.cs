using Gantry.Protocols.Hub;
using Gantry.Protocols.Models;
using Gantry.Protocols.Reasoning;
using Gantry.Protocols.Reasoning.Controls;
using Xunit;

namespace Gantry.Protocols.Tests.Reasoning.Controls;

public sealed class SamplingFitTests
{
    private readonly LossLog _losses = new();

    [Fact]
    [Trait("Case", "265")]
    public void Of_temperature_and_top_p_the_first_stays()
    {
        var both = new Sampling { Temperature = 0.2, TopP = 0.9 };
        Assert.Equal(new Sampling { Temperature = 0.2 }, Fit(both, "claude-sonnet-4-5"));
        Assert.Equal("param_dropped:top_p", _losses.ToString());
        Assert.Equal(both, Fit(both, "claude-sonnet-4-20250514"));
    }

    [Theory]
    [Trait("Case", "266")]
    [InlineData("claude-opus-4-7")]
    [InlineData("claude-opus-5")]
    [InlineData("claude-sonnet-5")]
    public void Newest_claudes_take_no_sampling_at_all(string model)
    {
        Assert.Equal(default, Fit(new() { Temperature = 0.2, TopP = 0.9, TopK = 5 }, model));
        Assert.Equal("sampling_dropped_thinking", _losses.ToString());
        Assert.Equal(3, _losses.Losses.Count);
    }

    [Fact]
    [Trait("Case", "267")]
    public void Temperature_yields_to_thinking()
    {
        Assert.Equal(default, Fit(new() { Temperature = 0.7, TopP = 0.5, TopK = 5 }, "claude-opus-4-5", thinks: true));
        Assert.Equal("sampling_dropped_thinking", _losses.ToString());
    }

    [Fact]
    public void What_thinking_allows_stays() =>
        Assert.Equal(new Sampling { TopP = 0.97 }, Fit(new() { TopP = 0.97, TopK = 3 }, "claude-sonnet-4-20250514", thinks: true));

    [Fact]
    public void Temperature_above_anthropics_range_is_clamped()
    {
        Assert.Equal(1, Fit(new() { Temperature = 1.7 }, "claude-sonnet-4-5").Temperature);
        Assert.Equal("param_clamped:temperature", _losses.ToString());
        Assert.Equal(1.7, Fit(new() { Temperature = 1.7 }, "gemini-2.5-flash", Protocol.Gemini).Temperature);
    }

    [Fact]
    public void Thinking_model_of_openai_loses_all_and_gets_all_when_it_does_not_think()
    {
        var all = new Sampling { Temperature = 0.5, TopP = 0.5, FrequencyPenalty = 1, PresencePenalty = 1, TopLogProbs = 3 };
        Assert.Equal(default, Fit(all, "gpt-5.4", Protocol.Chat, thinks: true));
        Assert.Equal(5, _losses.Losses.Count);
        Assert.Equal(all, Fit(all, "gpt-5.4", Protocol.Chat));
    }

    [Theory]
    [InlineData(Protocol.Chat, "param_dropped:top_k")]
    [InlineData(Protocol.Responses, "param_dropped:top_k,param_dropped:frequency_penalty,param_dropped:presence_penalty")]
    [InlineData(Protocol.Messages, "param_dropped:frequency_penalty,param_dropped:presence_penalty")]
    [InlineData(Protocol.Gemini, "")]
    public void What_the_protocol_has_no_slot_for_goes(Protocol target, string losses)
    {
        Fit(new() { TopK = 5, FrequencyPenalty = 1, PresencePenalty = 1 }, "unknown", target);
        Assert.Equal(losses, _losses.ToString());
    }

    [Theory]
    [InlineData("gpt-5.6", ReasoningMode.Auto, true)]
    [InlineData("gpt-5.4", ReasoningMode.Auto, false)]
    [InlineData("gpt-5", ReasoningMode.Off, true)]
    [InlineData("gpt-5.6", ReasoningMode.Off, false)]
    [InlineData("gpt-4o", ReasoningMode.Effort, false)]
    [InlineData("claude-sonnet-4-5", ReasoningMode.Auto, false)]
    public void Whether_a_model_thinks_follows_from_its_rules(string model, ReasoningMode mode, bool thinks) =>
        Assert.Equal(thinks, ModelRulesCatalogue.BuiltIn.For(model).Reasons(mode, mode != ReasoningMode.Auto));

    [Theory]
    [Trait("Case", "268")]
    [InlineData(1_000L, 4_000L, 1_000L)]
    [InlineData(4_000L, null, 4_000L)]
    [InlineData(null, 4_000L, 4_000L)]
    [InlineData(null, null, null)]
    public void Smaller_of_two_caps_holds(long? one, long? other, long? cap) => Assert.Equal(cap, OutputCap.Both(one, other));

    private Sampling Fit(Sampling asked, string model, Protocol target = Protocol.Messages, bool thinks = false) =>
        SamplingFit.For(asked, target, ModelRulesCatalogue.BuiltIn.For(model), thinks, _losses);
}
