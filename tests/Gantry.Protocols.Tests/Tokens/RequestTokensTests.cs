using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Tests.Metering;
using Gantry.Protocols.Tokens;
using Xunit;

namespace Gantry.Protocols.Tests.Tokens;

public sealed class RequestTokensTests(ITestOutputHelper output)
{
    private static readonly TokenFamily Claude = TokenFamilies.For("claude-sonnet-4-5");

    [Theory]
    [InlineData(Protocol.Messages, """{"model":"m","messages":[{"role":"user","content":"hi"}]}""")]
    [InlineData(Protocol.Messages, """{"model":"m","messages":[],"system":"Be brief."}""")]
    [InlineData(Protocol.Messages, """{"model":"m","messages":[{"role":"user","content":[{"type":"image","source":{"type":"url","url":"https://example.com/a.png"}}]}]}""")]
    [InlineData(Protocol.Responses, """{"model":"m","input":"hi"}""")]
    [InlineData(Protocol.Gemini, """{"contents":[{"parts":[{"text":"hi"}]}]}""")]
    [InlineData(Protocol.Chat, """{"model":"m","messages":[{"role":"user","content":"hi"}]}""")]
    public void Whatever_holds_anything_costs_something(Protocol protocol, string body)
    {
        var request = Read(protocol, body);
        Assert.All(TokenFamilies.All, family => Assert.True(RequestTokens.Estimate(request, family) >= 1, family.Name));
    }

    [Fact]
    public void Every_part_of_a_request_adds_to_it()
    {
        const string turn = """{"role":"user","content":"What is the weather?"}""";
        long plain = Messages($"[{turn}]");
        Assert.True(Messages($"[{turn},{turn}]") > plain);
        Assert.True(Messages($"[{turn}]", ""","system":"Answer in the fewest words." """) > plain);
        Assert.True(Messages($"[{turn}]", ""","tools":[{"name":"weather","input_schema":{"type":"object"}}]""") > plain);
        Assert.True(Messages("""[{"role":"user","content":"What is the weather?"},{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"weather","input":{"city":"Ghent"}}]}]""") > plain);
        long call = Messages("""[{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"weather","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":""}]}]""");
        Assert.True(Messages("""[{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"weather","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":"Rain all day long."}]}]""") > call);
    }

    [Fact]
    public void Same_conversation_costs_about_the_same_in_every_protocol()
    {
        string text = string.Join(' ', Enumerable.Repeat("The quick brown fox jumps over the lazy dog.", 50));
        long[] counts =
        [
            RequestTokens.Estimate(Read(Protocol.Messages, $$"""{"model":"m","system":"{{text}}","messages":[{"role":"user","content":"{{text}}"}]}"""), Claude),
            RequestTokens.Estimate(Read(Protocol.Chat, $$"""{"model":"m","messages":[{"role":"system","content":"{{text}}"},{"role":"user","content":"{{text}}"}]}"""), Claude),
            RequestTokens.Estimate(Read(Protocol.Responses, $$"""{"model":"m","instructions":"{{text}}","input":"{{text}}"}"""), Claude),
            RequestTokens.Estimate(Read(Protocol.Gemini, $$"""{"systemInstruction":{"parts":[{"text":"{{text}}"}]},"contents":[{"role":"user","parts":[{"text":"{{text}}"}]}]}"""), Claude),
        ];
        Assert.Single(counts.Distinct());
    }

    [Fact]
    public void Picture_in_a_data_address_costs_what_its_size_says()
    {
        const string png = "iVBORw0KGgoAAAANSUhEUgAAAMgAAADICAYAAACtWK6eAAAAAElFTkSuQmCC"; // 200 x 200
        long bare = RequestTokens.Estimate(Read(Protocol.Chat, """{"model":"m","messages":[{"role":"user","content":[]}]}"""), Claude);
        long with = RequestTokens.Estimate(
            Read(Protocol.Chat, """{"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,PNG"}}]}]}""".Replace("PNG", png, StringComparison.Ordinal)), Claude);
        Assert.Equal(54, with - bare);
    }

