using System.Text;
using System.Text.Json;

namespace Gantry.Protocols.Json;

/// <summary>Which member a name token names. Escaped spellings (<c>"mod\u0065l"</c>) count, as they do for every parser.</summary>
internal static class RequestFields
{
    public static RequestField TopLevel(in JsonTokens name)
    {
        if (Is(name, "model"u8)) return RequestField.Model;
        if (Is(name, "stream"u8)) return RequestField.Stream;
        if (Is(name, "stream_options"u8)) return RequestField.StreamOptions;
        if (Is(name, "tools"u8) || Is(name, "functions"u8) || Is(name, "toolConfig"u8))
        {
            return RequestField.Tools;
        }

        if (Is(name, "max_tokens"u8) || Is(name, "max_completion_tokens"u8)
            || Is(name, "max_output_tokens"u8))
        {
            return RequestField.MaxOutput;
        }

        if (Is(name, "n"u8)) return RequestField.Choices;
        if (Is(name, "service_tier"u8)) return RequestField.Tier;
        if (Is(name, "serviceTier"u8)) return RequestField.TierObject;
        if (Is(name, "generationConfig"u8) || Is(name, "generation_config"u8))
        {
            return RequestField.GenerationConfig;
        }

        return Is(name, "inferenceConfig"u8) ? RequestField.InferenceConfig : RequestField.None;
    }

    public static RequestField Second(in JsonTokens name, RequestField parent) => parent switch
    {
        RequestField.StreamOptions when Is(name, "include_usage"u8) => RequestField.IncludeUsage,
        RequestField.GenerationConfig when Is(name, "maxOutputTokens"u8) || Is(name, "max_output_tokens"u8)
            => RequestField.MaxOutput,
        RequestField.GenerationConfig when Is(name, "candidateCount"u8) || Is(name, "candidate_count"u8)
            => RequestField.Choices,
        RequestField.InferenceConfig when Is(name, "maxTokens"u8) => RequestField.MaxOutput,
        RequestField.TierObject when Is(name, "type"u8) => RequestField.Tier,
        _ => RequestField.None,
    };

    /// <summary>Anthropic's <c>cache_control</c> and Converse's <c>cachePoint</c>.</summary>
    public static bool IsCacheMark(in JsonTokens name) =>
        Is(name, "cache_control"u8) || Is(name, "cachePoint"u8);

    /// <summary>Whether the name is this one.</summary>
    public static bool Is(in JsonTokens name, ReadOnlySpan<byte> text) =>
        name.IsEscaped ? JsonEscape.Spells(name.Value, text) : name.Value.SequenceEqual(text);

    /// <inheritdoc cref="Is(in JsonTokens, ReadOnlySpan{byte})"/>
    /// <remarks>The reader's own comparison throws on a lone surrogate, which providers take.</remarks>
    /// <param name="name">Of a reader over bytes in one piece.</param>
    /// <param name="text">The name that it may be.</param>
    public static bool Is(ref Utf8JsonReader name, ReadOnlySpan<byte> text) =>
        name.ValueIsEscaped ? JsonEscape.Spells(name.ValueSpan, text) : name.ValueTextEquals(text);

    /// <summary>Writes the name without escapes; as it stands where it holds half a surrogate pair and has no other form.</summary>
    /// <returns>Bytes of it.</returns>
    public static int Unescape(in JsonTokens name, scoped Span<byte> destination)
    {
        try
        {
            var reader = new Utf8JsonReader(name.Raw);
            reader.Read();
            return reader.CopyString(destination);
        }
        catch (InvalidOperationException)
        {
            name.Value.CopyTo(destination);
            return name.Value.Length;
        }
    }

    /// <summary>The name for people: bounded, control characters left out.</summary>
    public static string Display(in JsonTokens name)
    {
        string text = Encoding.UTF8.GetString(name.Value[..Math.Min(name.Value.Length, 64)]);
        return new string([.. text.Where(c => !char.IsControl(c))]);
    }
}
