using System.Text;
using Gantry.Protocols.Fitting;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Reasoning;
using Gantry.Protocols.Tests.Reasoning;
using Xunit;

namespace Gantry.Protocols.Tests.Fitting.Thinking;

public sealed class LongHistoryTests
{
    [Fact]
    public void Long_history_without_seals_costs_little_memory()
    {
        string round = """,{"role":"assistant","content":"a","tool_calls":[{"id":"call_#","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"call_#","content":"LONG"}"""
            .Replace("LONG", new string('x', 3_000), StringComparison.Ordinal);
        string rounds = string.Concat(Enumerable.Range(0, 150).Select(i => round.Replace("#", i.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)));
        byte[] body = Encoding.UTF8.GetBytes($$"""{"model":"m","reasoning_effort":"high","messages":[{"role":"user","content":"q"}{{rounds}}]}""");
        var asked = TranslationRun.Codec(Protocol.Chat).ReadRequest(body, new ChatCall(null, null));
        var source = new TranslationSource(Protocol.Chat) { Tenant = "t", Memory = new ReasoningMemory(new FakeTime()) };
        var target = TranslationRun.Target(Protocol.Messages, "claude-opus-4-6");
        long spent = Allocated.Least(() => Translation.Begin(asked, source, target, new LossLog()));
        Assert.True(spent < 64 << 10, $"{spent} bytes for {body.Length}");
    }
}
