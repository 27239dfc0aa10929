using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Converse;

/// <summary>Reads pictures, documents, sounds and films. An object in S3 is a file at the provider.</summary>
internal static class ConverseMediaReader
{
    /// <summary>The medium; null where its form is not known.</summary>
    public static MediaPart? Read(MediaKind kind, JsonSlice value)
    {
        if (value.Kind != JsonTokenType.StartObject) return null;
        var members = ConverseMembers.Read(value);
        var place = members.TakeObject("source");
        if (place.IsAbsent) return null;
        var source = ConverseMembers.Read(place);
        var media = Source(kind, source, members);
        if (media is null || !source.IsEmpty) return null;
        string format = members.TakeText("format")?.ToString() ?? "";
        string type = format.Length == 0 ? "" : ConverseFormats.Type(kind, format);

        // A second word for a type that has one would not come back.
        if (format.Length > 0 && ConverseFormats.Format(kind, type) != format) return null;
        return media with { MediaType = type, FileName = kind == MediaKind.Document ? members.TakeText("name") : null, Extras = members.Rest };
    }

    private static MediaPart? Source(MediaKind kind, ConverseMembers source, ConverseMembers members)
    {
        if (source.TakeText("bytes") is { } data) return new MediaPart(kind) { Data = data };
        if (kind == MediaKind.Document && source.TakeText("text") is { } text) return new MediaPart(kind) { PlainText = text };
        var location = source.TakeObject("s3Location");
        if (location.IsAbsent) return null;
        var place = ConverseMembers.Read(location);
        var uri = place.TakeText("uri");
        var owner = place.Take("bucketOwner");
        if (!place.IsEmpty) return null;
        if (!owner.IsAbsent) members.Return(ConverseWords.Owner, owner);
        return uri is { } file ? new MediaPart(kind) { FileId = file } : null;
    }
}
