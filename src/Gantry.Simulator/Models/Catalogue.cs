using Gantry.Simulator.Framing;

namespace Gantry.Simulator.Models;

/// <summary>The models that the simulator lists; it answers for any other name as well.</summary>
internal static class Catalogue
{
    private const long Created = 1767225600; // 2026-01-01T00:00:00Z

    private static readonly string[] Anthropic = ["claude-opus-5-5", "claude-sonnet-5", "claude-haiku-4-5"];
    private static readonly string[] OpenAi = ["gpt-5.5", "gpt-5-nano", "gpt-image-1", "text-embedding-3-small"];
    private static readonly string[] Google = ["gemini-3.8-flash", "gemini-3.1-pro-preview", "gemini-3.5-flash-lite", "gemini-3-flash-preview"];
    private static readonly string[] Scripted = ["sim-text", "sim-tool", "sim-reason"];

    public static string OpenAiList() => $"{{\n  \"object\": \"list\",\n  \"data\": [{string.Join(',', OpenAi.Concat(Scripted).Select(OpenAiModel))}]\n}}";

    public static string OpenAiModel(string id) => $$"""{"id":{{JsonText.Quote(id)}},"object":"model","created":{{Created}},"owned_by":"system"}""";

    public static string AnthropicList()
    {
        string[] ids = [.. Anthropic, .. Scripted];
        return $$"""{"data":[{{string.Join(',', ids.Select(AnthropicModel))}}],"has_more":false,"first_id":"{{ids[0]}}","last_id":"{{ids[^1]}}"}""";
    }

    public static string AnthropicModel(string id) =>
        $$"""{"type":"model","id":{{JsonText.Quote(id)}},"display_name":{{JsonText.Quote(id)}},"created_at":"2026-01-01T00:00:00Z","max_input_tokens":1000000,"max_tokens":128000,"capabilities":null,"lifecycle":"active","line":null,"deprecated_at":null,"retires_at":null}""";

    public static string GeminiList() => $"{{\"models\":[{string.Join(',', Google.Concat(Scripted).Select(GeminiModel))}]}}";

    public static string GeminiModel(string id) =>
        $$"""{"name":{{JsonText.Quote("models/" + id)}},"version":"001","displayName":{{JsonText.Quote(id)}},"description":"A simulated model.","inputTokenLimit":1048576,"outputTokenLimit":65536,"supportedGenerationMethods":["generateContent","countTokens"],"temperature":1,"topP":0.95,"topK":64,"maxTemperature":2}""";
}
