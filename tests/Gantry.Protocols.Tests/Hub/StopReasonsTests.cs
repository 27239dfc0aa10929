using Gantry.Protocols.Hub;
using Xunit;

namespace Gantry.Protocols.Tests.Hub;

public sealed class StopReasonsTests
{
    private static readonly StopReasonFacts Text = new() { Content = true };
    private static readonly StopReasonFacts Call = new() { Content = true, ToolCalls = true };

    [Theory]
    [InlineData(Protocol.Chat, "stop", StopReason.EndTurn)]
    [InlineData(Protocol.Chat, "length", StopReason.MaxTokens)]
    [InlineData(Protocol.Chat, "tool_calls", StopReason.ToolCalls)]
    [InlineData(Protocol.Chat, "function_call", StopReason.ToolCalls)]
    [InlineData(Protocol.Chat, "content_filter", StopReason.Refusal)]
    [InlineData(Protocol.Chat, "insufficient_system_resource", StopReason.Other)]
    [InlineData(Protocol.Messages, "end_turn", StopReason.EndTurn)]
    [InlineData(Protocol.Messages, "stop_sequence", StopReason.StopSequence)]
    [InlineData(Protocol.Messages, "max_tokens", StopReason.MaxTokens)]
    [InlineData(Protocol.Messages, "model_context_window_exceeded", StopReason.ContextFull)]
    [InlineData(Protocol.Messages, "tool_use", StopReason.ToolCalls)]
    [InlineData(Protocol.Messages, "refusal", StopReason.Refusal)]
    [InlineData(Protocol.Messages, "pause_turn", StopReason.Pause)]
    [InlineData(Protocol.Messages, "compaction", StopReason.Compaction)]
    [InlineData(Protocol.Gemini, "STOP", StopReason.EndTurn)]
    [InlineData(Protocol.Gemini, "1", StopReason.EndTurn)]
    [InlineData(Protocol.Gemini, "MAX_TOKENS", StopReason.MaxTokens)]
    [InlineData(Protocol.Gemini, "SAFETY", StopReason.Refusal)]
    [InlineData(Protocol.Gemini, "PROHIBITED_CONTENT", StopReason.Refusal)]
    [InlineData(Protocol.Gemini, "BLOCKLIST", StopReason.Refusal)]
    [InlineData(Protocol.Gemini, "SPII", StopReason.Refusal)]
    [InlineData(Protocol.Gemini, "IMAGE_SAFETY", StopReason.Refusal)]
    [InlineData(Protocol.Gemini, "RECITATION", StopReason.Recitation)]
    [InlineData(Protocol.Gemini, "IMAGE_RECITATION", StopReason.Recitation)]
    [InlineData(Protocol.Gemini, "MALFORMED_FUNCTION_CALL", StopReason.MalformedToolCall)]
    [InlineData(Protocol.Gemini, "UNEXPECTED_TOOL_CALL", StopReason.MalformedToolCall)]
    [InlineData(Protocol.Gemini, "TOO_MANY_TOOL_CALLS", StopReason.MalformedToolCall)]
    [InlineData(Protocol.Gemini, "LANGUAGE", StopReason.Other)]
    [InlineData(Protocol.Gemini, "A_NEW_WORD", StopReason.Other)]
    [InlineData(Protocol.Converse, "end_turn", StopReason.EndTurn)]
    [InlineData(Protocol.Converse, "guardrail_intervened", StopReason.Refusal)]
    [InlineData(Protocol.Converse, "content_filtered", StopReason.Refusal)]
    [InlineData(Protocol.Converse, "malformed_model_output", StopReason.MalformedToolCall)]
    [InlineData(Protocol.Converse, "tool_use", StopReason.ToolCalls)]
    public void Word_is_understood(Protocol protocol, string word, StopReason reason) => Assert.Equal(reason, StopReasons.Read(protocol, word));

    [Theory]
    [InlineData("completed", null, StopReason.EndTurn)]
    [InlineData("incomplete", "max_output_tokens", StopReason.MaxTokens)]
    [InlineData("incomplete", "content_filter", StopReason.Refusal)]
    [InlineData("incomplete", null, StopReason.MaxTokens)]
    [InlineData("failed", null, StopReason.Other)]
    [InlineData("cancelled", null, StopReason.Other)]
    [InlineData("in_progress", null, null)]
    [InlineData(null, null, null)]
    public void Status_of_Responses_is_understood(string? status, string? why, StopReason? reason) => Assert.Equal(reason, StopReasons.ReadStatus(status, why));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void No_word_means_that_the_answer_goes_on(string? word)
    {
        foreach (var protocol in Enum.GetValues<Protocol>()) Assert.Null(StopReasons.Read(protocol, word));
    }

