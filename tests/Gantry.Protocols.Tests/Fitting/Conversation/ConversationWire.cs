using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gantry.Protocols.Chat;
using Gantry.Protocols.Converse;
using Gantry.Protocols.Fitting;
using Gantry.Protocols.Fitting.Conversation;
using Gantry.Protocols.Gemini;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Messages;
using Gantry.Protocols.Models;
using Gantry.Protocols.Responses;
using Xunit;

namespace Gantry.Protocols.Tests.Fitting.Conversation;

/// <summary>Takes conversations the whole way: the client's bytes, the hub, the target's bytes.</summary>
internal static class ConversationWire
{
    public static readonly ModelRules Gemini2 = new() { FunctionResponseMedia = Protocols.Media.MediaKinds.None };

    public static IChatCodec Codec(Protocol protocol) => protocol switch
    {
        Protocol.Chat => ChatCodec.Instance,
        Protocol.Responses => ResponsesCodec.Instance,
        Protocol.Messages => MessagesCodec.Instance,
        Protocol.Gemini => GeminiCodec.Instance,
        _ => ConverseCodec.Instance,
    };

    public static TranslationTarget Target(Protocol protocol, ModelRules? rules = null, TargetTraits? traits = null) =>
        new(protocol, "up") { Rules = rules ?? ModelRules.Permissive, Traits = traits ?? new TargetTraits() };

    /// <summary>A body of nothing but a conversation.</summary>
    public static string Body(Protocol protocol, string turns) => protocol switch
    {
        Protocol.Responses => $$"""{"model":"m","input":{{turns}}}""",
        Protocol.Gemini => $$"""{"contents":{{turns}}}""",
        Protocol.Converse => $$"""{"messages":{{turns}}}""",
        _ => $$"""{"model":"m","max_tokens":100,"messages":{{turns}}}""",
    };

    public static ChatRequest Fit(Protocol source, string body, TranslationTarget target, LossLog losses)
    {
        var asked = Codec(source).ReadRequest(Encoding.UTF8.GetBytes(body), new ChatCall(source is Protocol.Gemini or Protocol.Converse ? "m" : null, null));
        return Translation.Begin(asked, new TranslationSource(source), target, losses).Request;
    }

    /// <summary>The conversation as the passes over its shape alone leave it: other subjects have their own words for some of it.</summary>
    public static JsonNode Shaped(Protocol source, string turns, TranslationTarget target, LossLog losses)
    {
        var request = Codec(source).ReadRequest(Encoding.UTF8.GetBytes(Body(source, turns)), new ChatCall(source is Protocol.Gemini or Protocol.Converse ? "m" : null, null));
        return Write(Shape(new FitScope(new TranslationSource(source), target, request, losses)), target.Protocol, losses)[Member(target.Protocol)]!;
    }

    public static ChatRequest Shape(FitScope scope)
    {
        ITranslationPass[] passes =
        [
            new ForeignPass(scope), new SystemPass(scope), new PairingPass(scope), new TurnPass(scope), new MediaPass(scope), new ResultPass(scope), new SpeechPass(scope),
        ];
        var request = scope.Asked;
        foreach (var pass in passes) request = pass.Fit(request);
        return request;
    }

    public static JsonNode Write(ChatRequest request, Protocol protocol, LossLog losses)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes)) Codec(protocol).WriteRequest(request, json, losses);
        return JsonNode.Parse(bytes.WrittenSpan)!;
    }

    /// <summary>The conversation as the target gets it, and what was noted as lost.</summary>
    public static (JsonNode Turns, LossLog Losses) Turns(Protocol source, string turns, TranslationTarget target)
    {
        var losses = new LossLog();
        var body = Write(Fit(source, Body(source, turns), target, losses), target.Protocol, losses);
        return (body[Member(target.Protocol)]!, losses);
    }

    /// <summary>The conversation comes out as expected, with exactly these losses of its shape.</summary>
    public static void Becomes(Protocol source, string turns, TranslationTarget target, string expected, params string[] tokens)
    {
        var (actual, losses) = Turns(source, turns, target);
        Same(expected, actual);
        foreach (string token in tokens) Assert.Contains(token, losses.Losses.Select(loss => loss.Token));
        string[] shape =
        [
            "mid_system_inlined", "tool_result_synthesized", "orphan_tool_result", "leading_user_inserted", "prefill_dropped", "message_name_dropped", "citations_coarse",
        ];
        Assert.Empty(losses.Losses.Select(loss => loss.Token).Intersect(shape).Except(tokens));
        Assert.DoesNotContain(losses.Losses, loss => loss.Token.StartsWith("part_dropped", StringComparison.Ordinal));
    }

    public static ProtocolException Refused(Protocol source, string turns, TranslationTarget target) =>
        Assert.Throws<ProtocolException>(() => Fit(source, Body(source, turns), target, new LossLog()));

    public static void Same(string expected, JsonNode actual) =>
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(WireText), actual.ToJsonString(WireText));

    private static readonly JsonSerializerOptions WireText = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    private static string Member(Protocol protocol) => protocol switch
    {
        Protocol.Responses => "input",
        Protocol.Gemini => "contents",
        _ => "messages",
    };
}
