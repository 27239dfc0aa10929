namespace Gantry.Protocols.Models;

/// <summary>The name of a model without what vendors, clouds and brokers put around it.</summary>
internal static class ModelId
{
    private static readonly HashSet<string> DottedPrefixes = new(StringComparer.Ordinal)
    {
        // Regions of Bedrock's inference profiles, then its vendors.
        "us", "eu", "ap", "apac", "jp", "au", "ca", "sa", "me", "il", "global", "us-gov",
        "anthropic", "amazon", "openai", "meta", "mistral", "cohere", "deepseek", "qwen", "google", "moonshot", "moonshotai", "minimax", "zai", "writer", "ai21",
    };

    /// <summary>Lower case, without path, region and vendor; versions of Claude in the spelling with dashes.</summary>
    public static string Bare(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        string bare = id.Trim().ToLowerInvariant();
        bare = bare[(bare.LastIndexOf('/') + 1)..];
        while (bare.IndexOf('.') is > 0 and var dot && DottedPrefixes.Contains(bare[..dot])) bare = bare[(dot + 1)..];
        return bare.StartsWith("claude", StringComparison.Ordinal) ? bare.Replace('.', '-') : bare;
    }

    /// <summary>Whether a row for <paramref name="prefix"/> speaks of this model.</summary>
    /// <remarks>
    /// What follows must be no more of the same word, and no further step of the version: <c>gpt-5</c> stands for <c>gpt-5-mini</c> and
    /// <c>gpt-5-2025-08-07</c>, not for <c>gpt-5.1</c> or <c>gpt-50</c>; <c>claude-opus-4</c> not for <c>claude-opus-4-7</c>.
    /// </remarks>
    public static bool Matches(string bare, string prefix)
    {
        if (!bare.StartsWith(prefix, StringComparison.Ordinal)) return false;
        var rest = bare.AsSpan(prefix.Length);
        if (rest.IsEmpty) return true;
        if (char.IsAsciiLetterOrDigit(rest[0])) return prefix[^1] == '-';
        if (!char.IsAsciiDigit(prefix[^1]) || rest[0] is not ('.' or '-')) return true;
        int digits = rest[1..].IndexOfAnyExceptInRange('0', '9');
        if (digits < 0) digits = rest.Length - 1;
        bool endsThere = digits + 1 == rest.Length || !char.IsAsciiLetter(rest[digits + 1]);
        return digits is 0 or > 2 || (rest[0] == '-' && !endsThere);
    }
}
