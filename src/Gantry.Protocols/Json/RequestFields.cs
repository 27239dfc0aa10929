using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Gantry.Protocols.Json;

/// <summary>Which member a name token names. Escaped spellings (<c>"mod\u0065l"</c>) count, as they do for every parser.</summary>
internal static class RequestFields
{
    private const int LongestEscaped = 256;

    public static RequestField TopLevel(ref Utf8JsonReader name)
    {
        if (Is(ref name, "model"u8)) return RequestField.Model;
        if (Is(ref name, "stream"u8)) return RequestField.Stream;
        if (Is(ref name, "stream_options"u8)) return RequestField.StreamOptions;
        if (Is(ref name, "tools"u8) || Is(ref name, "functions"u8) || Is(ref name, "toolConfig"u8))
        {
            return RequestField.Tools;
        }

        if (Is(ref name, "max_tokens"u8) || Is(ref name, "max_completion_tokens"u8)
            || Is(ref name, "max_output_tokens"u8))
        {
            return RequestField.MaxOutput;
        }

        if (Is(ref name, "n"u8)) return RequestField.Choices;
        if (Is(ref name, "generationConfig"u8) || Is(ref name, "generation_config"u8))
        {
            return RequestField.GenerationConfig;
        }

        return Is(ref name, "inferenceConfig"u8) ? RequestField.InferenceConfig : RequestField.None;
    }

    public static RequestField Second(ref Utf8JsonReader name, RequestField parent) => parent switch
    {
        RequestField.StreamOptions when Is(ref name, "include_usage"u8) => RequestField.IncludeUsage,
        RequestField.GenerationConfig when Is(ref name, "maxOutputTokens"u8) || Is(ref name, "max_output_tokens"u8)
            => RequestField.MaxOutput,
        RequestField.GenerationConfig when Is(ref name, "candidateCount"u8) || Is(ref name, "candidate_count"u8)
            => RequestField.Choices,
        RequestField.InferenceConfig when Is(ref name, "maxTokens"u8) => RequestField.MaxOutput,
        _ => RequestField.None,
    };

    /// <summary>Anthropic's <c>cache_control</c> and Converse's <c>cachePoint</c>.</summary>
    public static bool IsCacheMark(ref Utf8JsonReader name) =>
        Is(ref name, "cache_control"u8) || Is(ref name, "cachePoint"u8);

    /// <summary>Whether the name is this one. The reader's own comparison throws on a lone surrogate, which providers take.</summary>
    public static bool Is(ref Utf8JsonReader name, ReadOnlySpan<byte> text)
    {
        if (!name.ValueIsEscaped) return name.ValueTextEquals(text);
        long length = name.HasValueSequence ? name.ValueSequence.Length : name.ValueSpan.Length;

        // Six bytes for a character at most: what is longer is none of ours.
        if (length > LongestEscaped) return false;
        Span<byte> plain = stackalloc byte[LongestEscaped];
        return plain[..Unescape(ref name, plain)].SequenceEqual(text);
    }

    /// <summary>Writes the unescaped name; the raw one where it holds half a surrogate pair and has no unescaped form.</summary>
    public static int Unescape(ref Utf8JsonReader name, scoped Span<byte> destination)
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
