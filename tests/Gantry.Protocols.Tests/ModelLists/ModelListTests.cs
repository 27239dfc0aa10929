using System.Buffers;
using System.Text.Json;
using Gantry.Protocols.ModelLists;
using Xunit;

namespace Gantry.Protocols.Tests.ModelLists;

public sealed class ModelListTests
{
    private static readonly ListedModel[] Models =
    [
        new("claude-sonnet-4-5", "Claude Sonnet 4.5", "anthropic", DateTimeOffset.FromUnixTimeSeconds(1_759_104_000))
        {
            ContextWindow = 200_000, MaxOutputTokens = 64_000, SupportsImages = true, SupportsReasoning = true,
        },
        new("vendor/größe \"x\"", "Größe", "gantry", DateTimeOffset.UnixEpoch),
    ];

    private static readonly ListedModel[] Five =
        [.. Enumerable.Range(0, 5).Select(i => new ListedModel($"m{i}", $"M{i}", "o", DateTimeOffset.UnixEpoch))];

    [Fact]
    public void OpenAi_list_is_the_accepted_one() => Golden.Matches("ModelLists/Golden/openai.json", Bytes(o => OpenAiModelList.Write(Models, o)));

    [Fact]
    public void OpenAi_model_is_the_accepted_one() => Golden.Matches("ModelLists/Golden/openai-one.json", Bytes(o => OpenAiModelList.WriteOne(Models[0], o)));

    [Fact]
    public void Anthropic_list_is_the_accepted_one() =>
        Golden.Matches("ModelLists/Golden/anthropic.json", Bytes(o => Assert.True(AnthropicModelList.Write(Models, null, null, null, o))));

    [Fact]
    public void Anthropic_model_is_the_accepted_one() => Golden.Matches("ModelLists/Golden/anthropic-one.json", Bytes(o => AnthropicModelList.WriteOne(Models[1], o)));

    [Fact]
    public void Gemini_list_is_the_accepted_one() =>
        Golden.Matches("ModelLists/Golden/gemini.json", Bytes(o => Assert.True(GeminiModelList.Write(Models, null, null, o))));

    [Fact]
    public void Gemini_model_is_the_accepted_one() => Golden.Matches("ModelLists/Golden/gemini-one.json", Bytes(o => GeminiModelList.WriteOne(Models[0], o)));

    [Fact]
    public void Codex_list_is_the_accepted_one() => Golden.Matches("ModelLists/Golden/codex.json", Bytes(o => CodexModelList.Write(Models, o)));

    [Theory]
    [InlineData(null, null, null, "m0 m1 m2 m3 m4", false)]
    [InlineData(2, null, null, "m0 m1", true)]
    [InlineData(2, null, "m1", "m2 m3", true)]
    [InlineData(2, null, "m3", "m4", false)]
    [InlineData(2, null, "m4", "", false)]
    [InlineData(2, "m4", null, "m2 m3", true)]
    [InlineData(2, "m1", null, "m0", false)]
    [InlineData(2, "m0", null, "", false)]
    [InlineData(1000, null, null, "m0 m1 m2 m3 m4", false)]
    public void Anthropic_pages_go_both_ways(int? limit, string? before, string? after, string ids, bool more)
    {
        using var page = JsonDocument.Parse(Bytes(o => Assert.True(AnthropicModelList.Write(Five, limit, before, after, o))));
        var data = page.RootElement.GetProperty("data").EnumerateArray().Select(m => m.GetProperty("id").GetString()).ToList();

        Assert.Equal(ids, string.Join(' ', data));
        Assert.Equal(more, page.RootElement.GetProperty("has_more").GetBoolean());
        Assert.Equal(data.FirstOrDefault(), page.RootElement.GetProperty("first_id").GetString());
        Assert.Equal(data.LastOrDefault(), page.RootElement.GetProperty("last_id").GetString());
    }

    [Theory]
    [InlineData(0, null, null)]
    [InlineData(1001, null, null)]
    [InlineData(null, "gone", null)]
    [InlineData(null, null, "gone")]
    [InlineData(null, "m1", "m2")]
    public void Anthropic_page_that_does_not_exist_is_refused(int? limit, string? before, string? after)
    {
        var output = new ArrayBufferWriter<byte>();
        Assert.False(AnthropicModelList.Write(Five, limit, before, after, output));
        Assert.Equal(0, output.WrittenCount);
    }

    [Fact]
    public void Gemini_pages_chain_to_the_end()
    {
        var seen = new List<string?>();
        string? token = null;
        do
        {
            using var page = JsonDocument.Parse(Bytes(o => Assert.True(GeminiModelList.Write(Five, 2, token, o))));
            seen.AddRange(page.RootElement.GetProperty("models").EnumerateArray().Select(m => m.GetProperty("name").GetString()));
            token = page.RootElement.TryGetProperty("nextPageToken", out var next) ? next.GetString() : null;
        }
        while (token is not null);

        Assert.Equal(["models/m0", "models/m1", "models/m2", "models/m3", "models/m4"], seen);
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(2, "gone")]
    public void Gemini_page_that_does_not_exist_is_refused(int size, string? token) =>
        Assert.False(GeminiModelList.Write(Five, size, token, new ArrayBufferWriter<byte>()));

    [Fact]
    public void Anthropic_models_hold_every_member_that_the_strict_sdk_demands()
    {
        using var model = JsonDocument.Parse(Bytes(o => AnthropicModelList.WriteOne(Models[1], o)));
        string[] wanted = ["type", "id", "display_name", "created_at", "capabilities", "lifecycle", "line", "deprecated_at", "retires_at", "max_input_tokens", "max_tokens"];
        Assert.All(wanted, name => Assert.True(model.RootElement.TryGetProperty(name, out _), name));
    }

    [Theory]
    [InlineData(true, false, true, true, ModelListShape.Anthropic)]
    [InlineData(false, true, true, false, ModelListShape.Gemini)]
    [InlineData(false, false, false, true, ModelListShape.Codex)]
    [InlineData(false, true, false, false, ModelListShape.Anthropic)]
    [InlineData(false, false, false, false, ModelListShape.OpenAi)]
    public void Shape_follows_what_only_one_client_sends(bool version, bool keyOnly, bool google, bool client, ModelListShape shape) =>
        Assert.Equal(shape, ModelListShapes.Choose(version, keyOnly, google, client));

    private static byte[] Bytes(Action<ArrayBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return output.WrittenSpan.ToArray();
    }
}
