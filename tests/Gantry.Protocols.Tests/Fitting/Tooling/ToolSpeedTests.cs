using System.Text;
using Gantry.Protocols.Fitting;
using Gantry.Protocols.Fitting.Tooling;
using Gantry.Protocols.Hub;
using Xunit;

namespace Gantry.Protocols.Tests.Fitting.Tooling;

public sealed class ToolSpeedTests
{
    private const int Calls = 150;
    private const int MaxBytes = 32 * 1024;

    [Theory]
    [InlineData(Protocol.Chat, Protocol.Messages)]
    [InlineData(Protocol.Chat, Protocol.Gemini)]
    [InlineData(Protocol.Responses, Protocol.Messages)]
    public void A_long_conversation_of_an_agent_is_fitted_almost_without_memory(Protocol client, Protocol upstream)
    {
        var asked = ToolWay.Codec(client).ReadRequest(Encoding.UTF8.GetBytes(client == Protocol.Chat ? Chat() : Responses()), default);
        var target = ToolWay.Target(upstream, upstream == Protocol.Gemini ? "gemini-3-pro" : "claude-sonnet-4-5");
        Fit(asked, client, target);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var request = Fit(asked, client, target);
        long taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(taken < MaxBytes, $"{taken} bytes");
        Assert.Equal(Calls, request.Turns.Sum(turn => turn.Parts.Count(part => part is ToolCallPart)));
    }

    private static ChatRequest Fit(ChatRequest asked, Protocol client, TranslationTarget target)
    {
        var request = asked;
        foreach (var pass in ToolPasses.For(new FitScope(new TranslationSource(client), target, asked, new LossLog()))) request = pass.Fit(request);
        return request;
    }

    private static string Schema => """{"type":"object","properties":{"path":{"type":"string","description":"Where"},"lines":{"type":"array","items":{"type":"integer"}}},"required":["path"],"additionalProperties":false}""";

    private static string Arguments => "{\\\"path\\\":\\\"/a/b\\\",\\\"text\\\":\\\"" + new string('x', 2000) + "\\\"}";

    private static string Chat()
    {
        var tools = Enumerable.Range(0, 40).Select(i => $$$$"""{"type":"function","function":{"name":"tool_{{{{i}}}}","description":"d","parameters":{{{{Schema}}}}}}""");
        var messages = Enumerable.Range(0, Calls).Select(i => $$$$"""
            {"role":"assistant","content":null,"tool_calls":[{"id":"call_{{{{i}}}}","type":"function","function":{"name":"tool_{{{{i % 40}}}}","arguments":"{{{{Arguments}}}}"}}]},{"role":"tool","tool_call_id":"call_{{{{i}}}}","content":"ok"}
            """);
        return $$"""{"model":"m","messages":[{"role":"user","content":"q"},{{string.Join(',', messages)}}],"tools":[{{string.Join(',', tools)}}]}""";
    }

    private static string Responses()
    {
        var tools = Enumerable.Range(0, 40).Select(i => $$$$$"""{"type":"function","name":"tool_{{{{{i}}}}}","description":"d","parameters":{{{{{Schema}}}}}}""");
        var items = Enumerable.Range(0, Calls).Select(i => $$"""
            {"type":"function_call","call_id":"call_{{i}}","name":"tool_{{i % 40}}","arguments":"{{Arguments}}"},{"type":"function_call_output","call_id":"call_{{i}}","output":"ok"}
            """);
        return $$"""{"model":"m","input":[{"role":"user","content":"q"},{{string.Join(',', items)}}],"tools":[{{string.Join(',', tools)}}]}""";
    }
}
