using System.Text;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
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
        var both = Given(temperature: "0.2", topP: "0.9");
        Assert.Equal(Given(temperature: "0.2"), Fit(both, "claude-sonnet-4-5"));
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
        Assert.Equal(Given(), Fit(Given("0.2", "0.9", "5"), model));
        Assert.Equal("sampling_dropped_thinking", _losses.ToString());
        Assert.Equal(["temperature", "top_p", "top_k"], _losses.Losses.Select(loss => loss.Path));
    }

    [Fact]
    [Trait("Case", "267")]
    public void Temperature_yields_to_thinking()
    {
        Assert.Equal(Given(), Fit(Given("0.7", "0.5", "5"), "claude-opus-4-5", thinks: true));
        Assert.Equal("sampling_dropped_thinking", _losses.ToString());
    }

    [Theory]
    [InlineData("1", "0.97")]
    [InlineData("1.0", "1")]
    [InlineData("1e0", "0.95")]
    public void What_thinking_allows_stays_in_its_own_spelling(string temperature, string topP)
    {
        Assert.Equal(Given(temperature, topP), Fit(Given(temperature, topP), "claude-sonnet-4-20250514", thinks: true));
        Assert.True(_losses.IsEmpty);
    }

    [Fact]
    public void Temperature_above_anthropics_range_is_clamped()
    {
        Assert.Equal(Given("1"), Fit(Given("1.7"), "claude-sonnet-4-5"));
        Assert.Equal("param_clamped:temperature", _losses.ToString());
        Assert.Equal(Given("1.7"), Fit(Given("1.7"), "gemini-2.5-flash", Protocol.Gemini));
    }

    [Fact]
    public void Thinking_model_of_openai_loses_all_and_keeps_all_when_it_does_not_think()
    {
        var all = Given("0.5", "0.5") with { FrequencyPenalty = Slice("1"), PresencePenalty = Slice("1"), LogProbabilities = true, TopLogProbabilities = 3, Seed = Slice("7") };
        Assert.Equal(new Sampling { Seed = Slice("7"), Stop = all.Stop }, Fit(all, "gpt-5.4", Protocol.Chat, thinks: true));
        Assert.Equal(5, _losses.Losses.Count);
        Assert.Equal(all, Fit(all, "gpt-5.4", Protocol.Chat));
    }

    [Fact]
    public void Unknown_model_keeps_everything()
    {
        var odd = Given("\"warm\"", "7", "0.5");
        Assert.Equal(odd, Fit(odd, "my-own-model", thinks: true));
        Assert.True(_losses.IsEmpty);
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

    private static Sampling Given(string temperature = "", string topP = "", string topK = "") =>
        new() { Temperature = Slice(temperature), TopP = Slice(topP), TopK = Slice(topK) };

    private static JsonSlice Slice(string json) => new(Encoding.UTF8.GetBytes(json));

    private Sampling Fit(Sampling asked, string model, Protocol target = Protocol.Messages, bool thinks = false) =>
        SamplingFit.For(asked, target, ModelRulesCatalogue.BuiltIn.For(model), thinks, _losses);
}
