using System.Buffers;
using System.Text;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Media;

/// <summary>A <c>data:</c> address, taken apart without a copy of what it holds.</summary>
/// <remarks>
/// Clients are careless: types are missing or wrong, base64 is broken into lines, in the url-safe alphabet, without padding, and JSON
/// writers escape its slashes and plus signs. All of that is read; what is handed on is clean.
/// </remarks>
public readonly struct DataUrl
{
    private readonly ReadOnlyMemory<byte> _token;   // the whole string token, quotes included
    private readonly int _start;                    // of the payload

    private DataUrl(ReadOnlyMemory<byte> token, int start, string declared, bool isBase64)
    {
        _token = token;
        _start = start;
        IsBase64 = isBase64;
        Declared = declared;
        IsClean = isBase64 && Base64Text.IsClean(Payload);
        Span<byte> head = stackalloc byte[MediaType.SniffedBytes];
        Proven = MediaType.Sniff(head[..(isBase64 ? Base64Text.DecodeHead(Payload, head) : 0)]);
    }

    /// <summary>The type of the label, canonical; empty where there is none or it says nothing.</summary>
    public string Declared { get; }

    /// <summary>The type that the first bytes prove; null where they prove none.</summary>
    public string? Proven { get; }

    /// <summary>The type to hand on: vendors refuse a label that the bytes belie. Empty where nothing is known.</summary>
    public string Type => Proven is null && Declared.Length == 0 && !IsBase64 ? "text/plain" : MediaType.Reconcile(Declared, Proven);

    /// <summary>False for the rare form whose payload is percent-encoded text.</summary>
    public bool IsBase64 { get; }

    /// <summary>The payload is base64 of the standard alphabet, padded, without space or escapes: it can be handed on as it stands.</summary>
    public bool IsClean { get; }

    /// <summary>The payload as it stands in the request, JSON escapes included.</summary>
    public ReadOnlySpan<byte> Payload => _token.Span[_start..^1];

    /// <summary>Takes an address apart. False where it is no data address or its payload is no base64.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> token, out DataUrl url)
    {
        url = default;
        var escaped = new JsonText(token).Escaped;
        if (escaped.Length < 6 || !Ascii.EqualsIgnoreCase(escaped[..5], "data:"u8)) return false;
        int comma = escaped.IndexOf((byte)',');
        if (comma < 0) return false;
        var label = escaped[5..comma];
        bool isBase64 = false;
        int lastPart = label.LastIndexOf((byte)';');
        if (lastPart >= 0 && Ascii.EqualsIgnoreCase(label[(lastPart + 1)..].Trim(" "u8), "base64"u8))
        {
            isBase64 = true;
            label = label[..lastPart];
        }

        // A type holds a slash, which some JSON writers escape.
        string declared = label.IndexOf((byte)'\\') < 0
            ? MediaType.Canonical(label)
            : MediaType.Canonical(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(label).Replace("\\/", "/", StringComparison.Ordinal)));
        url = new DataUrl(token, comma + 2, declared, isBase64);
        return !isBase64 || url.IsClean || Base64Text.TryClean(url.Payload, null);
    }

    /// <summary>The payload as clean base64 in a string token of its own.</summary>
    public JsonText ToBase64()
    {
        if (IsClean) return new JsonText((byte[])[(byte)'"', .. Payload, (byte)'"']);
        if (!IsBase64) return PercentText.ToBase64(Payload);
        var token = new ArrayBufferWriter<byte>(Payload.Length + 4);
        token.Write("\""u8);
        Base64Text.TryClean(Payload, token);
        token.Write("\""u8);
        return new JsonText(token.WrittenMemory);
    }

    /// <summary>The size of the picture, read from its header; null where the payload is no picture of a known kind.</summary>
    public ImageSize? ReadImageSize() => IsBase64 ? ImageHeader.Read(IsClean ? Payload : ToBase64().Escaped, isBase64: true) : null;

    /// <summary>Makes a data address of a type and base64 that stands in a string token.</summary>
    public static JsonText Compose(string type, JsonText base64) =>
        JsonText.Join([JsonText.From($"data:{type};base64,"), base64], "");
}
