namespace Gantry.Protocols.Errors;

/// <summary>Recognises an upstream that cannot open sealed reasoning: another account's, another region's, or a damaged one (reference: replay rules).</summary>
public static class SealRefusals
{
    private static readonly string[] Words =
    [
        "invalid_encrypted_content", "encrypted content", "encrypted_content", "signature in thinking block", "signature` in `thinking`",
        "invalid `signature`", "thought_signature", "thought signature",
    ];

    /// <summary>Codes come and go; the sentence stays, so both are looked at.</summary>
    public static bool Is(UpstreamError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error.Status is 0 or 400
            && (Array.Exists(Words, word => error.Message.Contains(word, StringComparison.OrdinalIgnoreCase))
                || (error.Code is { } code && code.Contains("encrypted_content", StringComparison.OrdinalIgnoreCase)));
    }
}
