using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Tests.Metering;

/// <summary>What a body says it consumed, worked out the slow and plain way: parse everything, then apply the written rules.</summary>
internal static class UsageOracle
{
    public static List<JsonElement> Documents(Recording recording)
    {
        var documents = new List<JsonElement>();
        if (recording.Protocol is "converse" or "invoke" && recording.Stream && recording.Status == 200)
        {
            var rest = recording.Body.AsSpan();
            while (rest.Length > 0)
            {
                int total = BinaryPrimitives.ReadInt32BigEndian(rest), headers = BinaryPrimitives.ReadInt32BigEndian(rest[4..]);
                var payload = JsonDocument.Parse(rest[(12 + headers)..(total - 4)].ToArray()).RootElement;
                documents.Add(payload.TryGetProperty("bytes", out var inner) ? JsonDocument.Parse(inner.GetBytesFromBase64()).RootElement : payload);
                rest = rest[total..];
            }

            return documents;
        }

        string text = Encoding.UTF8.GetString(recording.Body);
        if (TryParse(text, out var whole)) return [whole];
        foreach (string line in text.Split('\n'))
        {
            if (line.StartsWith("data:", StringComparison.Ordinal) && TryParse(line[5..].Trim(), out var document)) documents.Add(document);
        }

        return documents;
    }

    public static Usage? Expected(Recording recording)
    {
        var documents = Documents(recording);
        if (recording.Operation is "count_tokens" or "retrieve") return null;
        return recording.Protocol switch
        {
            "chat" or "completions" => Chat(documents),
            "responses" => Responses(documents),
            "messages" or "invoke" => Messages(documents),
            "gemini" or "gemini_embeddings" => Gemini(documents),
            "converse" => Converse(documents),
            "embeddings" => Embeddings(documents),
            "images" => Images(documents),
            "audio" => Audio(documents),
            _ => null,
        };
    }

    private static Usage? Chat(List<JsonElement> documents)
    {
        Usage? result = null;
        bool failed = false;
        foreach (var document in documents)
        {
            failed |= Object(document, "error") is not null;
            if ((Object(document, "usage") ?? Object(Object(document, "x_groq"), "usage")) is not { } u) continue;
            long prompt = Count(u, "prompt_tokens"), completion = Count(u, "completion_tokens"), total = Count(u, "total_tokens");
            var inDetails = Object(u, "prompt_tokens_details");
            var outDetails = Object(u, "completion_tokens_details");
            long cached = Math.Min(prompt, Count(inDetails, "cached_tokens"));
            long written = Math.Min(prompt - cached, Count(inDetails, "cache_write_tokens"));
            long audio = Count(inDetails, "audio_tokens"), audioOut = Count(outDetails, "audio_tokens");
            long reasoning = Count(outDetails, "reasoning_tokens");
            long missing = total - prompt - completion;
            if (missing > 0 && reasoning == 0) reasoning = missing;    // only Gemini's OpenAI endpoint does this here
            if (missing > 0) completion += missing;
            if (prompt + completion + reasoning == 0 && failed) continue;
            result = new Usage
            {
                UncachedInput = prompt - cached - written - audio, CacheRead = cached, CacheWrite5m = written, AudioInput = audio,
                Output = completion - audioOut, Reasoning = Math.Min(reasoning, completion), AudioOutput = audioOut,
                WebSearches = Count(Object(u, "server_tool_use_details"), "web_search_requests"),
            };
        }

        return result;
    }

    private static Usage? Responses(List<JsonElement> documents)
    {
        Usage? result = null;
        foreach (var document in documents)
        {
            var response = Object(document, "response") ?? document;
            if (Object(response, "usage") is not { } u) continue;
            long cached = Count(Object(u, "input_tokens_details"), "cached_tokens");
            long written = Count(Object(u, "input_tokens_details"), "cache_write_tokens");
            int searches = 0;
            foreach (var item in response.GetProperty("output").EnumerateArray())
            {
                if (item.GetProperty("type").GetString() != "web_search_call") continue;
                string? action = Object(item, "action")?.GetProperty("type").GetString();
                if (action is null or "search") searches++;
            }

            result = new Usage
            {
                UncachedInput = Count(u, "input_tokens") - cached - written, CacheRead = cached, CacheWrite5m = written,
                Output = Count(u, "output_tokens"), Reasoning = Count(Object(u, "output_tokens_details"), "reasoning_tokens"),
                WebSearches = searches,
            };
        }

        return result;
    }

    private static Usage? Messages(List<JsonElement> documents)
    {
        var top = new Dictionary<string, long>();
        Usage? iterations = null;
        foreach (var document in documents)
        {
            if ((Object(document, "usage") ?? Object(Object(document, "message"), "usage")) is not { } u) continue;
            Overwrite(top, u);
            if (!u.TryGetProperty("iterations", out var list) || list.ValueKind != JsonValueKind.Array) continue;
            iterations = null;
            foreach (var iteration in list.EnumerateArray())
            {
                var counts = new Dictionary<string, long>();
                Overwrite(counts, iteration);
                iterations = (iterations ?? default) + Bucket(counts);
            }
        }

        if (top.Count == 0) return null;
        return (iterations ?? Bucket(top)) with
        {
            Reasoning = top.GetValueOrDefault("thinking_tokens"), WebSearches = top.GetValueOrDefault("web_search_requests"),
        };

        static Usage Bucket(Dictionary<string, long> c) => new()
        {
            UncachedInput = c.GetValueOrDefault("input_tokens"), CacheRead = c.GetValueOrDefault("cache_read_input_tokens"),
            CacheWrite1h = c.GetValueOrDefault("ephemeral_1h_input_tokens"),
            CacheWrite5m = c.GetValueOrDefault("cache_creation_input_tokens") - c.GetValueOrDefault("ephemeral_1h_input_tokens"),
            Output = c.GetValueOrDefault("output_tokens"),
        };

        static void Overwrite(Dictionary<string, long> counts, JsonElement source)
        {
            foreach (var member in source.EnumerateObject())
            {
                if (member.Value.ValueKind == JsonValueKind.Number) counts[member.Name] = member.Value.GetInt64();
                if (member.Value.ValueKind == JsonValueKind.Object) Overwrite(counts, member.Value);
            }
        }
    }

