using static Gantry.Contracts.Connect.ShellText;

namespace Gantry.Contracts.Connect;

/// <summary>One request by hand, in each protocol.</summary>
internal static class CurlRecipe
{
    private const string Question = "Say hello in three words.";

    public static IReadOnlyList<RecipeStep> Steps(ClientSetUp s)
    {
        var (path, header, value, body) = s.Variant switch
        {
            "Responses" => ("/v1/responses", "Authorization", "Bearer " + s.Key, $$"""{"model": {{Json(s.Model)}}, "input": {{Json(Question)}}}"""),
            "Messages" => ("/v1/messages", "x-api-key", s.Key, $$"""{"model": {{Json(s.Model)}}, "max_tokens": 200, "messages": [{"role": "user", "content": {{Json(Question)}}}]}"""),
            "Gemini" => ($"/v1beta/models/{Uri.EscapeDataString(s.Model)}:generateContent", "x-goog-api-key", s.Key, $$"""{"contents": [{"role": "user", "parts": [{"text": {{Json(Question)}}}]}]}"""),
            _ => ("/v1/chat/completions", "Authorization", "Bearer " + s.Key, $$"""{"model": {{Json(s.Model)}}, "messages": [{"role": "user", "content": {{Json(Question)}}}]}"""),
        };
        return
        [
            Connect.Steps.Command(new("Ask which models the key may use:", "查询密钥可用的模型："), List(s), new("A list of models.", "得到模型列表。")),
            Connect.Steps.Command(new("Ask one of them something:", "向其中一个模型提问："), Post(s, path, header, value, body), Connect.Steps.Answered),
        ];
    }

    private static string List(ClientSetUp s) => s.System == ClientSystem.Windows
        ? $"Invoke-RestMethod {Quote(s.System, s.Address + "/v1/models")} -Headers @{{ Authorization = {Quote(s.System, "Bearer " + s.Key)} }} | ConvertTo-Json -Depth 9"
        : $"curl {Quote(s.System, s.Address + "/v1/models")} -H {Quote(s.System, "Authorization: Bearer " + s.Key)}";

    private static string Post(ClientSetUp s, string path, string header, string value, string body)
    {
        var more = s.Variant == "Messages" ? ("anthropic-version", "2023-06-01") : default;
        if (s.System == ClientSystem.Windows)
        {
            var headers = $"{Quote(s.System, header)} = {Quote(s.System, value)}" + (more.Item1 is null ? "" : $"; {Quote(s.System, more.Item1)} = {Quote(s.System, more.Item2)}");
            return $"Invoke-RestMethod {Quote(s.System, s.Address + path)} -Method Post -ContentType 'application/json' `\n  -Headers @{{ {headers} }} `\n  -Body {Quote(s.System, body)} | ConvertTo-Json -Depth 9";
        }

        return $"curl {Quote(s.System, s.Address + path)} \\\n  -H {Quote(s.System, $"{header}: {value}")} \\\n"
            + (more.Item1 is null ? "" : $"  -H {Quote(s.System, $"{more.Item1}: {more.Item2}")} \\\n")
            + $"  -H 'content-type: application/json' \\\n  -d {Quote(s.System, body)}";
    }
}
