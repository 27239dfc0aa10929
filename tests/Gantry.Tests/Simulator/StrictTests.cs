using System.Text.Json;
using Gantry.Protocols;
using Gantry.Simulator;
using Gantry.Simulator.Prompts;
using Gantry.Simulator.Strictness;
using Xunit;

namespace Gantry.Tests.Simulator;

/// <summary>The strict simulator takes what vendors have taken, and refuses what they refuse.</summary>
public sealed class StrictTests(ITestOutputHelper output)
{
    // Sealed by the real vendors: not this simulator's own.
    private static readonly string[] SealWords = ["signature", "encrypted content", "redacted_thinking", "thought_signature"];

    [Fact]
    public void Requests_that_vendors_have_answered_are_taken()
    {
        var refused = new List<string>();
        var taken = 0;
        foreach (var file in Directory.EnumerateFiles(Shared.Folder("recordings"), "*.json").Order(StringComparer.Ordinal))
        {
            var json = JsonElement.Parse(File.ReadAllBytes(file));
            if (json.GetProperty("operation").GetString() is not ("create" or "generate") || json.GetProperty("response").GetProperty("status").GetInt32() != 200) continue;
            var provider = json.GetProperty("provider").GetString();
            Protocol? protocol = (json.GetProperty("protocol").GetString(), provider) switch
            {
                ("chat", "openai") => Protocol.Chat,
                ("responses", "openai") => Protocol.Responses,
                ("messages", "anthropic") => Protocol.Messages,
                ("gemini", "gemini") => Protocol.Gemini,
                ("converse", "bedrock") => Protocol.Converse,
                _ => null,
            };
            var request = json.GetProperty("request");
            var body = request.GetProperty("body");
            if (protocol is not { } spoken || body.ValueKind != JsonValueKind.Object) continue;
            try
            {
                StrictRules.Check(spoken, request.GetProperty("path").GetString()!, body);
                taken++;
            }
            catch (BadPromptException refusal) when (SealWords.Any(word => refusal.Message.Contains(word, StringComparison.OrdinalIgnoreCase)))
            {
                // Real seals.
            }
            catch (BadPromptException refusal)
            {
                refused.Add($"{Path.GetFileNameWithoutExtension(file)}: {refusal.Message}");
            }
        }

        output.WriteLine($"{taken} taken");
        Assert.True(refused.Count == 0, string.Join('\n', refused));
        Assert.InRange(taken, 130, int.MaxValue);
    }

    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"m","messages":[{"role":"user","content":"q"}],"top_k":3}""", "top_k")]
    [InlineData("/v1/chat/completions", """{"model":"m","messages":[{"role":"tool","tool_call_id":"a","content":"r"}]}""", "role 'tool'")]
    [InlineData("/v1/messages", """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":[{"type":"text","text":" "}]}]}""", "non-empty")]
    [InlineData("/v1/messages", """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"q"},{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{}}]},{"role":"user","content":"r"}]}""", "tool_result")]
    [InlineData("/v1/messages", """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"q"},{"role":"assistant","content":[{"type":"thinking","thinking":"t","signature":"bm90IG91cnM="}]}]}""", "signature")]
    [InlineData("/v1beta/models/gemini-3-pro:generateContent", """{"contents":[{"role":"user","parts":[{"text":"q"}]},{"role":"model","parts":[{"functionCall":{"name":"f","args":{}}}]},{"role":"user","parts":[{"functionResponse":{"name":"f","response":{}}}]}]}""", "thought_signature")]
    [InlineData("/v1/responses", """{"model":"m","input":[{"type":"function_call_output","call_id":"a","output":"r"}]}""", "No tool call found")]
    [InlineData("/model/m/converse", """{"messages":[{"role":"user","content":[{"text":"q"}]},{"role":"user","content":[{"text":"q"}]}]}""", "alternate")]
    public async Task Request_that_its_vendor_refuses_is_refused(string path, string body, string word)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var strict = await SimulatorClient.StartAsync(new SimulatorOptions { Strict = true });
        await using var lax = await SimulatorClient.StartAsync();
        using var refused = await strict.SendAsync(path, body, cancellation);
        Assert.Equal(400, (int)refused.StatusCode);
        Assert.Contains(word, await refused.Content.ReadAsStringAsync(cancellation), StringComparison.Ordinal);
        using var taken = await lax.SendAsync(path, body, cancellation);
        Assert.Equal(200, (int)taken.StatusCode);
    }
}
