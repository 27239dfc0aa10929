using Gantry.Cli.Verify;
using Gantry.Protocols;
using Xunit;

namespace Gantry.Tests.Cli.Verify;

public sealed class ModelPickerTest
{
    private static readonly string[] Listed =
    [
        "gpt-image-1", "gpt-5.5-pro", "gpt-5.5", "gpt-5.5-mini", "text-embedding-3-small", "anthropic/claude-opus-5", "claude-haiku-4-5",
        "gemini-embedding-001", "gemini-3.1-pro-preview", "gemini-3.8-flash", "sim-text",
    ];

    [Theory]
    [InlineData(Protocol.Chat, "gpt-5.5-mini")]
    [InlineData(Protocol.Responses, "gpt-5.5-mini")]
    [InlineData(Protocol.Messages, "claude-haiku-4-5")]
    [InlineData(Protocol.Gemini, "gemini-3.8-flash")]
    public void The_smallest_model_that_talks_is_picked(Protocol protocol, string expected) => Assert.Equal(expected, ModelPicker.Pick(protocol, Listed));

    [Fact]
    public void A_model_of_a_reseller_counts_by_the_end_of_its_id() =>
        Assert.Equal("anthropic/claude-opus-5", ModelPicker.Pick(Protocol.Messages, ["openai/gpt-5.5", "anthropic/claude-opus-5"]));

    [Fact]
    public void A_simulated_model_speaks_every_protocol() => Assert.Equal("sim-text", ModelPicker.Pick(Protocol.Gemini, ["gpt-5.5", "sim-text"]));

    [Fact]
    public void A_model_that_only_Responses_offers_is_not_picked_for_Chat() => Assert.Null(ModelPicker.Pick(Protocol.Chat, ["gpt-5.5-pro", "gpt-5.3-codex"]));

    [Fact]
    public void Nothing_is_picked_from_models_of_other_vendors() => Assert.Null(ModelPicker.Pick(Protocol.Messages, ["gpt-5.5", "llama-4"]));
}
