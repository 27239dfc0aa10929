namespace Gantry.Protocols.Json;

/// <summary>The edits that the relay makes to a request body; there are no others.</summary>
public static class RequestEdits
{
    private static readonly byte[] True = [.. "true"u8];
    private static readonly byte[] OptionsWithUsage = [.. """{"include_usage":true}"""u8];

    private static ReadOnlySpan<byte> Flag => "\"include_usage\":true"u8;

    private static ReadOnlySpan<byte> Member => "\"stream_options\":{\"include_usage\":true}"u8;

    /// <summary>Puts the upstream's model name in the place of the public one.</summary>
    /// <param name="splice">Where the edit goes.</param>
    /// <param name="facts">Facts of the same body; without a model nothing is edited.</param>
    /// <param name="quotedName">The new name as from <see cref="JsonSplice.Quote"/>.</param>
    public static void ReplaceModel(this JsonSplice splice, in RequestFacts facts, ReadOnlyMemory<byte> quotedName)
    {
        ArgumentNullException.ThrowIfNull(splice);
        if (facts.ModelRange is { } range) splice.Replace(range, quotedName);
    }

    /// <summary>Makes the upstream tell usage at the end of a Chat stream (<c>stream_options.include_usage</c> = true).</summary>
    /// <returns>True when the body was edited: the client had not asked, and the usage chunk must be hidden from it
    /// (<c>Framing.UsageChunkFilter</c>). A <c>stream_options</c> that is no object is left for the upstream to refuse.</returns>
    public static bool IncludeUsage(this JsonSplice splice, in RequestFacts facts)
    {
        ArgumentNullException.ThrowIfNull(splice);
        if (facts.IncludeUsage || facts.StreamOptionsShape == StreamOptionsShape.Other) return false;
        if (facts.IncludeUsageRange is { } value)
        {
            splice.Replace(value, True);
        }
        else if (facts.StreamOptions is not { } options)
        {
            splice.AppendMember(facts.RootEnd, facts.RootIsEmpty, Member);
        }
        else if (facts.StreamOptionsShape == StreamOptionsShape.Null)
        {
            splice.Replace(options, OptionsWithUsage);
        }
        else
        {
            splice.AppendMember(
                options.End - 1, facts.StreamOptionsShape == StreamOptionsShape.EmptyObject, Flag);
        }

        return true;
    }
}
