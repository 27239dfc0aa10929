using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Gantry.Protocols.Json;

/// <summary>Which member a name token names. Escaped spellings (<c>"mod\u0065l"</c>) count, as they do for every parser.</summary>
internal static class RequestFields
{
    public static RequestField TopLevel(ref Utf8JsonReader name)
    {
        if (name.ValueTextEquals("model"u8)) return RequestField.Model;
        if (name.ValueTextEquals("stream"u8)) return RequestField.Stream;
        if (name.ValueTextEquals("stream_options"u8)) return RequestField.StreamOptions;
        if (name.ValueTextEquals("tools"u8) || name.ValueTextEquals("functions"u8) || name.ValueTextEquals("toolConfig"u8))
        {
            return RequestField.Tools;
        }

        if (name.ValueTextEquals("max_tokens"u8) || name.ValueTextEquals("max_completion_tokens"u8)
            || name.ValueTextEquals("max_output_tokens"u8))
        {
            return RequestField.MaxOutput;
        }

        if (name.ValueTextEquals("n"u8)) return RequestField.Choices;
        if (name.ValueTextEquals("generationConfig"u8) || name.ValueTextEquals("generation_config"u8))
        {
            return RequestField.GenerationConfig;
        }

        return name.ValueTextEquals("inferenceConfig"u8) ? RequestField.InferenceConfig : RequestField.None;
    }

    public static RequestField Second(ref Utf8JsonReader name, RequestField parent) => parent switch
    {
        RequestField.StreamOptions when name.ValueTextEquals("include_usage"u8) => RequestField.IncludeUsage,
        RequestField.GenerationConfig when name.ValueTextEquals("maxOutputTokens"u8) || name.ValueTextEquals("max_output_tokens"u8)
            => RequestField.MaxOutput,
        RequestField.GenerationConfig when name.ValueTextEquals("candidateCount"u8) || name.ValueTextEquals("candidate_count"u8)
            => RequestField.Choices,
        RequestField.InferenceConfig when name.ValueTextEquals("maxTokens"u8) => RequestField.MaxOutput,
        _ => RequestField.None,
    };

    /// <summary>Anthropic's <c>cache_control</c> and Converse's <c>cachePoint</c>.</summary>
    public static bool IsCacheMark(ref Utf8JsonReader name) =>
        name.ValueTextEquals("cache_control"u8) || name.ValueTextEquals("cachePoint"u8);

    /// <summary>Writes the unescaped name; the raw one where it holds half a surrogate pair and has no unescaped form.</summary>
    public static int Unescape(ref Utf8JsonReader name, Span<byte> destination)
    {
        try
        {
            return name.CopyString(destination);
        }
        catch (InvalidOperationException)
        {
            if (!name.HasValueSequence)
            {
                name.ValueSpan.CopyTo(destination);
                return name.ValueSpan.Length;
            }

            name.ValueSequence.CopyTo(destination);
            return (int)name.ValueSequence.Length;
        }
    }

    /// <summary>The name for people: bounded, control characters left out.</summary>
    public static string Display(ref Utf8JsonReader name)
    {
        var raw = name.HasValueSequence ? name.ValueSequence.ToArray() : name.ValueSpan;
        string text = Encoding.UTF8.GetString(raw[..Math.Min(raw.Length, 64)]);
        return new string([.. text.Where(c => !char.IsControl(c))]);
    }
}