    private static Usage? Gemini(List<JsonElement> documents)
    {
        Usage? result = null;
        int searches = 0;
        foreach (var document in documents)
        {
            if (document.TryGetProperty("candidates", out var candidates))
            {
                foreach (var candidate in candidates.EnumerateArray())
                {
                    if (Object(candidate, "groundingMetadata") is { } g && g.TryGetProperty("webSearchQueries", out var queries))
                    {
                        searches = Math.Max(searches, queries.EnumerateArray().Count(q => q.GetString() is { Length: > 0 }));
                    }
                }
            }

            if (Object(document, "usageMetadata") is not { } u || !u.TryGetProperty("promptTokenCount", out _)) continue;
            long prompt = Count(u, "promptTokenCount") + Count(u, "toolUsePromptTokenCount");
            long cached = Count(u, "cachedContentTokenCount");
            long audio = Modality(u, "promptTokensDetails", "AUDIO") - Modality(u, "cacheTokensDetails", "AUDIO");
            long image = Modality(u, "candidatesTokensDetails", "IMAGE"), thoughts = Count(u, "thoughtsTokenCount");
            long answer = Count(u, "candidatesTokenCount") + thoughts;
            if (answer > thoughts && thoughts > 0 && Count(u, "totalTokenCount") == prompt + answer - thoughts) answer -= thoughts;
            result = new Usage
            {
                UncachedInput = prompt - cached - audio, CacheRead = cached, AudioInput = audio,
                Output = answer - image, Reasoning = thoughts, ImageOutput = image,
            };
        }

        return result is { } found ? found with { WebSearches = searches } : null;
    }

    private static Usage? Converse(List<JsonElement> documents)
    {
        Usage? result = null;
        foreach (var document in documents)
        {
            if (Object(document, "usage") is not { } u) continue;
            result = new Usage
            {
                UncachedInput = Count(u, "inputTokens"), CacheRead = Count(u, "cacheReadInputTokens"),
                CacheWrite5m = Count(u, "cacheWriteInputTokens"), Output = Count(u, "outputTokens"),
            };
        }

        return result;
    }

    private static Usage? Embeddings(List<JsonElement> documents) =>
        Object(documents[0], "usage") is { } u ? new Usage { UncachedInput = Count(u, "total_tokens") } : null;

    private static Usage? Images(List<JsonElement> documents)
    {
        if (!documents[0].TryGetProperty("data", out var data)) return null;
        var u = Object(documents[0], "usage");
        long image = Count(Object(u, "input_tokens_details"), "image_tokens"), text = Count(Object(u, "output_tokens_details"), "text_tokens");
        return new Usage
        {
            UncachedInput = Count(u, "input_tokens") - image, ImageInput = image,
            Output = text, ImageOutput = Count(u, "output_tokens") - text,
            Images = data.GetArrayLength(),
        };
    }

    private static Usage? Audio(List<JsonElement> documents)
    {
        foreach (var document in documents)
        {
            if (Object(document, "usage") is not { } u) continue;
            if (u.TryGetProperty("prompt_tokens", out _))
            {
                var details = Object(u, "prompt_tokens_details");
                long cached = Count(details, "cached_tokens");
                return new Usage
                {
                    UncachedInput = Count(u, "prompt_tokens") - cached, CacheRead = cached, AudioInput = Count(details, "audio_tokens"),
                    Output = Count(u, "completion_tokens"), AudioSeconds = Count(u, "prompt_audio_seconds"),
                };
            }

            if (u.TryGetProperty("seconds", out var seconds)) return new Usage { AudioSeconds = (long)Math.Ceiling(seconds.GetDouble()) };
            var split = Object(u, "input_token_details");
            return new Usage
            {
                UncachedInput = Count(split, "text_tokens"), AudioInput = Count(split, "audio_tokens"), Output = Count(u, "output_tokens"),
            };
        }

        return documents.Count > 0 && documents[0].TryGetProperty("duration", out var duration)
            ? new Usage { AudioSeconds = (long)Math.Ceiling(duration.GetDouble()) }
            : null;
    }

    private static long Modality(JsonElement usage, string list, string name)
    {
        if (!usage.TryGetProperty(list, out var details)) return 0;
        return details.EnumerateArray().Where(d => d.GetProperty("modality").ToString() == name).Sum(d => Count(d, "tokenCount"));
    }

    private static JsonElement? Object(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } p && p.TryGetProperty(name, out var v) && v.ValueKind == JsonValueKind.Object ? v : null;

    private static long Count(JsonElement? parent, string name) =>
        parent is { } p && p.TryGetProperty(name, out var v) && v.ValueKind == JsonValueKind.Number ? v.GetInt64() : 0;

    private static bool TryParse(string text, out JsonElement element)
    {
        try
        {
            element = JsonDocument.Parse(text).RootElement;
            return true;
        }
        catch (JsonException)
        {
            element = default;
            return false;
        }
    }
}
