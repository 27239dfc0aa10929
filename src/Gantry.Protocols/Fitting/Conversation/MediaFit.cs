using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Media;

namespace Gantry.Protocols.Fitting.Conversation;

/// <summary>Fits one medium to a target: its type is what its bytes prove, its base64 is clean, its place is one that the target has.</summary>
internal sealed class MediaFit(FitScope scope)
{
    private TranslationTarget Target => scope.Target;

    /// <summary>The medium, or its text where it is a document of text and the target has no place for such.</summary>
    /// <exception cref="ProtocolException">The target or its model cannot take it.</exception>
    public Part Fit(MediaPart media)
    {
        // Who speaks the target's own language knows what it takes.
        if (scope.Source.Protocol == Target.Protocol) return media;
        var fitted = media;
        if (media.FileId is not null) throw Refuse(media, "A file's id means nothing to another provider than its own. Send the file's bytes or address.");

        if (media.PlainText is { } text) return TakesTexts(media) ? Labelled(media, "text/plain", MediaKind.Document) : AsText(media, text);
        if (media.Url is { } url && url.Escaped.Length > 5 && Ascii.EqualsIgnoreCase(url.Escaped[..5], "data:"u8)) fitted = Opened(media, url);
        return fitted.Url is null ? Inline(media, fitted) : Linked(media, fitted);
    }

    private MediaPart Opened(MediaPart media, JsonText url)
    {
        if (!DataUrl.TryParse(url.Token.ToArray(), out var data))
        {
            throw Refuse(media, "The data address holds no base64.");
        }

        return media with { Url = null, Data = data.ToBase64(), MediaType = data.Type };
    }

    private Part Inline(MediaPart media, MediaPart fitted)
    {
        var data = fitted.Data ?? JsonText.Empty;
        string type = MediaType.Reconcile(Canonical(fitted.MediaType), MediaType.SniffBase64(data.Escaped));
        if (type.Length == 0) type = FileTypes.Of(fitted.FileName);
        if (!Base64Text.IsClean(data.Escaped)) fitted = fitted with { Data = data = Cleaned(media, data) };
        var kind = MediaType.Kind(type);
        if (kind == MediaKinds.Text && !TakesTextFile(fitted, type)) return TakesTexts(fitted) ? AsDocument(fitted, data) : AsText(fitted, Decoded(data));
        Demand(media, MediaSlots.For(Target.Protocol, type, MediaSource.Inline), type);
        return Dressed(Labelled(fitted, type, Kind(kind)));
    }

    private MediaPart Linked(MediaPart media, MediaPart fitted)
    {
        string type = Canonical(fitted.MediaType);
        if (type.Length == 0) type = FileTypes.Of(fitted.Url);
        if (type.Length == 0) type = Guess(fitted.Kind);
        var slot = MediaSlots.For(Target.Protocol, type, MediaSource.Url);
        if (slot == MediaKinds.None && MediaSlots.For(Target.Protocol, type.Length == 0 ? "image/png" : type, MediaSource.Inline) != MediaKinds.None)
        {
            throw Refuse(media, $"{Target.Protocol} upstreams fetch no such medium by its address. Send its bytes in base64.");
        }

        Demand(media, slot, type);
        var kind = type.Length == 0 ? MediaKind.Image : Kind(MediaType.Kind(type));

        // A source by address has no type in Messages, and a member that is not known there is refused.
        return Dressed(Labelled(fitted, Target.Protocol == Protocol.Messages ? "" : type, kind));
    }

    private static string Guess(MediaKind kind) => kind switch
    {
        MediaKind.Document => "application/pdf",
        MediaKind.Audio => "audio/mpeg",
        MediaKind.Video => "video/mp4",
        _ => "",
    };

    // The types that nearly all media have are spelled right already.
    private static string Canonical(string type) =>
        type is "" or "image/png" or "image/jpeg" or "image/webp" or "image/gif" or "application/pdf" or "text/plain" ? type : MediaType.Canonical(Encoding.UTF8.GetBytes(type));