    [Theory]
    [InlineData(StopReason.EndTurn, "stop", "completed", "end_turn", "STOP", "end_turn")]
    [InlineData(StopReason.StopSequence, "stop", "completed", "stop_sequence", "STOP", "stop_sequence")]
    [InlineData(StopReason.MaxTokens, "length", "incomplete max_output_tokens", "max_tokens", "MAX_TOKENS", "max_tokens")]
    [InlineData(StopReason.ContextFull, "length", "incomplete max_output_tokens", "model_context_window_exceeded", "MAX_TOKENS", "model_context_window_exceeded")]
    [InlineData(StopReason.ToolCalls, "tool_calls", "completed", "tool_use", "STOP", "tool_use")]
    [InlineData(StopReason.Refusal, "content_filter", "incomplete content_filter", "refusal", "SAFETY", "content_filtered")]
    [InlineData(StopReason.Recitation, "content_filter", "incomplete content_filter", "refusal", "RECITATION", "content_filtered")]
    [InlineData(StopReason.PromptBlocked, "content_filter", "failed invalid_prompt", "refusal", "PROHIBITED_CONTENT", "content_filtered")]
    [InlineData(StopReason.Pause, "length", "incomplete max_output_tokens", "pause_turn", "MAX_TOKENS", "max_tokens")]
    [InlineData(StopReason.Compaction, "length", "incomplete max_output_tokens", "compaction", "MAX_TOKENS", "max_tokens")]
    [InlineData(StopReason.MalformedToolCall, "stop", "failed server_error", "end_turn", "MALFORMED_FUNCTION_CALL", "malformed_tool_use")]
    [InlineData(StopReason.Other, "stop", "failed server_error", "end_turn", "OTHER", "end_turn")]
    public void Reason_is_written_in_each_protocol(StopReason reason, string chat, string responses, string messages, string gemini, string converse)
    {
        Assert.Equal(chat, StopReasons.Write(Protocol.Chat, reason));
        var status = StopReasons.WriteStatus(reason);
        Assert.Equal(responses, $"{status.Status} {status.IncompleteReason}{status.ErrorCode}".Trim());
        Assert.Equal(messages, StopReasons.Write(Protocol.Messages, reason));
        Assert.Equal(gemini, StopReasons.Write(Protocol.Gemini, reason));
        Assert.Equal(converse, StopReasons.Write(Protocol.Converse, reason));
    }

    [Fact]
    public void Chat_gets_none_but_the_five_words_of_its_types()
    {
        string[] known = ["stop", "length", "tool_calls", "content_filter", "function_call"];
        foreach (var reason in Enum.GetValues<StopReason>()) Assert.Contains(StopReasons.Write(Protocol.Chat, reason), known);
    }

    [Theory]
    [InlineData(StopReason.EndTurn)]
    [InlineData(StopReason.ToolCalls)]
    [InlineData(StopReason.Other)]
    [InlineData(StopReason.StopSequence)]
    public void Tool_calls_make_an_end_a_tool_turn(StopReason said) => Assert.Equal(new StopReasonVerdict(StopReason.ToolCalls), StopReasons.Settle(said, Call));

    [Fact]
    public void Tool_turn_without_a_call_is_an_end() => Assert.Equal(new StopReasonVerdict(StopReason.EndTurn), StopReasons.Settle(StopReason.ToolCalls, Text));

    [Theory]
    [InlineData(StopReason.MaxTokens)]
    [InlineData(StopReason.ContextFull)]
    [InlineData(StopReason.Refusal)]
    [InlineData(StopReason.Pause)]
    public void Limit_in_the_middle_of_a_call_stays_a_limit(StopReason said) => Assert.Equal(new StopReasonVerdict(said), StopReasons.Settle(said, Call));

    [Fact]
    public void Refusal_in_words_makes_an_end_a_refusal() =>
        Assert.Equal(StopReason.Refusal, StopReasons.Settle(StopReason.EndTurn, new StopReasonFacts { Refused = true, Content = true }).Reason);

    [Theory]
    [InlineData(true, StopReason.StopSequence)]
    [InlineData(false, StopReason.EndTurn)]
    public void Stop_sequence_is_told_only_where_it_is_known(bool known, StopReason reason) =>
        Assert.Equal(reason, StopReasons.Settle(StopReason.StopSequence, Text with { SequenceKnown = known }).Reason);

    [Fact]
    [Trait("Case", "146")]
    public void Bad_tool_call_is_an_error_with_and_without_content()
    {
        Assert.Equal("upstream_malformed_function_call", StopReasons.Settle(StopReason.MalformedToolCall, default).FailureCode);
        Assert.True(StopReasons.Settle(StopReason.MalformedToolCall, Text).Failed);
    }

    [Fact]
    public void Unknown_reason_is_an_end_behind_content_and_an_error_without()
    {
        Assert.Equal(new StopReasonVerdict(StopReason.EndTurn), StopReasons.Settle(StopReason.Other, Text));
        Assert.True(StopReasons.Settle(StopReason.Other, default).Failed);
    }

    [Fact]
    public void Every_word_that_is_written_is_understood_by_its_protocol_and_settling_twice_changes_nothing()
    {
        foreach (var reason in Enum.GetValues<StopReason>())
        {
            foreach (var facts in (StopReasonFacts[])[default, Text, Call, Text with { Refused = true }])
            {
                var once = StopReasons.Settle(reason, facts);
                if (!once.Failed) Assert.Equal(once, StopReasons.Settle(once.Reason, facts));
            }

            foreach (var protocol in (Protocol[])[Protocol.Chat, Protocol.Messages, Protocol.Gemini, Protocol.Converse])
            {
                var back = StopReasons.Read(protocol, StopReasons.Write(protocol, reason));
                Assert.True(back is not StopReason.Other || reason == StopReason.Other);
            }
        }
    }
}
