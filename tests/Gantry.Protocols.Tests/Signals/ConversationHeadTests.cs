using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gantry.Protocols.Signals;
using Xunit;

namespace Gantry.Protocols.Tests.Signals;

public sealed class ConversationHeadTests
{
    [Theory]
    // Chat: a later turn, and the same words as parts.
    [InlineData(
        """{"messages":[{"role":"system","content":"s"},{"role":"user","content":"u"}],"tools":[{"type":"function","function":{"name":"t","parameters":{"a":1}}}]}""",
        """{"tools":[{"type":"function","function":{"parameters":{"a":2},"name":"t"}}],"messages":[{"content":[{"text":"s","type":"text"}],"role":"system"},{"role":"user","content":"u"},{"role":"assistant","content":"a"},{"role":"user","content":"v"}]}""")]
    // Messages: cache marks move on, and the attribution differs from request to request.
    [InlineData(
        """{"system":[{"type":"text","text":"x-anthropic-billing-header: cc_version=2.1.329.f01;"},{"type":"text","text":"s","cache_control":{"type":"ephemeral","ttl":"1h"}}],"messages":[{"role":"user","content":[{"type":"text","text":"u","cache_control":{"type":"ephemeral"}}]}]}""",
        """{"system":[{"type":"text","text":"x-anthropic-billing-header: cc_version=2.1.329.e77;"},{"type":"text","text":"s"}],"messages":[{"role":"user","content":"u"},{"role":"assistant","content":"a"},{"role":"user","content":[{"type":"text","text":"v","cache_control":{"type":"ephemeral"}}]}]}""")]
    // Responses: ids and items come and go.
    [InlineData(
        """{"instructions":"i","input":[{"type":"message","role":"developer","content":[{"type":"input_text","text":"d"}]},{"role":"user","content":"u"}]}""",
        """{"input":[{"role":"developer","content":"d","id":"msg_1"},{"type":"message","role":"user","content":[{"type":"input_text","text":"u"}]},{"type":"function_call","call_id":"c"}],"instructions":"i"}""")]
    // Gemini.
    [InlineData(
        """{"systemInstruction":{"parts":[{"text":"s"}]},"contents":[{"parts":[{"text":"u"}]}],"tools":[{"functionDeclarations":[{"name":"t"}]}]}""",
        """{"system_instruction":{"parts":[{"text":"s"}]},"contents":[{"parts":[{"text":"u"}]},{"role":"model","parts":[{"text":"a"}]}],"tools":[{"functionDeclarations":[{"name":"t","description":"x"}]}]}""")]
    public void Turns_of_one_conversation_begin_alike(string first, string later) => Assert.Equal(Print(first), Print(later));

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"v"}]}""")]
    [InlineData("""{"system":"s","messages":[{"role":"user","content":"u"}]}""")]
    [InlineData("""{"messages":[{"role":"user","content":"u"}],"tools":[{"name":"t"}]}""")]
    [InlineData("""{"messages":[{"role":"system","content":"s"},{"role":"user","content":"u"}]}""")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"text","text":"u"},{"type":"image","source":{"data":"AAAA"}}]}]}""")]
    public void Other_words_instructions_or_tools_are_another_conversation(string other) =>
        Assert.NotEqual(Print("""{"messages":[{"role":"user","content":"u"}]}"""), Print(other));

    [Theory]
    [InlineData("""{"messages":[]}""")]
    [InlineData("""{"messages":[{"role":"system","content":"s"}]}""")]
    [InlineData("""{"input":7}""")]
    [InlineData("""{"prompt":"p"}""")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("""{"messages":[{"role":"user","content":"u" """)]
    public void What_has_no_first_message_has_no_beginning(string body) => Assert.Null(Print(body));

    [Theory]
    [InlineData("claude-code")]
    [InlineData("codex")]
    [InlineData("opencode")]
    [InlineData("cline")]
    [InlineData("gemini-cli")]
    public void Recorded_clients_keep_their_beginning_from_turn_to_turn(string client)
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable("GANTRY_SHARED") ?? Beside(), "captures", client);
        if (!Directory.Exists(folder)) Assert.Skip($"{folder} is not there");
        var bodies = Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(Body).OfType<JsonNode>().ToList();
        var compared = 0;
        foreach (var (one, next) in bodies.Zip(bodies.Skip(1)))
        {
            if (!Continues(one, next)) continue;
            compared++;
            Assert.Equal(Print(one.ToJsonString()), Print(next.ToJsonString()));
        }

        if (compared == 0) Assert.Skip($"no two turns of one conversation in {folder}");
    }

    private static string Beside()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Gantry.slnx"))) folder = Path.GetDirectoryName(folder);
        return Path.Combine(folder ?? ".", "..", "shared");
    }

    private static JsonNode? Body(string file)
    {
        try
        {
            var node = JsonNode.Parse(File.ReadAllText(file));
            var body = node?["body"] ?? node?["request"]?["body"];
            if (body is JsonValue text && text.TryGetValue<string>(out var inner)) body = JsonNode.Parse(inner);
            return body is JsonObject ? body : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The later one has all messages of the earlier, the words of the first unchanged, and more.
    private static bool Continues(JsonNode one, JsonNode next)
    {
        foreach (var name in new[] { "messages", "input", "contents" })
        {
            if (one[name] is not JsonArray before || next[name] is not JsonArray after) continue;
            var tools = (one["tools"]?.AsArray().Count ?? 0) == (next["tools"]?.AsArray().Count ?? 0);
            return tools && before.Count > 0 && after.Count > before.Count && Text(before[0]) == Text(after[0]) && Text(before[^1]).Length > 0 && Text(before[^1]) == Text(after[before.Count - 1]);
        }

        return false;
    }

    private static string Text(JsonNode? message) => message switch
    {
        JsonObject o when o["content"] is JsonValue content => content.ToString(),
        JsonObject o => string.Join('\n', (o["content"] as JsonArray ?? o["parts"] as JsonArray ?? []).Select(p => p?["text"]?.ToString())),
        _ => message?.ToString() ?? "",
    };

    private static string? Print(string body)
    {
        Span<byte> print = stackalloc byte[ConversationHead.Size];
        return ConversationHead.TryPrint(Encoding.UTF8.GetBytes(body), print) ? Convert.ToHexString(print) : null;
    }
}