    private static MediaPart Labelled(MediaPart media, string type, MediaKind kind) =>
        media.MediaType == type && media.Kind == kind ? media : media with { MediaType = type, Kind = kind };

    private static MediaKind Kind(MediaKinds kind) => kind switch
    {
        MediaKinds.Image => MediaKind.Image,
        MediaKinds.Audio => MediaKind.Audio,
        MediaKinds.Video => MediaKind.Video,
        _ => MediaKind.Document,
    };

    private JsonText Cleaned(MediaPart media, JsonText data)
    {
        var token = new ArrayBufferWriter<byte>(data.Token.Length + 2);
        token.Write("\""u8);
        if (!Base64Text.TryClean(data.Escaped, token)) throw Refuse(media, "The data is no base64.");
        token.Write("\""u8);
        return new JsonText(token.WrittenMemory);
    }

    private void Demand(MediaPart media, MediaKinds slot, string type)
    {
        string named = type.Length == 0 ? "a medium whose type nothing tells" : $"'{type}'";
        if (slot == MediaKinds.None) throw Refuse(media, $"{Target.Protocol} upstreams have no place for {named}. Send another form of it, or none.");
        bool isDocument = slot is MediaKinds.Pdf or MediaKinds.Text or MediaKinds.Office;
        if (isDocument && !Target.Traits.Documents) throw Refuse(media, $"Document input is not supported by this {Target.Protocol} upstream. Send its text.");
        if (slot is MediaKinds.Office or MediaKinds.Text || Target.Rules.Input.HasFlag(slot)) return;
        throw Refuse(media, $"The model '{Target.Model}' takes no {Word(slot)} (type {named}, {Target.Protocol} upstream). Leave it out or choose a model that does.");
    }

    private static string Word(MediaKinds kind) => kind switch
    {
        MediaKinds.Image => "images",
        MediaKinds.Audio => "sounds",
        MediaKinds.Video => "films",
        _ => "documents",
    };

    // Documents given as their text: Messages alone has a place for them.
    private bool TakesTexts(MediaPart media) =>
        Target is { Protocol: Protocol.Messages, Traits.Documents: true } && media.Kind == MediaKind.Document && Target.Rules.Input.HasFlag(MediaKinds.Text);

    // Documents of text given as their bytes.
    private bool TakesTextFile(MediaPart media, string type) => Target.Traits.Documents && media.Kind == MediaKind.Document && Target.Rules.Input.HasFlag(MediaKinds.Text)
        && Target.Protocol switch
        {
            Protocol.Responses => true,
            Protocol.Gemini => type.StartsWith("text/", StringComparison.Ordinal),
            Protocol.Converse => type is "text/plain" or "text/csv" or "text/html" or "text/markdown",
            _ => false,
        };

    private static MediaPart AsDocument(MediaPart media, JsonText data) => media with { Kind = MediaKind.Document, MediaType = "text/plain", Data = null, PlainText = Decoded(data) };

    private TextPart AsText(MediaPart media, JsonText text)
    {
        if (media.FileName is not null) scope.Losses.Note("param_dropped:filename", SourcePath.Of(scope, media));
        return new TextPart(text) { Cache = media.Cache };
    }

    private static JsonText Decoded(JsonText data)
    {
        byte[] bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(data.Escaped.Length)];
        Base64.DecodeFromUtf8(data.Escaped, bytes, out _, out int written);
        return JsonText.From(Encoding.UTF8.GetString(bytes, 0, written));
    }

    private MediaPart Dressed(MediaPart media)
    {
        if (media is { Kind: MediaKind.Document, FileName: null, Data: not null } && Target.Protocol is (Protocol.Chat or Protocol.Responses))
        {
            media = media with { FileName = JsonText.From("document" + FileTypes.Extension(media.MediaType)) };
        }

        // Chat knows how closely to look but for one word.
        return Target.Protocol == Protocol.Chat && media.Detail == "original" ? media with { Detail = "high" } : media;
    }

    private ProtocolException Refuse(MediaPart media, string message) => new(message, SourcePath.Of(scope, media));
}
