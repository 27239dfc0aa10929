using Gantry.Protocols.Chat;
using Gantry.Protocols.Fitting;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Messages;
using Gantry.Protocols.Responses;
using Gantry.Protocols.Tests.Chat;
using Gantry.Protocols.Tests.Messages;
using Gantry.Protocols.Tests.Metering;
using Gantry.Protocols.Tests.Responses;
using Xunit;

namespace Gantry.Protocols.Tests.Fitting.Conversation;

/// <summary>What real clients send, for every kind of upstream.</summary>
public sealed class RecordedConversationTests
{
    private static readonly Protocol[] Targets = [Protocol.Chat, Protocol.Responses, Protocol.Messages, Protocol.Gemini, Protocol.Converse];

    [Fact]
    public void Nothing_that_a_real_client_said_is_lost_on_the_way()
    {
        if (Recording.Folder is null) Assert.Skip("The shared recordings are not beside the repository and GANTRY_SHARED does not name them.");
        int fitted = 0;
        var refusals = new List<string>();
        foreach (var (name, source, request) in Requests())
        {
            foreach (var target in Targets)
            {
                var scope = new FitScope(new TranslationSource(source), ConversationWire.Target(target), request, new LossLog());
                try
                {
                    var made = ConversationWire.Shape(scope);
                    fitted++;
                    if (scope.Losses.Losses.Any(loss => loss.Token == "prefill_dropped")) continue;
                    foreach (string text in Texts(request).Except(Texts(made)).Where(text => !string.IsNullOrWhiteSpace(text)))
                    {
                        Assert.True(Texts(made).Any(whole => whole.Contains(text, StringComparison.Ordinal)), $"{name} to {target} loses: {text}");
                    }
                }
                catch (ProtocolException refused)
                {
                    refusals.Add($"{name} to {target}: {refused.Path}: {refused.Message}");
                    Assert.NotEqual("", refused.Path);
                }
            }
        }

        Assert.True(refusals.Count * 20 < fitted, string.Join('\n', refusals));
    }

    [Fact]
    public void A_long_conversation_that_needs_little_costs_little()
    {
        if (Recording.Folder is null) Assert.Skip("The shared recordings are not beside the repository and GANTRY_SHARED does not name them.");
        var (_, source, request) = Requests().Where(sample => sample.Source == Protocol.Messages).MaxBy(sample => sample.Request.Turns.Count);
        foreach (var target in Targets)
        {
            var scope = new FitScope(new TranslationSource(source), ConversationWire.Target(target), request, new LossLog());
            ConversationWire.Shape(scope);
            long before = GC.GetAllocatedBytesForCurrentThread();
            ConversationWire.Shape(scope);
            long spent = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(spent < 8_000 + (request.Turns.Count * 700), $"{target}: {spent} bytes for {request.Turns.Count} turns");
        }
    }

    private static IEnumerable<string> Texts(ChatRequest request) => request.Turns.SelectMany(turn => turn.Parts)
        .SelectMany(part => part is ToolResultPart result ? result.Content : [part]).OfType<TextPart>().Select(text => text.Text.ToString());

    private static IEnumerable<(string Name, Protocol Source, ChatRequest Request)> Requests()
    {
        foreach (string name in MessagesSamples.Requests().Select(row => row.Data))
        {
            if (MessagesSamples.Request(name) is { } body) yield return (name, Protocol.Messages, MessagesCodec.Instance.ReadRequest(body, MessagesSamples.Call));
        }

        foreach (var (name, body) in ResponsesSamples.Requests()) yield return (name, Protocol.Responses, ResponsesCodec.Instance.ReadRequest(body, new ChatCall("m", null)));
        foreach (var (name, body) in ChatSamples.Requests()) yield return (name, Protocol.Chat, ChatCodec.Instance.ReadRequest(body, new ChatCall("m", null)));
    }
}