    [Fact]
    public void Learning_moves_the_estimate_of_the_family_and_of_no_other()
    {
        var calibration = new TokenCalibration();
        var request = Read(Protocol.Chat, $$"""{"model":"m","messages":[{"role":"user","content":"{{string.Join(' ', Enumerable.Repeat("several words", 400))}}"}]}""");
        var estimate = new PromptEstimate(request, "claude-sonnet-4-5", calibration);
        long before = estimate.Tokens;
        for (int i = 0; i < 100; i++) estimate.Learn(before * 13 / 10);
        Assert.InRange(estimate.Tokens, before * 128 / 100, before * 131 / 100);
        Assert.Equal(estimate.Tokens, new PromptEstimate(request, "claude-opus-4-1", calibration).Tokens);
        Assert.Equal(before, estimate.Raw);
        var other = new PromptEstimate(request, "gpt-5", calibration);
        Assert.Equal(other.Raw, other.Tokens);
        var unknown = new PromptEstimate(request, "some-model", calibration);
        unknown.Learn(unknown.Raw * 2);
        Assert.True(unknown.Tokens > unknown.Raw);
        var alien = new PromptEstimate(request, "another-model", calibration);
        Assert.Equal(alien.Raw, alien.Tokens);
    }

    [Fact]
    [Trait("Case", "87")]
    public void Recorded_requests_are_counted_near_what_vendors_report()
    {
        if (Recording.Folder is null) Assert.Skip("The shared recordings are not beside the repository and GANTRY_SHARED does not name them.");
        var errors = new List<(string Family, long Reported, double Error)>();
        foreach (var prompt in RecordedPrompt.All())
        {
            var protocol = ProtocolOf(prompt.Body);
            if (protocol is not { } known) continue;
            var request = Read(known, prompt.Body.GetRawText());
            var family = TokenFamilies.For(prompt.Model);
            long estimate = RequestTokens.Estimate(request, family);
            Assert.True(estimate > 0, prompt.Id);
            output.WriteLine($"{family.Name,-14} reported {prompt.Reported,6} estimate {estimate,6}  {prompt.Id}");
            errors.Add((family.Name, prompt.Reported, (double)(estimate - prompt.Reported) / prompt.Reported));
        }

        foreach (int least in (int[])[0, 100, 1_000])
        {
            var sized = errors.Where(e => e.Reported >= least).Select(e => Math.Abs(e.Error)).Order().ToList();
            output.WriteLine($"prompts of {least} tokens and more: {sized.Count}, median error {sized[sized.Count / 2]:P1}, mean {sized.Average():P1}, 90th percentile {sized[sized.Count * 9 / 10]:P1}");
        }

        foreach (var family in errors.GroupBy(e => e.Family).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var sorted = family.Select(e => Math.Abs(e.Error)).Order().ToList();
            output.WriteLine($"{family.Key,-14} {sorted.Count,4} requests, median error {sorted[sorted.Count / 2]:P1}, too low {family.Count(e => e.Error < -0.05),4}");
        }

        var all = errors.Select(e => Math.Abs(e.Error)).Order().ToList();
        Assert.InRange(all[all.Count / 2], 0, 0.15);
    }

    [Fact]
    public void Large_prompt_is_counted_in_a_few_milliseconds()
    {
        string text = string.Concat(Enumerable.Range(0, 12_000).Select(i => $"line {i}: the function returns `null` when its argument is missing.\\n"));
        var request = Read(Protocol.Messages, $$"""{"model":"m","messages":[{"role":"user","content":"{{text}}"}]}""");
        RequestTokens.Estimate(request, Claude);
        long best = long.MaxValue;
        for (int i = 0; i < 10; i++)
        {
            long start = Stopwatch.GetTimestamp();
            RequestTokens.Estimate(request, Claude);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).Ticks);
        }

        output.WriteLine($"{text.Length / 1024} KB in {TimeSpan.FromTicks(best).TotalMilliseconds:F2} ms");
        Assert.InRange(best, 0, TimeSpan.FromMilliseconds(60).Ticks);
    }

    private static long Messages(string messages, string more = "") =>
        RequestTokens.Estimate(Read(Protocol.Messages, $$"""{"model":"m","messages":{{messages}}{{more}}}"""), Claude);

    private static ChatRequest Read(Protocol protocol, string body) => ChatCodecs.For(protocol).ReadRequest(Encoding.UTF8.GetBytes(body), new ChatCall("m", false));

    // Converse has other members; what belongs to none of the four is left out.
    private static Protocol? ProtocolOf(JsonElement body)
    {
        if (body.TryGetProperty("contents", out _)) return Protocol.Gemini;
        if (body.TryGetProperty("input", out _)) return Protocol.Responses;
        if (!body.TryGetProperty("messages", out _) || body.TryGetProperty("inferenceConfig", out _) || body.TryGetProperty("toolConfig", out _)) return null;
        return body.TryGetProperty("anthropic_version", out _) || (body.TryGetProperty("max_tokens", out _) && IsClaude(body)) ? Protocol.Messages
            : body.TryGetProperty("model", out _) ? Protocol.Chat : null;
    }

    private static bool IsClaude(JsonElement body) => body.TryGetProperty("model", out var model) && model.GetString()!.StartsWith("claude", StringComparison.Ordinal);
}
