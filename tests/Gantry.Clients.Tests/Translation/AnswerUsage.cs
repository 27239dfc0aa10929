using System.Text.Json;
using Gantry.Protocols;
using Gantry.Protocols.Hub;

namespace Gantry.Clients.Tests.Translation;

/// <summary>The disjoint buckets in each protocol's own convention, and where its SDK shows them.</summary>
internal static class AnswerUsage
{
    /// <summary>What differs, as <c>path is … and not …</c>.</summary>
    public static IEnumerable<string> Faults(Protocol client, Usage said, JsonElement shown)
    {
        foreach (var (path, expected) in Expected(client, said))
        {
            long actual = Number(shown, path);
            if (actual != expected) yield return $"usage {path} is {actual} and not {expected}";
        }
    }

    private static IEnumerable<(string Path, long Value)> Expected(Protocol client, Usage said)
    {
        long writes = said.CacheWrite5m + said.CacheWrite1h;
        switch (client)
        {
            case Protocol.Chat:
                yield return ("prompt_tokens", said.TotalInput);
                yield return ("prompt_tokens_details.cached_tokens", said.CacheRead);
                yield return ("prompt_tokens_details.audio_tokens", said.AudioInput);
                yield return ("completion_tokens", said.TotalOutput);
                yield return ("completion_tokens_details.reasoning_tokens", said.Reasoning);
                yield return ("completion_tokens_details.audio_tokens", said.AudioOutput);
                yield return ("total_tokens", said.TotalInput + said.TotalOutput);
                break;
            case Protocol.Responses:
                yield return ("input_tokens", said.TotalInput);
                yield return ("input_tokens_details.cached_tokens", said.CacheRead);
                yield return ("output_tokens", said.TotalOutput);
                yield return ("output_tokens_details.reasoning_tokens", said.Reasoning);
                yield return ("total_tokens", said.TotalInput + said.TotalOutput);
                break;
            case Protocol.Messages:
                yield return ("input_tokens", said.TotalInput - said.CacheRead - writes);
                yield return ("cache_read_input_tokens", said.CacheRead);
                yield return ("cache_creation_input_tokens", writes);
                yield return ("cache_creation.ephemeral_1h_input_tokens", said.CacheWrite1h);
                yield return ("output_tokens", said.TotalOutput);
                break;
            default:
                yield return ("promptTokenCount", said.TotalInput);
                yield return ("cachedContentTokenCount", said.CacheRead);
                yield return ("candidatesTokenCount", said.TotalOutput - said.Reasoning);
                yield return ("thoughtsTokenCount", said.Reasoning);
                yield return ("totalTokenCount", said.TotalInput + said.TotalOutput);
                break;
        }
    }

    // Absent counts are zero in every protocol.
    private static long Number(JsonElement value, string path)
    {
        foreach (string name in path.Split('.'))
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value)) return 0;
        }

        return value.ValueKind == JsonValueKind.Number ? value.GetInt64() : 0;
    }
}
