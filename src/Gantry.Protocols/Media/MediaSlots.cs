namespace Gantry.Protocols.Media;

/// <summary>Which media each protocol has a place for, and of which types. What a model takes is a question for its rules.</summary>
public static class MediaSlots
{
    /// <summary>The place that a medium goes to; none where it must be refused.</summary>
    /// <param name="protocol">The protocol that is written.</param>
    /// <param name="canonical">The medium's type as <see cref="MediaType.Canonical"/> spells it; empty where it is not known.</param>
    /// <param name="source">How the medium is named. For an address the type is often not known, and a picture is assumed.</param>
    public static MediaKinds For(Protocol protocol, string canonical, MediaSource source)
    {
        ArgumentNullException.ThrowIfNull(canonical);
        var kind = canonical.Length == 0 && source == MediaSource.Url ? MediaKinds.Image : MediaType.Kind(canonical);
        bool taken = source == MediaSource.Url ? TakesAddress(protocol, kind) : TakesBytes(protocol, kind, canonical);
        return taken ? kind : MediaKinds.None;
    }

    /// <summary>The word for an audio type in <c>input_audio.format</c>; null where there is none.</summary>
    public static string? AudioFormat(string canonical) => canonical switch
    {
        "audio/wav" => "wav",
        "audio/mpeg" => "mp3",
        _ => null,
    };

    private static bool TakesAddress(Protocol protocol, MediaKinds kind) => protocol switch
    {
        Protocol.Chat => kind == MediaKinds.Image,
        Protocol.Responses => kind is MediaKinds.Image or MediaKinds.Pdf or MediaKinds.Text or MediaKinds.Office,
        Protocol.Messages => kind is MediaKinds.Image or MediaKinds.Pdf,
        Protocol.Gemini => kind is not (MediaKinds.None or MediaKinds.Office),
        _ => false,
    };

    private static bool TakesBytes(Protocol protocol, MediaKinds kind, string canonical) => kind switch
    {
        MediaKinds.Image => protocol == Protocol.Gemini
            ? canonical is "image/png" or "image/jpeg" or "image/webp" or "image/heic" or "image/heif" or "image/gif"
            : canonical is "image/png" or "image/jpeg" or "image/webp" or "image/gif",
        MediaKinds.Pdf or MediaKinds.Text => true,
        MediaKinds.Office => protocol is Protocol.Responses or Protocol.Converse,
        MediaKinds.Audio => protocol switch
        {
            Protocol.Chat or Protocol.Responses => AudioFormat(canonical) is not null,
            Protocol.Gemini => true,
            _ => false,
        },
        MediaKinds.Video => protocol is Protocol.Gemini or Protocol.Converse,
        _ => false,
    };
}
